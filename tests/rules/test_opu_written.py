"""OPU-WRITTEN: what an orderer never sees is left out and not judged."""

from decimal import Decimal
from typing import Any

from hub.model.values import Code, Identifier

PRICES = "required_item_location_quantity"


def test_master_data_without_a_price(judge: Any, price: Any) -> None:
    """A guiding price makes nothing orderable."""
    changes = {"orderable_indicator": False, PRICES: (price("8.00", "CAT", None),)}
    judged = judge("opus", changes)
    assert (judged.bodies, judged.checker.left_out) == ([None], 1)


def test_an_item_over_again_in_another_unit(judge: Any) -> None:
    """Opus knows one order unit for an item."""
    changes = {
        "orderable_unit.value": "PF",
        "item.sellers_item_identification.extended_id": Identifier("PF"),
        f"{PRICES}[0].price.orderable_unit_factor_rate": Decimal(480),
    }
    judged = judge("opus", changes)
    assert (judged.bodies, judged.checker.left_out) == ([None], 1)


def test_an_item_that_is_gone(judge: Any) -> None:
    """Its last day has been."""
    judged = judge("opus", {"life_cycle_status_code": Code("ItemDeleted")})
    assert (judged.bodies, judged.checker.left_out) == ([None], 1)


def test_a_guiding_price_goes_without_a_word(judge: Any) -> None:
    """It is the price of all customers; the loss is counted."""
    judged = judge("opus")
    assert [len(body.required_item_location_quantity) for body in judged.bodies] == [1]
    assert [(x.field, x.examples) for x in judged.checker.losses] == [(PRICES, ("CAT",))]
    assert judged.of("OPU-WRITTEN") == []


def test_a_file_of_the_system_itself_is_taken_as_it_is(judge: Any) -> None:
    """What came from it has only what it has."""
    gone = {"life_cycle_status_code": Code("ItemDeleted")}
    judged = judge("opus", gone, source="opus:catalogue:1")
    assert judged.bodies[0] is not None
