"""TTK-WRITTEN: what is never written is not judged."""

from decimal import Decimal
from typing import Any

from hub.model.values import Identifier

RATE = "required_item_location_quantity[0].price.orderable_unit_factor_rate"
PRICES = "required_item_location_quantity"
NUMBER = "item.sellers_item_identification"


def test_an_item_without_a_price_is_left_out_of_a_price_book(judge: Any, price: Any) -> None:
    """Master data of other customers is no mistake."""
    guiding = (price("8.00", "CAT", None),)
    changes = {"orderable_indicator": False, PRICES: guiding}
    judged = judge("truetrade", changes, kind="pricebook")
    assert (judged.bodies, judged.findings, judged.checker.left_out) == ([None], [], 1)
    assert len(judge("truetrade", changes).bodies) == 1


def test_an_item_over_again_in_another_unit_is_left_out(judge: Any) -> None:
    """TrueTrade knows one unit for an item."""
    changes = {
        "orderable_unit.value": "PF",
        f"{NUMBER}.extended_id": Identifier("PF"),
        RATE: Decimal(480),
    }
    judged = judge("truetrade", changes)
    assert (judged.bodies, judged.checker.left_out) == ([None], 1)
    assert [loss.examples for loss in judged.checker.losses] == [("1",)]
