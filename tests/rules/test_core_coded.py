"""Codes that EN 16931 does not have are left out and told, or refuse the bill (BR-CL rules)."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
SELLER = "accounting_supplier_party.party"
CATEGORY = "tax_total.tax_subtotal.tax_category.tax_exemption_reason_code"
OBJECT = (
    '<cac:AdditionalDocumentReference><cbc:ID schemeID="ZQ7">O-1</cbc:ID><cbc:DocumentTypeCode>130'
    "</cbc:DocumentTypeCode></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
)
ORIGIN = (
    "<cac:OriginCountry><cbc:IdentificationCode>XK</cbc:IdentificationCode></cac:OriginCountry>"
    "<cac:ClassifiedTaxCategory>"
)
REGISTER = (
    '<cac:PartyIdentification><cbc:ID schemeID="0092">ZQ7</cbc:ID></cac:PartyIdentification>'
    "<cac:PartyName>"
)
CHARGE = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>{}</cbc:ChargeIndicator>"
    "<cbc:AllowanceChargeReasonCode>ZQ7</cbc:AllowanceChargeReasonCode>"
    '<cbc:Amount currencyID="DKK">0.00</cbc:Amount>'
)
VAT = (
    "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme>"
    "<cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
)
EXEMPT = [
    ("<cbc:ID>S</cbc:ID>", "<cbc:ID>E</cbc:ID>"),
    ("<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>0</cbc:Percent>"),
    (">18.75</cbc:TaxAmount>", ">0.00</cbc:TaxAmount>"),
    (">93.75<", ">75.00<"),
]
CODE = "<cbc:TaxExemptionReasonCode>ZQ7</cbc:TaxExemptionReasonCode>"
WORDS = "<cbc:TaxExemptionReason>Fritaget</cbc:TaxExemptionReason>"
RATE = "<cbc:Percent>0</cbc:Percent>"
FIRST = r"(?s)(<cac:TaxSubtotal>.*?" + RATE + ")"

LOST = {
    "an address of a withdrawn scheme": (
        [('(EndpointID schemeID=)"0184">[^<]*', r'\1"9958">ZQ7')],
        f"{SELLER}.endpoint_id",
    ),
    "a number of a register that is none": (
        [("<cac:PartyName>", REGISTER)],
        f"{SELLER}.party_identification.id",
    ),
    "a scheme of an object": (
        [("<cac:AccountingSupplierParty>", OBJECT)],
        "additional_document_reference.id.scheme_id",
    ),
    "a country of origin": (
        [("<cac:ClassifiedTaxCategory>", ORIGIN)],
        "item.origin_country.identification_code",
    ),
    "a reason in words as well": ([*EXEMPT, (FIRST, rf"\1{CODE}{WORDS}")], CATEGORY),
}
"""What is changed into what, and the field that is told of."""

REFUSED = {
    "a means of payment": (
        [("PaymentMeansCode>93<", "PaymentMeansCode>99<")],
        ("99", "UNCL 4461"),
    ),
    "a reason for a charge": (
        [("<cac:TaxTotal>", f"{CHARGE.format('true')}{VAT}</cac:AllowanceCharge><cac:TaxTotal>")],
        ("ZQ7", "UNCL 7161"),
    ),
    "a reason for a charge on a line": (
        [("<cac:Item>", f"{CHARGE.format('true')}</cac:AllowanceCharge><cac:Item>")],
        ("ZQ7", "UNCL 7161"),
    ),
    "a reason without words": ([*EXEMPT, (FIRST, rf"\1{CODE}")], ("ZQ7", "VATEX")),
    "a currency": ([("DKK", "XAD")], ("XAD", "ISO 4217")),
    "a country": ([(">DK</cbc:Ident", ">XK</cbc:Ident")], ("XK", "ISO 3166-1")),
    "a type of a seller elsewhere": ([(">380<", ">999<")], ("999", "UNCL 1001")),
}
"""What is changed into what, and the value that is refused with the list."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def said(formats: Formats, folder: Path, changes: list[tuple[str, str]]) -> Examined:
    """Say a Danish invoice, changed, in NLCIUS."""
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        changed = re.sub(pattern, replacement, text)
        assert changed != text, pattern
        text = changed
    target = formats.get(FormatId("nlcius", "invoice", "1.0"))
    (made,) = examine(Payload.of_bytes(text.encode(), "bill.xml"), formats, CONTEXT, target, folder)
    return made


@pytest.mark.parametrize("what", LOST)
def test_what_can_go_without_its_code_does(what: str, formats: Formats, tmp_path: Path) -> None:
    """It leaves valid, and the losses name the field."""
    changes, field = LOST[what]
    made = said(formats, tmp_path, changes)
    assert made.parts, made.report.findings()
    assert made.checked is not None
    assert made.checked.valid
    written = made.parts[0].path.read_text("utf-8")
    assert "ZQ7" not in written
    assert "9958" not in written
    assert "XK" not in written
    assert field in {loss.field for loss in made.report.losses}


@pytest.mark.parametrize("what", REFUSED)
def test_what_says_something_by_a_code_of_no_list_is_refused(
    what: str, formats: Formats, tmp_path: Path
) -> None:
    """The finding has the value and the list that was to be used."""
    changes, wanted = REFUSED[what]
    made = said(formats, tmp_path, changes)
    assert not made.parts
    refusals: set[tuple[Any, ...]] = {
        (one.rule, one.value, one.expected) for one in made.report.findings()
    }
    assert ("EN-40", *wanted) in refusals
    assert all(one.place.path for one in made.report.findings() if one.rule == "EN-40")
