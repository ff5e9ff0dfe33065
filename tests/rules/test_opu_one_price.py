"""OPU-ONE-PRICE: an item has one price, and what is left out is named."""

from typing import Any

PRICES = "required_item_location_quantity"


def test_one_price_passes(judge: Any) -> None:
    """A guiding price is no price of the agreement and not missed."""
    assert judge("opus").of("OPU-ONE-PRICE") == []


def test_a_price_from_more_is_named(judge: Any, price: Any, one: Any) -> None:
    """With the quantity from which it holds."""
    judged = judge("opus", {PRICES: (price("7.00"), price("6.50", "CON", "10"))})
    one(
        judged,
        "OPU-ONE-PRICE",
        severity="warn",
        field=f"{PRICES}[0].price.price_amount",
        value="7.00",
        says="item AB-1001: 7.00. Prices left out: 1, the first is 6.50 (CON, >= 10)",
    )


def test_the_agreement_goes_before_a_campaign(judge: Any, price: Any) -> None:
    """Of prices that begin alike."""
    judged = judge("opus", {PRICES: (price("5.00", "PRP"), price("7.00"))})
    (found,) = judged.of("OPU-ONE-PRICE")
    assert (found.value, found.place.path) == ("7.00", f"{PRICES}[1].price.price_amount")
