"""F-CAT201: a price has an amount."""

from typing import Any

PRICE = "required_item_location_quantity[0].price.price_amount"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT201") == []


def test_no_amount(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {PRICE: None}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT201", severity="fatal", field=PRICE, expected="1", says="no amount")
