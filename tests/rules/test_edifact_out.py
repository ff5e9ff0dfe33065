"""EN-25, EN-18, EDI-03: what a bill says that INVOIC would say otherwise is refused."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
EDIFACT = FormatId("edifact", "invoice", "d96a")
BILL = (
    "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{}</cbc:ID>"
    "</cac:InvoiceDocumentReference></cac:BillingReference>"
)
PRICE_END = "</cac:Price>"
LINE_AMOUNT = (
    '<cbc:LineExtensionAmount currencyID="DKK">75.00</cbc:LineExtensionAmount>\n    <cac:I'
)
TOTALS = "<cac:TaxTotal>"
SUMS = "<cac:LegalMonetaryTotal>"
VAT = (
    "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>"
    "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def invoice(old: str = "", new: str = "") -> bytes:
    """Return a bill of Peppol with one text replaced."""
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    return text.replace(old, new, 1).encode()


def charge(amount: str, base: str = "", reason: str = "", tax: str = "") -> str:
    """Return an allowance of nothing whose amounts are as given."""
    words = f"<cbc:AllowanceChargeReason>{reason}</cbc:AllowanceChargeReason>" if reason else ""
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"{words}{amount}{base}{tax}</cac:AllowanceCharge>"
    )


def money(name: str, currency: str, value: str = "0.00") -> str:
    """Return an amount."""
    return f'<cbc:{name} currencyID="{currency}">{value}</cbc:{name}>'


def refused_by(formats: Formats, content: bytes, folder: Path) -> set[str]:
    """Return the rules that keep a bill from being written as INVOIC."""
    payload = Payload.of_bytes(content, "invoice")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(EDIFACT), folder)
    found = examined.report.findings(Layer.MAPPING)
    assert bool(examined.parts) == (not found)
    return {one.rule for one in found}


OWN_SUBTOTAL = money("TaxableAmount", "DKK", "75.00")
HEAD_CHARGE = charge(money("Amount", "EUR"), reason="Rabat", tax=VAT)
LINE_CHARGE = charge(money("Amount", "EUR"), reason="Rabat")
PRICE_CHARGE = charge(money("Amount", "EUR"), money("BaseAmount", "DKK", "15.00"))
GROSS = charge(money("Amount", "DKK"), money("BaseAmount", "EUR", "15.00"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TOTALS, f"{HEAD_CHARGE}{TOTALS}"),
        (OWN_SUBTOTAL, OWN_SUBTOTAL.replace("DKK", "EUR")),
        (LINE_AMOUNT, LINE_AMOUNT.replace("<cac:I", f"{LINE_CHARGE}<cac:I")),
        (PRICE_END, f"{PRICE_CHARGE}{PRICE_END}"),
        (PRICE_END, f"{GROSS}{PRICE_END}"),
    ],
    ids=["charge", "taxable", "line charge", "discount", "gross price"],
)
def test_other_currencies_are_refused(formats: Formats, tmp_path: Path, old: str, new: str) -> None:
    """What is in euro does not become kroner, because INVOIC names the currency once."""
    assert not refused_by(formats, invoice(old, old), tmp_path / "fine")
    assert refused_by(formats, invoice(old, new), tmp_path) == {"EN-25"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("<cac:AccountingS", "<cac:OrderReference><cbc:ID>{}</cbc:ID></cac:OrderReference>"),
        ("<cac:AccountingS", BILL),
        ("<cac:Item>", "<cbc:AccountingCost>{}</cbc:AccountingCost>"),
        (
            "<cac:Item>",
            "<cac:OrderLineReference><cbc:LineID>{}</cbc:LineID></cac:OrderLineReference>",
        ),
    ],
    ids=["order", "bill", "cost", "order line"],
)
def test_numbers_longer_than_their_place_are_refused(
    formats: Formats, tmp_path: Path, place: str, words: str
) -> None:
    """A reference is whole or not there: its beginning may be another's."""
    long, short = words.format("9" * 53), words.format("9" * 6)
    assert refused_by(formats, invoice(place, f"{long}{place}"), tmp_path) == {"EDI-03"}
    assert not refused_by(formats, invoice(place, f"{short}{place}"), tmp_path / "fine")


@pytest.mark.parametrize("reason", ["", "Rabat"])
def test_charges_of_a_line_have_a_reason(formats: Formats, tmp_path: Path, reason: str) -> None:
    """A line's allowance without a reason would be read as the discount of its price."""
    own = charge(money("Amount", "DKK"), reason=reason)
    content = invoice(LINE_AMOUNT, LINE_AMOUNT.replace("<cac:I", f"{own}<cac:I"))
    # The standard itself asks for one (BR-42); documents that break its rules come here too.
    assert ("EN-18" in refused_by(formats, content, tmp_path)) == (not reason)


def test_vat_in_the_currency_of_the_tax_is_said(formats: Formats, tmp_path: Path) -> None:
    """The total of VAT stands in both currencies, each with its name (BT-111)."""
    other = f"<cac:TaxTotal>{money('TaxAmount', 'EUR', '2.51')}</cac:TaxTotal>"
    content = invoice(SUMS, f"{other}{SUMS}").replace(
        b"<cbc:BuyerReference>",
        b"<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode><cbc:BuyerReference>",
    )
    assert not refused_by(formats, content, tmp_path)


@pytest.mark.parametrize("number", ["12345678901234567", "00000001123456782000"])
def test_an_address_longer_than_its_place_stands_in_the_envelope(
    formats: Formats, tmp_path: Path, number: str
) -> None:
    """NAD has room for 17 characters, and the beginning of a number is another's."""
    address = '<cbc:EndpointID schemeID="0190">{}</cbc:EndpointID>'
    own = '<cbc:EndpointID schemeID="0088">5790000000005</cbc:EndpointID>'
    payload = Payload.of_bytes(invoice(own, address.format(number)), "invoice")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(EDIFACT), tmp_path)
    text = examined.parts[0].path.read_text("latin-1")
    fits = len(number) <= 17
    assert f"+{number}:ZZZ+" in text
    assert (f"NAD+BY+{number}:" in text) == fits
    lost = [one.examples for one in examined.report.losses if one.field.endswith("endpoint_id")]
    assert lost == ([] if fits else [(number,)])
