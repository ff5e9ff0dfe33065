"""A bill in core words that says more than they allow goes on without it, and is told so."""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGET = FormatId("nlcius", "invoice", "1.0")
SELLER, BUYER = "accounting_supplier_party.party", "accounting_customer_party.party"
VAT = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
CLASS = (
    '<cac:CommodityClassification><cbc:ItemClassificationCode listID="CPV">ZQ7'
    "</cbc:ItemClassificationCode></cac:CommodityClassification><cac:ClassifiedTaxCategory>"
)
MORE = {
    "a second VAT number": (
        "</cac:PartyTaxScheme>",
        (
            f"</cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>DKZQ7</cbc:CompanyID>{VAT}"
            "</cac:PartyTaxScheme>"
        ),
        f"{SELLER}.party_tax_scheme.company_id",
    ),
    "a VAT number of no country": (
        "<cac:PartyTaxScheme>",
        (
            f"<cac:PartyTaxScheme><cbc:CompanyID>ZZZQ7</cbc:CompanyID>{VAT}</cac:PartyTaxScheme>"
            "<cac:PartyTaxScheme>"
        ),
        f"{SELLER}.party_tax_scheme.company_id",
    ),
    "a number of no register": (
        "<cac:PartyName>",
        (
            '<cac:PartyIdentification><cbc:ID schemeID="ZZZ">ZQ7</cbc:ID></cac:PartyIdentification>'
            "<cac:PartyName>"
        ),
        f"{SELLER}.party_identification.id",
    ),
    "a class of no list": (
        "<cac:ClassifiedTaxCategory>",
        CLASS,
        "item.commodity_classification.item_classification_code",
    ),
    "a document of a type": (
        "<cac:AccountingSupplierParty>",
        (
            "<cac:AdditionalDocumentReference><cbc:ID>A1</cbc:ID><cbc:DocumentTypeCode>ZQ7"
            "</cbc:DocumentTypeCode></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
        ),
        "additional_document_reference.document_type_code",
    ),
    "a second period": (
        "<cac:AccountingSupplierParty>",
        (
            "<cac:InvoicePeriod><cbc:StartDate>2026-01-01</cbc:StartDate></cac:InvoicePeriod>"
            "<cac:InvoicePeriod><cbc:StartDate>2026-01-02</cbc:StartDate></cac:InvoicePeriod>"
            "<cac:AccountingSupplierParty>"
        ),
        "invoice_period.start_date",
    ),
    "a day of the tax that is none": (
        "<cac:AccountingSupplierParty>",
        (
            "<cac:InvoicePeriod><cbc:DescriptionCode>ZQ7</cbc:DescriptionCode></cac:InvoicePeriod>"
            "<cac:AccountingSupplierParty>"
        ),
        "invoice_period.description_code",
    ),
    "a file of a type": (
        "<cac:AccountingSupplierParty>",
        (
            "<cac:AdditionalDocumentReference><cbc:ID>A1</cbc:ID><cac:Attachment>"
            '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/xml" filename="ZQ7.xml">AAAA'
            "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
            "</cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
        ),
        "additional_document_reference.attachment.embedded_document_binary_object",
    ),
    "a scheme of a VAT number": (
        "<cbc:CompanyID>DK10000009",
        '<cbc:CompanyID schemeID="ZQ7">DK10000009',
        f"{SELLER}.party_tax_scheme.company_id.scheme_id",
    ),
    "a reason where tax is due": (
        "(<cac:TaxCategory>\\s*<cbc:ID>S</cbc:ID>\\s*<cbc:Percent>25[.0]*</cbc:Percent>)",
        r"\1<cbc:TaxExemptionReason>ZQ7</cbc:TaxExemptionReason>",
        "tax_total.tax_subtotal.tax_category.tax_exemption_reason",
    ),
    "a second name of the means of payment": (
        "(?s)<cac:PaymentMeans>.*</cac:PaymentMeans>",
        "".join(
            f'<cac:PaymentMeans><cbc:PaymentMeansCode name="{name}">30</cbc:PaymentMeansCode>'
            "<cac:PayeeFinancialAccount><cbc:ID>DK5000400440116243</cbc:ID>"
            "</cac:PayeeFinancialAccount></cac:PaymentMeans>"
            for name in ("Transfer", "ZQ7")
        ),
        "payment_means.payment_means_code.name",
    ),
}


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize("what", MORE)
def test_what_is_too_much_is_told(what: str, formats: Formats, tmp_path: Path) -> None:
    """The bill leaves without it, and the losses name the field."""
    pattern, replacement, field = MORE[what]
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1)
    assert changed != text
    payload = Payload.of_bytes(changed.encode(), "bill.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), tmp_path)
    (part,) = examined.parts
    written = Path(part.path).read_text(encoding="utf-8")
    assert "ZQ7" not in written
    assert field in {loss.field for loss in examined.report.losses}


def test_a_project_is_a_document_of_credit_notes_only(formats: Formats, tmp_path: Path) -> None:
    """UBL-SR-43: the type 50 has no place in an invoice, whose project has an element."""
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    mark = "<cac:AccountingSupplierParty>"
    document = (
        "<cac:AdditionalDocumentReference><cbc:ID>P-1</cbc:ID><cbc:DocumentTypeCode>50"
        "</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"
    )
    payload = Payload.of_bytes(text.replace(mark, document + mark, 1).encode(), "bill.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), tmp_path)
    (part,) = examined.parts
    written = Path(part.path).read_text(encoding="utf-8")
    assert "P-1" in written
    assert "DocumentTypeCode" not in written
    lost = {loss.field for loss in examined.report.losses}
    assert "additional_document_reference.document_type_code" in lost


def test_notes_of_a_line_become_one(formats: Formats, tmp_path: Path) -> None:
    """UBL-SR-34: a line has one note; nothing of the two is lost."""
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(
        "(<cac:InvoiceLine>\\s*<cbc:ID>[^<]*</cbc:ID>)",
        r"\1<cbc:Note>Et</cbc:Note><cbc:Note>To</cbc:Note>",
        text,
        count=1,
    )
    payload = Payload.of_bytes(changed.encode(), "bill.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), tmp_path)
    (part,) = examined.parts
    written = Path(part.path).read_text(encoding="utf-8")
    assert written.count("<cbc:Note>") == 1
    assert "Et\nTo" in written


def test_a_sum_of_allowances_that_is_nothing_is_written(formats: Formats, tmp_path: Path) -> None:
    """BR-CO-11 wants it where there is an allowance, also one of 0."""
    allowance = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReason>Korting</cbc:AllowanceChargeReason>"
        '<cbc:Amount currencyID="DKK">0.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        f"<cbc:Percent>25</cbc:Percent>{VAT}</cac:TaxCategory></cac:AllowanceCharge>"
    )
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8").replace("<cac:TaxTotal>", f"{allowance}<cac:TaxTotal>")
    payload = Payload.of_bytes(text.encode(), "bill.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), tmp_path)
    (part,) = examined.parts
    assert "AllowanceTotalAmount" in Path(part.path).read_text(encoding="utf-8")
    told = {loss.field: loss.kind.value for loss in examined.report.losses}
    assert told["legal_monetary_total.allowance_total_amount"] == "derived"
