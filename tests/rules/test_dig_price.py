"""DIG-PRICE: two to four decimals, not negative."""

from decimal import Decimal
from typing import Any

import pytest

AMOUNT = "required_item_location_quantity[0].price.price_amount"


@pytest.mark.parametrize("amount", ["0.00", "7.00", "7.1255", "7.12550"])
def test_right_prices_pass(judge: Any, amount: str) -> None:
    """A zero behind the fourth decimal says nothing."""
    assert judge("digiinkoop", {f"{AMOUNT}.value": Decimal(amount)}).of("DIG-PRICE") == []


def test_zeros_are_added(judge: Any, one: Any) -> None:
    """Both values are shown."""
    judged = judge("digiinkoop", {f"{AMOUNT}.value": Decimal(7)})
    one(
        judged,
        "DIG-PRICE",
        field=AMOUNT,
        severity="fix",
        value="7",
        expected="7.00",
        says="was written as 7.00",
    )
    (body,) = judged.bodies
    assert str(body.required_item_location_quantity[0].price.price_amount.value) == "7.00"


@pytest.mark.parametrize("amount", ["7.12555", "-1.00"])
def test_wrong_prices(judge: Any, one: Any, amount: str) -> None:
    """They are refused, never rounded."""
    one(
        judge("digiinkoop", {f"{AMOUNT}.value": Decimal(amount)}),
        "DIG-PRICE",
        field=AMOUNT,
        severity="error",
        value=amount,
        expected=">= 0, <= 4",
        says="four decimals",
    )
