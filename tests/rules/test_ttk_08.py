"""TTK-08: a unit cell holds only a unit."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("truetrade", {})
    assert judged.of("TTK-08") == []


def test_a_carton_with_twelve(judge: Any, one: Any) -> None:
    """The content has fields of its own."""
    judged = judge("truetrade", {"orderable_unit.value": "krt. m. 12 stk"})
    one(
        judged,
        "TTK-08",
        field="orderable_unit.value",
        severity="error",
        value="krt. m. 12 stk",
        expected="CT",
        says="more than a unit",
    )
