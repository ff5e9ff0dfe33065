"""TTK-02: prices have exactly two decimals."""

from decimal import Decimal
from typing import Any

from hub.model.values import Quantity

GUIDE = "required_item_location_quantity[1].price.price_amount"
PRICES = "required_item_location_quantity"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("truetrade", {})
    assert judged.of("TTK-02") == []


def test_7_is_padded(judge: Any, one: Any) -> None:
    """Zeros alter nothing."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal(7)})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="fix",
        value="7",
        expected="7.00",
        says="written as 7.00",
    )
    assert (
        str(judged.bodies[0].required_item_location_quantity[1].price.price_amount.value) == "7.00"
    )


def test_7_0_is_padded(judge: Any, one: Any) -> None:
    """One decimal is one too few."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal("7.0")})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="fix",
        value="7.0",
        expected="7.00",
        says="written as 7.00",
    )


def test_zeros_too_many_go(judge: Any, one: Any) -> None:
    """7.1000 is 7.10."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal("7.1000")})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="fix",
        value="7.1000",
        expected="7.10",
        says="written as 7.10",
    )


def test_7_125_is_refused(judge: Any, one: Any) -> None:
    """Rounding needs leave."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal("7.125")})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="error",
        value="7.125",
        expected="0.00",
        says="exactly two decimals",
    )
    assert judged.bodies == [None]


def test_7_125_is_rounded_half_up_where_allowed(judge: Any, one: Any) -> None:
    """With a warning."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal("7.125")}, options={"allow_round": True})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="warn",
        value="7.125",
        expected="7.13",
        says="rounded to 7.13",
    )
    assert (
        str(judged.bodies[0].required_item_location_quantity[1].price.price_amount.value) == "7.13"
    )


def test_own_files_are_not_padded(judge: Any, one: Any) -> None:
    """TrueTrade's own input has to be right: 7."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal(7)}, source="truetrade:catalogue:1")
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="error",
        value="7",
        expected="0.00",
        says="exactly two decimals",
    )


def test_own_files_are_not_padded_7_0(judge: Any, one: Any) -> None:
    """TrueTrade's own input has to be right: 7.0."""
    judged = judge("truetrade", {f"{GUIDE}.value": Decimal("7.0")}, source="truetrade:catalogue:1")
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="error",
        value="7.0",
        expected="0.00",
        says="exactly two decimals",
    )


def test_own_files_are_not_rounded(judge: Any, one: Any) -> None:
    """TrueTrade's own input has to be right: 7.125."""
    judged = judge(
        "truetrade",
        {f"{GUIDE}.value": Decimal("7.125")},
        source="truetrade:catalogue:1",
        options={"allow_round": True},
    )
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="error",
        value="7.125",
        expected="0.00",
        says="exactly two decimals",
    )


def test_a_price_per_three_comes_to_more(judge: Any, one: Any) -> None:
    """It is not rounded without a rule."""
    judged = judge("truetrade", {f"{PRICES}[1].price.base_quantity": Quantity(Decimal(3), "BX")})
    one(
        judged,
        "TTK-02",
        field=GUIDE,
        severity="error",
        value="2.666666666666666666666666667",
        expected="0.00",
        says="sales unit comes to",
    )
