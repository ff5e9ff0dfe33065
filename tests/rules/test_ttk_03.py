"""TTK-03: the price without duties is not above the price with them."""

from decimal import Decimal
from typing import Any

from hub.model.price import AllowanceCharge
from hub.model.values import Amount, Text

GUIDE = "required_item_location_quantity[1].price.price_amount"
PRICES = "required_item_location_quantity"


def test_a_duty_inside_the_price_passes(judge: Any) -> None:
    """8.00 with 1.50 of duty."""
    judged = judge(
        "truetrade",
        {
            f"{PRICES}[1].price.allowance_charge": (
                AllowanceCharge(
                    charge_indicator=True,
                    allowance_charge_reason=(Text("Afgift"),),
                    amount=Amount(Decimal("1.50"), "DKK"),
                ),
            )
        },
    )
    assert judged.of("TTK-03") == []


def test_a_duty_above_the_price(judge: Any, one: Any) -> None:
    """Nothing would be left."""
    judged = judge(
        "truetrade",
        {
            f"{PRICES}[1].price.allowance_charge": (
                AllowanceCharge(
                    charge_indicator=True,
                    allowance_charge_reason=(Text("Afgift"),),
                    amount=Amount(Decimal("9.00"), "DKK"),
                ),
            )
        },
    )
    one(
        judged,
        "TTK-03",
        field=GUIDE,
        severity="error",
        value="8.00",
        expected=">= 9.00",
        says="duty of 9.00 leaves -1.00",
    )


def test_a_negative_duty(judge: Any, one: Any) -> None:
    """Without duties it would be dearer."""
    judged = judge(
        "truetrade",
        {
            f"{PRICES}[1].price.allowance_charge": (
                AllowanceCharge(
                    charge_indicator=True,
                    allowance_charge_reason=(Text("Afgift"),),
                    amount=Amount(Decimal("-1.00"), "DKK"),
                ),
            )
        },
    )
    one(
        judged,
        "TTK-03",
        field=GUIDE,
        severity="error",
        value="8.00",
        expected=">= -1.00",
        says="correct one of them",
    )
