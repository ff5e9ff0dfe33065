"""The tax on a duty inside a price."""

from decimal import Decimal
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from tests.unit.mappings_content.reading import Read, item, read

EXAMPLES = Path(__file__).parents[3] / "examples" / "catalogues"
TAX = "required_item_location_quantity.price.allowance_charge.tax_category"


def test_a_duty_is_taxed_as_its_item() -> None:
    """In the agreed price and in the guiding one; the report says that it was derived."""
    catalogue = read([item(ITEM_TOLL="1.50", ITEM_VAT="25", ITEM_GUIDE_PRICE="12.00")])
    (body,) = catalogue.bodies
    for place in body.required_item_location_quantity:
        (charge,) = place.price.allowance_charge
        (tax,) = charge.tax_category
        assert (tax.id.value, tax.percent) == ("StandardRated", Decimal(25))
        assert (tax.tax_scheme.id.value, tax.tax_scheme.name.value) == ("63", "Moms")
    assert catalogue.losses[TAX, "derived"] == (2, ("StandardRated 25",))


def test_a_guiding_price_alone_has_its_duty_taxed() -> None:
    """Then the percentage is carried there, and is no loss."""
    catalogue = read([item(ITEM_TOLL="1.50", ITEM_VAT="0", ITEM_GUIDE_PRICE="12.00")], [])
    (place,) = catalogue.bodies[0].required_item_location_quantity
    assert place.price.allowance_charge[0].tax_category[0].id.value == "ZeroRated"
    assert ("ITEM_VAT", "no-home") not in catalogue.losses


def test_nothing_is_made_up_without_a_percentage() -> None:
    """The charge stays as it is; a receiver's format says whether it needs more."""
    catalogue = read([item(ITEM_TOLL="1.50")])
    (place,) = catalogue.bodies[0].required_item_location_quantity
    assert place.price.allowance_charge[0].tax_category == ()
    assert (TAX, "derived") not in catalogue.losses


def test_a_percentage_that_is_none_refuses_the_item() -> None:
    """Also where only the duty of a guiding price needs it."""
    catalogue = read([item(ITEM_TOLL="1.50", ITEM_VAT="moms", ITEM_GUIDE_PRICE="12.00")], [])
    assert catalogue.bodies == [None]
    assert [f.place.column for f in catalogue.report.findings() if f.rule == "BIZ-07"]


@pytest.mark.parametrize("name", ["fjordmad.xlsx", "nordlys-kontor.xlsx", "nordlys-renhold.xlsx"])
def test_every_duty_of_the_examples_is_taxed(name: str) -> None:
    """No output of theirs lacks what F-LIB226 asks for."""
    catalogue = Read(Payload.of_file(EXAMPLES / name))
    charges = [
        charge
        for body in catalogue.bodies
        if body is not None
        for place in body.required_item_location_quantity
        for charge in place.price.allowance_charge
    ]
    assert all(len(charge.tax_category) == 1 for charge in charges)
