"""TTK-09: the unit is on TrueTrade's list."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("truetrade", {})
    assert judged.of("TTK-09") == []


def test_an_unknown_unit(judge: Any, one: Any) -> None:
    """Near codes are named."""
    judged = judge("truetrade", {"orderable_unit.value": "BOXX"})
    one(
        judged,
        "TTK-09",
        field="orderable_unit.value",
        severity="error",
        value="BOXX",
        expected="BX, BO, HBX",
        says="BOXX",
    )
