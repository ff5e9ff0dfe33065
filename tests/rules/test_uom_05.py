"""UOM-05: a code of another list without counterpart is refused."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UOM-05") == []


def test_e48_has_none(judge: Any, one: Any) -> None:
    """It is never replaced in silence."""
    judged = judge("prisme", {"orderable_unit.value": "E48"})
    one(
        judged,
        "UOM-05",
        field="orderable_unit.value",
        severity="error",
        value="E48",
        expected="D13, P1, SG",
        says="no counterpart",
    )
    assert judged.bodies == [None]
