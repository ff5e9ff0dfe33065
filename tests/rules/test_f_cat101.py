"""F-CAT101: a line says what to do."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT101") == []


def test_no_action(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {"action_code": None}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT101",
        severity="fatal",
        field="action_code",
        expected="1",
        says="Add, Update or Delete",
    )
