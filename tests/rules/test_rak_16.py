"""RAK-16: a duty has at most two decimals."""

from decimal import Decimal
from typing import Any

from hub.model.price import AllowanceCharge
from hub.model.values import Amount

CHARGES = "required_item_location_quantity[0].price.allowance_charge"


def duty(amount: str, *, charge: bool = True) -> dict[str, Any]:
    """Return the change that puts a duty into the price."""
    one = AllowanceCharge(charge_indicator=charge, amount=Amount(Decimal(amount), "DKK"))
    return {CHARGES: (one,)}


def test_right_duties_pass(judge: Any) -> None:
    """A discount is no duty."""
    assert judge("rakat", duty("1.50")).of("RAK-16") == []
    assert judge("rakat", duty("1.555", charge=False)).of("RAK-16") == []


def test_three_decimals(judge: Any, one: Any) -> None:
    """They are refused."""
    one(
        judge("rakat", duty("1.555")),
        "RAK-16",
        field=f"{CHARGES}[0].amount",
        severity="error",
        value="1.555",
        expected="<= 2",
        says="two decimals",
    )
