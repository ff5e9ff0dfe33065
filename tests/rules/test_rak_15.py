"""RAK-15: a price has at most four decimals."""

from decimal import Decimal
from typing import Any

import pytest

AMOUNT = "required_item_location_quantity[0].price.price_amount"


@pytest.mark.parametrize("amount", ["0", "7", "7.1255", "7.12550"])
def test_right_prices_pass(judge: Any, amount: str) -> None:
    """The form of the number is the reader's (BIZ-07)."""
    assert judge("rakat", {f"{AMOUNT}.value": Decimal(amount)}).of("RAK-15") == []


@pytest.mark.parametrize("amount", ["7.12555", "-1"])
def test_wrong_prices(judge: Any, one: Any, amount: str) -> None:
    """They are refused."""
    one(
        judge("rakat", {f"{AMOUNT}.value": Decimal(amount)}),
        "RAK-15",
        field=AMOUNT,
        severity="error",
        value=amount,
        expected="<= 4",
        says="four decimals",
    )
