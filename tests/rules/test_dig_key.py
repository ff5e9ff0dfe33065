"""DIG-KEY: an item number stands in a workbook once."""

from typing import Any


def test_the_same_number_again(judge: Any, one: Any) -> None:
    """The row of the first is named."""
    one(
        judge("digiinkoop", {}, {}),
        "DIG-KEY",
        field="item.sellers_item_identification.id",
        severity="error",
        value="AB-1001",
        says="stands in row 2 already",
    )


def test_different_numbers_pass(judge: Any) -> None:
    """Names may be the same here."""
    other = {"item.sellers_item_identification.id.value": "AB-2"}
    assert judge("digiinkoop", {}, other).of("DIG-KEY") == []
