"""F-CAT106: a line says whether its item can be ordered."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT106") == []


def test_not_said(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {"orderable_indicator": None}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT106",
        severity="fatal",
        field="orderable_indicator",
        expected="1",
        says="true or false",
    )
