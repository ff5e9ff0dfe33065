"""Allowances and taxes keep their meaning where another format says them otherwise."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.model.order import Order
from hub.model.price import AllowanceCharge
from hub.model.reminder import Reminder
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code
from hub.rules.module import sibling
from hub.rules.translation import Translation

MAPPINGS = Path(__file__).parents[3] / "mappings"
claims = sibling(str(MAPPINGS / "oioubl" / "claims.py"), "claims")
charges = sibling(str(MAPPINGS / "oioubl" / "claims.py"), "billcharges")
ohnl = sibling(str(MAPPINGS / "ubl-ohnl" / "orders.py"), "orders")


def kroner(value: str, currency: str = "DKK") -> Amount:
    """Return an amount."""
    return Amount(Decimal(value), currency)


@pytest.mark.parametrize("factor", ["0.1", "10"])
def test_a_factor_of_plain_ubl_stays_a_factor(factor: str) -> None:
    """A tenth of 1000 is 100, whether it was said as UBL means it or as a percentage."""
    given = AllowanceCharge(
        multiplier_factor_numeric=Decimal(factor), amount=kroner("100"), base_amount=kroner("1000")
    )
    head = claims.percented(Reminder(allowance_charge=(given,)))
    (made,) = charges.on_head(head, Translation())
    assert made.multiplier_factor_numeric == Decimal("0.1")


def test_a_percentage_of_an_order_becomes_a_factor() -> None:
    """UBL-OHNL is UBL 2.0, whose allowances have factors."""
    given = AllowanceCharge(multiplier_factor_numeric=Decimal(10), amount=kroner("100"))
    (made,) = ohnl.head(Order(allowance_charge=(given,)), Translation()).allowance_charge
    assert made.multiplier_factor_numeric == Decimal("0.1")


def test_tax_in_another_currency_is_no_part_of_the_tax() -> None:
    """It is told as lost, and never added to that of the document."""
    part = (TaxSubtotal(),)
    own = TaxTotal(tax_amount=kroner("250"), tax_subtotal=part)
    other = TaxTotal(tax_amount=kroner("33.5", "EUR"), tax_subtotal=part)
    said = Translation()
    head = SimpleNamespace(tax_total=(own, other), document_currency_code=Code("DKK"))
    assert [one.tax_amount.value for one in claims.taxes_of(head, said)] == [Decimal(250)]
    assert said.hits(None, None)
