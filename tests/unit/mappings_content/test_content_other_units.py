"""The terms of an item in another unit."""

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.model.values import Identifier
from hub.rules.catalogues import is_other_unit
from tests.unit.mappings_content.reading import item, price, read, write

OTHER = {"ITEM_ALT_UNIT_1": "PF", "ITEM_ALT_FACTOR_1": "6"}


def test_quantities_are_counted_in_the_other_unit() -> None:
    """The minimum is rounded up, the maximum down: no order breaks what holds in sales units."""
    catalogue = read([item(**OTHER, ITEM_MIN_QTY="8", ITEM_MAX_QTY="23")])
    _, body = catalogue.bodies
    least, most = body.minimum_order_quantity, body.maximum_order_quantity
    assert (least.value, least.unit_code) == (2, "PF")
    assert (most.value, most.unit_code) == (3, "PF")


@pytest.mark.parametrize("most", ["5", "11"])
def test_a_unit_above_the_maximum_gets_no_line(most: str) -> None:
    """Nobody could order it; the report names it."""
    catalogue = read([item(**OTHER, ITEM_MIN_QTY="7" if most == "11" else "1", ITEM_MAX_QTY=most)])
    assert len(catalogue.bodies) == 1
    assert catalogue.losses["ITEM_ALT_UNIT_1", "no-home"] == (1, ("A-1: PF = 6",))
    assert ("orderable_unit", "derived") not in catalogue.losses


@pytest.mark.parametrize(
    ("step", "kept", "lost"), [("12", 2, False), ("3", None, False), ("4", None, True)]
)
def test_a_step_stays_where_it_divides_evenly(step: str, kept: int | None, *, lost: bool) -> None:
    """One that every order in the other unit keeps anyway is no loss, another one is."""
    catalogue = read([item(**OTHER, ITEM_QTY_STEP=step)])
    assert catalogue.bodies[1].order_quantity_increment_numeric == kept
    assert (("order_quantity_increment_numeric", "no-home") in catalogue.losses) is lost


def test_what_belongs_to_the_sales_unit_is_counted_as_lost() -> None:
    """Pack size and GTIN are not those of the other unit."""
    gtin = "5790001000028"
    losses = read([item(**OTHER, ITEM_PACK_SIZE="12", ITEM_GTIN=gtin)]).losses
    assert losses["item.pack_size_numeric", "no-home"] == (1, ("A-1/PF: 12",))
    identification = "item.standard_item_identification.id"
    assert losses[identification, "no-home"] == (1, (f"A-1/PF: {gtin}",))


def test_an_item_without_a_price_gets_no_other_line(tmp_path: Path) -> None:
    """A factor needs a price; the item itself goes on, once."""
    catalogue = read([item(**OTHER)], [])
    assert [body.id.value for body in catalogue.bodies] == ["A-1"]
    assert catalogue.losses["ITEM_ALT_UNIT_1", "no-home"] == (1, ("A-1: PF = 6",))
    _, rows, _ = write("catalogue", catalogue, tmp_path)
    assert [row[0] for row in rows[1:]] == ["A-1"]


def test_one_test_says_what_another_unit_is() -> None:
    """Number and factor together, a factor of one included; neither alone."""
    plain, other = read([item(**{**OTHER, "ITEM_ALT_FACTOR_1": "1"})]).bodies
    assert (is_other_unit(plain), is_other_unit(other)) == (False, True)
    (place,) = plain.required_item_location_quantity
    rated = replace(place, price=replace(place.price, orderable_unit_factor_rate=Decimal(6)))
    assert not is_other_unit(replace(plain, required_item_location_quantity=(rated,)))
    number = replace(plain.item.sellers_item_identification, extended_id=Identifier("BX"))
    named = replace(plain, item=replace(plain.item, sellers_item_identification=number))
    assert not is_other_unit(named)


def test_breaks_that_begin_together_hold_from_the_minimum() -> None:
    """A price from 12 sales units holds from two of six."""
    rows = [price(), price(PRICE_QTY="12", PRICE_AMOUNT="9.00")]
    _, body = read([item(**OTHER)], rows).bodies
    begins = [p.minimum_quantity.value for p in body.required_item_location_quantity]
    assert begins == [1, 2]
