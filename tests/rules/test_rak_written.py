"""RAK-WRITTEN: only items with a price go out."""

from typing import Any

PRICES = "required_item_location_quantity"


def test_master_data_without_a_price_is_left_out(judge: Any, price: Any) -> None:
    """A guiding price makes nothing orderable."""
    changes = {"orderable_indicator": False, PRICES: (price("8.00", "CAT", None),)}
    judged = judge("rakat", changes)
    assert (judged.bodies, judged.checker.left_out) == ([None], 1)
