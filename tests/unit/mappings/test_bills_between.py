"""What real bills and orders say besides what a format has, on their way to another."""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossKind
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
DANISH = "peppol oioubl 2.1"
EARLIER = """<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>N-17</cbc:ID>
<cbc:IssueDate>2026-01-02</cbc:IssueDate><cbc:DocumentTypeCode>380</cbc:DocumentTypeCode>
</cac:InvoiceDocumentReference></cac:BillingReference>"""
TAKER = """<cac:Delivery><cac:DeliveryParty>{}</cac:DeliveryParty></cac:Delivery>"""
NAMED = """<cac:PartyName><cbc:Name>Lager Nord (made up)</cbc:Name></cac:PartyName>
<cac:PartyLegalEntity><cbc:RegistrationName>Nordlager ApS</cbc:RegistrationName>
</cac:PartyLegalEntity>"""
UNNAMED = """<cac:PostalAddress><cbc:StreetName>Kajen</cbc:StreetName><cac:Country>
<cbc:IdentificationCode>DK</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"""
NUMBERED = """<cac:DeliveryParty><cac:PartyIdentification>
<cbc:ID schemeID="0088">57900000000050</cbc:ID></cac:PartyIdentification></cac:DeliveryParty>"""

SPLIT = """<cac:PaymentTerms><cbc:PaymentMeansID>GRID</cbc:PaymentMeansID>
<cbc:Amount currencyID="EUR">10.00</cbc:Amount></cac:PaymentTerms>"""

SOLD = """<ram:SellerOrderReferencedDocument><ram:IssuerAssignedID>S-4</ram:IssuerAssignedID>
</ram:SellerOrderReferencedDocument>"""

PAPER = """<cac:ItemSpecificationDocumentReference><cbc:ID>T-9</cbc:ID>
</cac:ItemSpecificationDocumentReference>"""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def written(
    formats: Formats, folder: Path, kind: str, change: tuple[str, str], way: str = DANISH
) -> tuple[str, set[str]]:
    """Return the example of a kind, changed, in another format, and what was lost on the way."""
    source, target, version = way.split()
    text = (resource("mappings") / source / "examples" / kind / "input.xml").read_text("utf-8")
    before, after = change
    assert before in text
    payload = Payload.of_bytes(text.replace(before, after + before, 1).encode(), "a.xml")
    form = formats.get(FormatId(target, kind, version))
    (examined,) = examine(payload, formats, NOW, form, folder)
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    (part,) = examined.parts
    return part.path.read_text("utf-8"), {loss.field for loss in examined.report.losses}


def test_an_earlier_invoice_needs_no_type(formats: Formats, tmp_path: Path) -> None:
    """F-LIB172: an element called after invoices refers to one; that it says so is told as lost."""
    said, lost = written(
        formats, tmp_path, "credit-note", ("<cac:AccountingSupplierParty>", EARLIER)
    )
    assert "N-17" in said
    assert "billing_reference.invoice_document_reference.document_type_code" in lost


def test_who_takes_delivery_is_a_company_by_its_number_only(
    formats: Formats, tmp_path: Path
) -> None:
    """F-LIB187: a registered name without a number is told as lost, the name stays."""
    said, lost = written(formats, tmp_path, "invoice", ("<cac:PaymentMeans>", TAKER.format(NAMED)))
    assert "Lager Nord (made up)" in said
    assert "Nordlager" not in said
    assert "delivery.delivery_party.party_legal_entity.registration_name" in lost


def test_who_has_neither_name_nor_number_is_nobody(formats: Formats, tmp_path: Path) -> None:
    """F-LIB022: an address alone is no party; it is told as lost."""
    said, lost = written(
        formats, tmp_path, "invoice", ("<cac:PaymentMeans>", TAKER.format(UNNAMED))
    )
    assert "Kajen" not in said
    assert "delivery.delivery_party.postal_address.street_name" in lost


def test_what_is_called_a_location_number_and_is_none(formats: Formats, tmp_path: Path) -> None:
    """F-LIB185: a number with other than 13 digits is one of the sender's own."""
    said, lost = written(formats, tmp_path, "order", ("</cac:Delivery>", NUMBERED))
    assert 'schemeID="ZZZ">57900000000050<' in said
    assert "delivery.delivery_party.party_identification.id.scheme_id" in lost


def test_terms_without_words_leave_nothing_empty(formats: Formats, tmp_path: Path) -> None:
    """R008: terms of which nothing is read are told as lost, and no empty element is written."""
    said, lost = written(formats, tmp_path, "invoice", ("<cac:TaxTotal>", SPLIT), "nlcius peppol 3")
    assert "><" + "/cac:PaymentTerms>" not in said
    assert "<cac:PaymentTerms/>" not in said
    assert "/Invoice/cac:PaymentTerms/cbc:Amount" in lost


