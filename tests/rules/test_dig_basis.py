"""DIG-BASIS: the price is one of a single order unit."""

from decimal import Decimal
from typing import Any

from hub.model.values import Quantity

PRICE = "required_item_location_quantity[0].price"


def test_one_unit_passes(judge: Any) -> None:
    """Said or not said. The unit is told in the receiver's list, where a box is XBX."""
    assert judge("digiinkoop").of("DIG-BASIS") == []
    one_box = {f"{PRICE}.base_quantity": Quantity(Decimal(1), "BX")}
    assert judge("digiinkoop", one_box).of("DIG-BASIS") == []


def test_several_units_are_refused(judge: Any, one: Any) -> None:
    """The workbook has no number beside the price."""
    ten = {f"{PRICE}.base_quantity": Quantity(Decimal(10), "BX")}
    one(
        judge("digiinkoop", ten),
        "DIG-BASIS",
        field=f"{PRICE}.base_quantity",
        severity="error",
        value="10",
        expected="1",
        says="Give the price of one XBX",
    )


def test_another_unit_is_refused(judge: Any) -> None:
    """No rule allows to count the price over."""
    pieces = {f"{PRICE}.base_quantity": Quantity(Decimal(1), "EA")}
    (found,) = judge("digiinkoop", pieces).of("DIG-BASIS")
    assert (found.value, found.expected) == ("EA", "XBX")
