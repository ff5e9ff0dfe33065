"""OPU-BASIS: the price is one of the order unit."""

from decimal import Decimal
from typing import Any

from hub.model.values import Quantity

PRICE = "required_item_location_quantity[0].price"


def test_the_order_unit_passes(judge: Any) -> None:
    """Also a price of ten of them, and a factor of one."""
    ten = {f"{PRICE}.base_quantity": Quantity(Decimal(10), "BX")}
    assert judge("opus", ten).of("OPU-BASIS") == []
    assert judge("opus", {f"{PRICE}.base_quantity": Quantity(Decimal(1))}).of("OPU-BASIS") == []
    assert judge("opus", {f"{PRICE}.orderable_unit_factor_rate": Decimal(1)}).of("OPU-BASIS") == []


def test_another_unit_is_refused(judge: Any, one: Any) -> None:
    """No rule allows to count the price over."""
    judged = judge("opus", {f"{PRICE}.base_quantity": Quantity(Decimal(1), "EA")})
    one(
        judged,
        "OPU-BASIS",
        field=f"{PRICE}.base_quantity.unit_code",
        severity="error",
        value="EA",
        expected="BX",
        says="Give the price of one BX",
    )


def test_a_factor_is_refused(judge: Any, one: Any) -> None:
    """The system has no place for it."""
    judged = judge("opus", {f"{PRICE}.orderable_unit_factor_rate": Decimal(12)})
    one(
        judged,
        "OPU-BASIS",
        field=f"{PRICE}.orderable_unit_factor_rate",
        severity="error",
        value="12",
        expected="1",
        says="no factor",
    )
