"""F-LIB226: a charge says how it is taxed."""

from decimal import Decimal
from typing import Any

from hub.model.price import AllowanceCharge
from hub.model.tax import TaxCategory
from hub.model.values import Amount, Identifier

CHARGES = "required_item_location_quantity[0].price.allowance_charge"


def charge(*tax: TaxCategory) -> AllowanceCharge:
    """Return a duty with these tax categories."""
    amount = Amount(Decimal("1.50"), "DKK")
    return AllowanceCharge(charge_indicator=True, amount=amount, tax_category=tax)


def test_a_taxed_duty_passes(judge: Any) -> None:
    """One category is right."""
    tax = TaxCategory(id=Identifier("StandardRated"), percent=Decimal(25))
    assert judge("oioubl", {CHARGES: (charge(tax),)}).of("F-LIB226") == []


def test_a_duty_without_a_category(judge: Any, one: Any) -> None:
    """Whatever the format it came in: only the sender knows how it is taxed."""
    one(
        judge("oioubl", {CHARGES: (charge(),)}),
        "F-LIB226",
        severity="fatal",
        field=f"{CHARGES}[0].tax_category",
        value="0",
        expected="1",
        says="VAT percentage",
    )
