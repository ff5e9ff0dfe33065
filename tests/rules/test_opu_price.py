"""OPU-PRICE: a price has at most four decimals and is not negative."""

from decimal import Decimal
from typing import Any

import pytest

AMOUNT = "required_item_location_quantity[0].price.price_amount"


@pytest.mark.parametrize("amount", ["0", "7", "7.00", "7.1255", "7.10000"])
def test_right_prices_pass(judge: Any, amount: str) -> None:
    """Zeros at the end are no decimals that count."""
    assert judge("opus", {f"{AMOUNT}.value": Decimal(amount)}).of("OPU-PRICE") == []


@pytest.mark.parametrize("amount", ["7.12555", "-1"])
def test_wrong_prices(judge: Any, one: Any, amount: str) -> None:
    """They are refused, never rounded."""
    one(
        judge("opus", {f"{AMOUNT}.value": Decimal(amount)}),
        "OPU-PRICE",
        field=AMOUNT,
        severity="error",
        value=amount,
        expected=">= 0, <= 4",
        says="four decimals",
    )
