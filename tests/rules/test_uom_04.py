"""UOM-04: a unit of another list takes quantities and prices with it."""

from decimal import Decimal
from typing import Any

from hub.model.values import Quantity

PRICE = "required_item_location_quantity[0].price.price_amount"
GUIDE = "required_item_location_quantity[1].price.price_amount"
PRICES = "required_item_location_quantity"


def test_a_unit_of_the_same_size_is_only_renamed(judge: Any) -> None:
    """BX is XBX in the other list; every field of the line that holds it is changed."""
    judged = judge("shelf", options={"unit_list": "rec20"})
    assert {finding.rule for finding in judged.findings} == {"UOM-04"}
    assert {finding.expected for finding in judged.findings} == {"XBX"}
    (body,) = judged.bodies
    assert body.orderable_unit.value == body.minimum_order_quantity.unit_code == "XBX"
    assert body.required_item_location_quantity[0].minimum_quantity.unit_code == "XBX"


def half_dozen(judge: Any, price: str) -> Any:
    """Judge a line in half dozens, which the other list does not have."""
    changes = {
        "orderable_unit.value": "HD",
        "content_unit_quantity": Quantity(Decimal(6), "EA"),
        "minimum_order_quantity": Quantity(Decimal(2), "HD"),
        "item.pack_size_numeric": Decimal(6),
        f"{PRICE}.value": Decimal(price),
        f"{PRICES}[0].minimum_quantity": Quantity(Decimal(1)),
        f"{GUIDE}.value": Decimal("12.00"),
    }
    return judge("shelf", changes, options={"unit_list": "rec20"})


def test_a_half_dozen_becomes_six_pieces(judge: Any) -> None:
    """Quantities are multiplied, prices and content divided; all of it is told."""
    judged = half_dozen(judge, "6.00")
    (body,) = judged.bodies
    assert body.orderable_unit.value == "C62"
    assert body.minimum_order_quantity == Quantity(Decimal(12), "C62")
    assert body.content_unit_quantity == Quantity(Decimal(1), "EA")
    assert body.item.pack_size_numeric == 1
    price = body.required_item_location_quantity[0]
    assert (str(price.price.price_amount.value), price.minimum_quantity.value) == ("1.00", 6)
    assert str(body.required_item_location_quantity[1].price.price_amount.value) == "2.00"
    assert {finding.severity for finding in judged.findings} == {"fix"}


def test_a_price_that_cannot_be_divided_is_refused(judge: Any) -> None:
    """The line total would change."""
    judged = half_dozen(judge, "7.00")
    assert judged.bodies == [None]
    refused = [finding for finding in judged.findings if finding.severity == "error"]
    assert [finding.value for finding in refused] == ["7.00"]
    assert "cannot be divided" in refused[0].message.en