@pytest.mark.parametrize("way", ["cii ubl 2.1", "cii nlcius 1.0"])
def test_an_order_of_the_seller_alone_has_no_number_of_the_buyer(
    formats: Formats, tmp_path: Path, way: str
) -> None:
    """BIS Billing 3 says what stands for it in UBL (BT-13), and it is told as derived."""
    change = ("</ram:ApplicableHeaderTradeAgreement>", SOLD)
    said, lost = written(formats, tmp_path, "invoice", change, way)
    assert "<cbc:ID>NA</cbc:ID><cbc:SalesOrderID>S-4</cbc:SalesOrderID>" in said
    assert "order_reference.id" in lost


def test_the_specification_of_an_item_is_of_some_type(formats: Formats, tmp_path: Path) -> None:
    """F-LIB092: Peppol's orders say only which document it is."""
    said, lost = written(formats, tmp_path, "order", ("</cac:Item>", PAPER))
    assert "T-9" in said
    assert any(one.endswith("item_specification_document_reference.document_type") for one in lost)


UNTAXED = [
    ("<ram:TaxTotalAmount[^<]*</ram:TaxTotalAmount>", ""),
    (">S</ram:CategoryCode>", ">Z</ram:CategoryCode>"),
    (">21</ram:RateApplicablePercent>", ">0</ram:RateApplicablePercent>"),
    (">90.75<", ">75.00<"),
    (">15.75<", ">0.00<"),
]


@pytest.mark.parametrize("way", ["peppol 3", "nlcius 1.0", "oioubl 2.1", "si-ubl 1.2"])
def test_a_tax_that_nobody_added_up_is_the_sum_of_its_parts(
    formats: Formats, tmp_path: Path, way: str
) -> None:
    """BR-CO-14: CII may leave BT-110 out, where there is no tax; it is told as derived."""
    text = (resource("mappings") / "cii/examples/invoice/input.xml").read_text("utf-8")
    for pattern, replacement in UNTAXED:
        new = re.sub(pattern, replacement, text)
        assert new != text, pattern
        text = new
    target, version = way.split()
    form = formats.get(FormatId(target, "invoice", version))
    (examined,) = examine(Payload.of_bytes(text.encode(), "a.xml"), formats, NOW, form, tmp_path)
    assert examined.parts, examined.report.findings()
    derived = {one.field for one in examined.report.losses if one.kind == LossKind.DERIVED}
    assert "tax_total.tax_amount" in derived


CREDITED = """<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>N-17</cbc:ID>
</cac:InvoiceDocumentReference><cac:CreditNoteDocumentReference><cbc:ID>K-18</cbc:ID>
<cbc:DocumentTypeCode>381</cbc:DocumentTypeCode></cac:CreditNoteDocumentReference>
<cac:DebitNoteDocumentReference><cbc:ID>D-19</cbc:ID></cac:DebitNoteDocumentReference>
</cac:BillingReference>"""


def test_any_earlier_bill_needs_no_type(formats: Formats, tmp_path: Path) -> None:
    """F-LIB172, F-CRN023: credit notes lose the type, what OIOUBL does not refer to is lost."""
    text = (resource("mappings") / "peppol/examples/credit-note/input.xml").read_text("utf-8")
    text = re.sub("(<cbc:CustomizationID>urn:cen.eu:en16931:2017)[^<]*", r"\1", text)
    before = "<cac:AccountingSupplierParty>"
    payload = Payload.of_bytes(text.replace(before, CREDITED + before, 1).encode(), "a.xml")
    form = formats.get(FormatId("oioubl", "credit-note", "2.1"))
    (examined,) = examine(payload, formats, NOW, form, tmp_path)
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    said = examined.parts[0].path.read_text("utf-8")
    lost = {loss.field for loss in examined.report.losses}
    assert "K-18" in said
    assert "D-19" not in said
    assert "billing_reference.credit_note_document_reference.document_type_code" in lost
    assert "billing_reference.debit_note_document_reference.id" in lost


@pytest.mark.parametrize("target", ["peppol:3", "nlcius:1.0"])
def test_a_bank_abroad_may_be_named_by_its_bic_alone(
    formats: Formats, tmp_path: Path, target: str
) -> None:
    """BT-86 holds it for transfers to an account (42) too, where no branch has a number (R008)."""
    text = (resource("mappings") / "si-ubl" / "examples" / "invoice" / "input.xml").read_text(
        "utf-8"
    )
    changed = text.replace(">31</cbc:PaymentMeansCode>", ">42</cbc:PaymentMeansCode>")
    assert changed != text
    authority, version = target.split(":")
    form = formats.get(FormatId(authority, "invoice", version))
    payload = Payload.of_bytes(changed.encode(), "a.xml")
    (examined,) = examine(payload, formats, NOW, form, tmp_path)
    assert examined.checked is not None, examined.report.findings()
    made = examined.parts[0].path.read_text("utf-8")
    assert re.search(r"<cac:FinancialInstitutionBranch>\s*<cbc:ID>VRBDNL00</cbc:ID>", made)
