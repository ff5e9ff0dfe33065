"""F-CAT111: the action is on the list."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT111") == []


def test_another_word(judge: Any, one: Any) -> None:
    """It is not on the list."""
    judged = judge("oioubl", {"action_code.value": "Insert"}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT111",
        severity="fatal",
        field="action_code",
        value="Insert",
        expected="Add, Delete, Update",
        says="Add, Delete, Update",
    )
