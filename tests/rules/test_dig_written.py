"""DIG-WRITTEN: what cannot be ordered is left out and not judged."""

from typing import Any

from hub.model.values import Code

PRICES = "required_item_location_quantity"


def test_master_data_and_items_that_are_gone(judge: Any, price: Any) -> None:
    """They are counted, and nobody is blamed."""
    unpriced = {"orderable_indicator": False, PRICES: (price("8.00", "CAT", None),)}
    gone = {"life_cycle_status_code": Code("ItemDeleted")}
    judged = judge("digiinkoop", unpriced, gone)
    assert (judged.bodies, judged.checker.left_out) == ([None, None], 2)
    assert judged.of("DIG-FIELDS") == []


def test_a_guiding_price_goes_without_a_word(judge: Any) -> None:
    """The line keeps the agreement's."""
    (body,) = judge("digiinkoop").bodies
    assert len(body.required_item_location_quantity) == 1
