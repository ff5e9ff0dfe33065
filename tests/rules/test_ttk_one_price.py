"""TTK-ONE-PRICE: a price book has one price for an item, and what it leaves out is named."""

from typing import Any

PRICES = "required_item_location_quantity"


def test_one_price_passes(judge: Any) -> None:
    """A guiding price stands in the catalogue update and is not missed here."""
    assert judge("truetrade", kind="pricebook").of("TTK-ONE-PRICE") == []


def test_a_price_from_more_is_named(judge: Any, price: Any, one: Any) -> None:
    """With its type and the quantity that it holds from."""
    changes = {PRICES: (price("7.00", "CON", "1"), price("6.50", "CON", "10"))}
    one(
        judge("truetrade", changes, kind="pricebook"),
        "TTK-ONE-PRICE",
        severity="warn",
        field=f"{PRICES}[0].price.price_amount",
        value="7.00",
        says="item AB-1001: 7.00. Prices left out: 1, the first is 6.50 (CON, >= 10)",
    )


def test_a_price_that_holds_from_more_only_is_named(judge: Any, price: Any) -> None:
    """Whoever orders less would take it for the price of one."""
    judged = judge("truetrade", {PRICES: (price("6.50", "CON", "10"),)}, kind="pricebook")
    (found,) = judged.of("TTK-ONE-PRICE")
    assert "left out: 1, the first is 6.50 (CON, >= 10)" in found.message.en


def test_many_prices_are_counted(judge: Any, price: Any) -> None:
    """The first is named."""
    many = tuple(price(f"{9 - n}.00", "CON", str(1 + n)) for n in range(6))
    (found,) = judge("truetrade", {PRICES: many}, kind="pricebook").of("TTK-ONE-PRICE")
    assert "left out: 5, the first is 8.00 (CON, >= 2)" in found.message.en


def test_a_catalogue_update_is_not_judged(judge: Any, price: Any) -> None:
    """It has the guiding price, which is one."""
    changes = {
        PRICES: (price("7.00", "CON", "1"), price("6.50", "CON", "10"), price("8.00", "CAT", None))
    }
    assert judge("truetrade", changes).of("TTK-ONE-PRICE") == []
