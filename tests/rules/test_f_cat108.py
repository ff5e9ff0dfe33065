"""F-CAT108: a line has a content."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT108") == []


def test_no_content(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {"content_unit_quantity": None}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT108",
        severity="fatal",
        field="content_unit_quantity",
        expected="1",
        says="how much one sales unit holds",
    )
