"""F-CAT203: a price is not negative."""

from decimal import Decimal
from typing import Any

PRICE = "required_item_location_quantity[0].price.price_amount"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT203") == []


def test_below_zero(judge: Any, one: Any) -> None:
    """Nobody pays that."""
    judged = judge("oioubl", {f"{PRICE}.value": Decimal("-1.00")}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT203",
        severity="fatal",
        field=PRICE,
        value="-1.00",
        expected=">= 0",
        says="negative",
    )
