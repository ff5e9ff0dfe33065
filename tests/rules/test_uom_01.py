"""UOM-01: a unit is a code or a known word."""

from typing import Any


def test_a_code_passes(judge: Any) -> None:
    """BX is a code."""
    judged = judge("shelf")
    assert judged.of("UOM-01") == []


def test_an_unknown_word(judge: Any, one: Any) -> None:
    """Near codes are named."""
    judged = judge("shelf", {"orderable_unit.value": "boxx"})
    one(
        judged,
        "UOM-01",
        field="orderable_unit.value",
        severity="error",
        value="boxx",
        expected="BX, BO, HBX",
        says="“boxx” is not on the list of units",
    )
    assert judged.bodies == [None]


def test_an_empty_field(judge: Any, one: Any) -> None:
    """The sender is told what to write."""
    judged = judge("shelf", {"orderable_unit.value": " "})
    one(
        judged,
        "UOM-01",
        field="orderable_unit.value",
        severity="error",
        value=" ",
        expected=None,
        says="The unit is missing",
    )


def test_a_unit_of_a_quantity_is_judged_too(judge: Any, one: Any) -> None:
    """Content has a unit of its own."""
    judged = judge("shelf", {"content_unit_quantity.unit_code": "boxx"})
    one(
        judged,
        "UOM-01",
        field="content_unit_quantity.unit_code",
        severity="error",
        value="boxx",
        expected="BX, BO, HBX",
        says="boxx",
    )
