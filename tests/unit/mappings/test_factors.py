"""Allowances and taxes keep their meaning where another format says them otherwise."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.order import Order
from hub.model.price import AllowanceCharge
from hub.model.reminder import Reminder
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code
from hub.pipeline.examination import examine
from hub.rules.module import sibling
from hub.rules.translation import Translation
from hub.xml.schemas import SchemaStore

MAPPINGS = Path(__file__).parents[3] / "mappings"
claims = sibling(str(MAPPINGS / "oioubl" / "claims.py"), "claims")
charges = sibling(str(MAPPINGS / "oioubl" / "claims.py"), "billcharges")
ohnl = sibling(str(MAPPINGS / "ubl-ohnl" / "orders.py"), "orders")
DISCOUNT = """<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
<cbc:AllowanceChargeReason>Korting</cbc:AllowanceChargeReason>
<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>
<cbc:Amount currencyID="EUR">5.00</cbc:Amount>
<cbc:BaseAmount currencyID="EUR">50.00</cbc:BaseAmount></cac:AllowanceCharge>"""
NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def said(formats: Formats, content: bytes, target: FormatId, folder: Path) -> bytes:
    """Return a bill in another format."""
    payload = Payload.of_bytes(content, "bill.xml")
    (made,) = examine(payload, formats, NOW, formats.get(target), folder)
    assert made.parts, made.report.findings()
    with made.parts[0].payload().open() as stream:
        return stream.read()


def test_a_percentage_of_a_bill_becomes_a_factor_and_comes_back(
    formats: Formats, tmp_path: Path
) -> None:
    """As in orders: UBL-OHNL is UBL 2.0, whose allowances have factors, on lines as well."""
    text = (MAPPINGS / "nlcius" / "examples" / "invoice" / "input.xml").read_text("utf-8")
    text = text.replace("<cac:Item>", f"{DISCOUNT}<cac:Item>").replace(">15.00<", ">16.00<")
    there = said(formats, text.encode(), FormatId("ubl-ohnl", "invoice", "1.9"), tmp_path / "to")
    assert b"<cbc:MultiplierFactorNumeric>0.1</cbc:MultiplierFactorNumeric>" in there
    back = said(formats, there, FormatId("nlcius", "invoice", "1.0"), tmp_path / "from")
    assert b"<cbc:MultiplierFactorNumeric>10.0</cbc:MultiplierFactorNumeric>" in back


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
