"""F-CAT223: an item has the seller's number."""

from typing import Any

NUMBER = "item.sellers_item_identification"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT223") == []


def test_no_number(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {NUMBER: None}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT223", severity="fatal", field=NUMBER, expected="1", says="no item number")
