"""PRI-PRICED: only priced items and no guiding prices go out."""

from typing import Any

PRICES = "required_item_location_quantity"


def test_a_guiding_price_stays_behind(judge: Any) -> None:
    """It is everybody's price and nobody's agreed one; the loss report counts it."""
    judged = judge("prisme")
    (price,) = judged.bodies[0].required_item_location_quantity
    assert price.price.price_type_code.value == "CON"
    assert judged.findings == []
    (loss,) = judged.checker.losses
    assert (loss.field, loss.examples) == (f"{PRICES}.price.price_amount", ("CAT 8.00 DKK",))


def test_an_item_without_a_price_is_left_out(judge: Any, price: Any) -> None:
    """Master data of other customers is no mistake."""
    guiding = (price("8.00", "CAT", None),)
    changes = {"orderable_indicator": False, PRICES: guiding}
    judged = judge("prisme", changes)
    assert (judged.bodies, judged.findings, judged.checker.left_out) == ([None], [], 1)


def test_a_catalogue_of_the_target_format_keeps_its_prices(judge: Any) -> None:
    """The supplier wrote it for this customer."""
    judged = judge("prisme", source="oioubl:catalogue:2.02")
    assert len(judged.bodies[0].required_item_location_quantity) == 2
