"""RAK-14: no quantity and no price comes twice in a set."""

import datetime as dt
from typing import Any

from hub.model.period import Period
from hub.rules.path import set_path

PRICES = "required_item_location_quantity"


def test_a_price_that_falls_passes(judge: Any, price: Any) -> None:
    """Both differ; a guiding price is none of them."""
    places = (price("7.00"), price("6.50", "CON", "10"), price("7.00", "CAT", None))
    assert judge("rakat", {PRICES: places}).of("RAK-14") == []


def test_the_same_quantity(judge: Any, price: Any, one: Any) -> None:
    """The second is refused."""
    one(
        judge("rakat", {PRICES: (price("7.00"), price("6.00"))}),
        "RAK-14",
        field=f"{PRICES}[1].minimum_quantity",
        severity="error",
        value="1",
        says="two prices from 1",
    )


def test_the_same_price(judge: Any, price: Any, one: Any) -> None:
    """At another quantity it says nothing new."""
    one(
        judge("rakat", {PRICES: (price("7.00"), price("7.00", "CON", "10"))}),
        "RAK-14",
        field=f"{PRICES}[1].price.price_amount",
        severity="error",
        value="7.00",
        says="at two quantities",
    )


def test_sets_that_begin_on_other_days_are_apart(judge: Any, price: Any) -> None:
    """Only the one that holds goes out (RAK-19)."""
    later = set_path(price("7.00"), "price.validity_period", (Period(dt.date(2025, 9, 1)),))
    assert judge("rakat", {PRICES: (price("7.00"), later)}).of("RAK-14") == []
