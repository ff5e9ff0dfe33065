"""F-CAT202: a price has two decimals at least."""

from decimal import Decimal
from typing import Any

PRICE = "required_item_location_quantity[0].price.price_amount"


def test_three_pass(judge: Any) -> None:
    """More are allowed."""
    judged = judge("oioubl", {f"{PRICE}.value": Decimal("7.125")}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT202") == []


def test_one_in_a_document_of_the_format(judge: Any, one: Any) -> None:
    """It is refused, as the rule says."""
    judged = judge("oioubl", {f"{PRICE}.value": Decimal("7.5")}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT202",
        field=PRICE,
        severity="fatal",
        value="7.5",
        expected=">= 2 decimals",
        says="too few decimals",
    )


def test_one_from_another_format_is_padded(judge: Any, one: Any) -> None:
    """Zeros alter nothing."""
    judged = judge("prisme", {f"{PRICE}.value": Decimal("7.5")})
    one(
        judged,
        "F-CAT202",
        field=PRICE,
        severity="fix",
        value="7.5",
        expected="7.50",
        says="written as 7.50",
    )
    assert (
        str(judged.bodies[0].required_item_location_quantity[0].price.price_amount.value) == "7.50"
    )
