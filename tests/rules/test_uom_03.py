"""UOM-03: a unit field holds a unit only."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UOM-03") == []


def test_a_box_of_two_bags(judge: Any, one: Any) -> None:
    """The content has fields of its own."""
    judged = judge("prisme", {"orderable_unit.value": "1 kasse á 2 poser"})
    one(
        judged,
        "UOM-03",
        field="orderable_unit.value",
        severity="error",
        value="1 kasse á 2 poser",
        expected="CS",
        says="more than a unit",
    )
