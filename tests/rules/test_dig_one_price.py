"""DIG-ONE-PRICE: an item has one price, and what is left out is named."""

from typing import Any

PRICES = "required_item_location_quantity"


def test_one_price_passes(judge: Any) -> None:
    """A guiding price is not missed."""
    assert judge("digiinkoop").of("DIG-ONE-PRICE") == []


def test_a_price_from_more_is_named(judge: Any, price: Any, one: Any) -> None:
    """With the quantity from which it holds."""
    judged = judge("digiinkoop", {PRICES: (price("7.00"), price("6.50", "CON", "10"))})
    one(
        judged,
        "DIG-ONE-PRICE",
        severity="warn",
        field=f"{PRICES}[0].price.price_amount",
        value="7.00",
        says="Prices left out: 1, the first is 6.50 (CON, >= 10)",
    )
