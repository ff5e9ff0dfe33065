"""Bills that were found by changing real ones: each broke a rule of its target once."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
BEFORE = "<cac:AccountingSupplierParty>"
BACKWARDS = """<cac:InvoicePeriod><cbc:StartDate>2026-03-01</cbc:StartDate>
<cbc:EndDate>2026-02-01</cbc:EndDate></cac:InvoicePeriod>"""
DESPATCH = """<cac:DespatchDocumentReference><cbc:ID>D-1</cbc:ID>
<cbc:DocumentTypeCode>271</cbc:DocumentTypeCode></cac:DespatchDocumentReference>"""
NOTHING = """<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
<cbc:AllowanceChargeReason>Korting</cbc:AllowanceChargeReason>
<cbc:Amount currencyID="EUR">0.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
</cac:AllowanceCharge><cac:TaxTotal>"""
PAPER = """<cac:AdditionalDocumentReference><cbc:ID>P-1</cbc:ID><cac:Attachment>
<cbc:EmbeddedDocumentBinaryObject mimeCode="application/xml" filename="a.xml">AAAA
</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"""
UNTAXED = re.sub("(?s)<cac:TaxCategory>.*</cac:TaxCategory>", "", NOTHING)
HALF = "(?s)(<cac:TaxSubtotal>.*?</cac:TaxSubtotal>)"
COUNTRY = "(<cbc:IdentificationCode>)(NL|DK)"
BUYER = "(?s)(<cac:AccountingCustomerParty>.*?)"
TST = """<cac:CommodityClassification><cbc:ItemClassificationCode listID="TST">44121700
</cbc:ItemClassificationCode></cac:CommodityClassification><cac:ClassifiedTaxCategory>"""

LINE = r"(?s)(<cac:ClassifiedTaxCategory>\s*<cbc:ID>)S(</cbc:ID>\s*<cbc:Percent>)21"

REFUSED = [
    ("nlcius", "peppol 3", HALF, r"\1\1", "EN-35", "S 21 %"),
    ("nlcius", "si-ubl 1.2", HALF, r"\1\1", "EN-35", "S 21 %"),
    ("nlcius", "si-ubl 1.2", BEFORE, BACKWARDS + BEFORE, "EN-40", "2026-02-01"),
    ("nlcius", "si-ubl 1.2", "<cac:TaxTotal>", UNTAXED, "EN-30", None),
    ("nlcius", "si-ubl 1.2", COUNTRY, r"\1XI", "EN-40", "XI"),
    ("peppol", "oioubl 2.1", COUNTRY, r"\1XI", "EN-40", "XI"),
    ("peppol", "oioubl 2.1", COUNTRY, r"\1MF", "EN-40", "MF"),
    ("peppol", "oioubl 2.1", "DKK", "SLE", "EN-40", "SLE"),
    ("nlcius", "si-ubl 1.2", BUYER + COUNTRY, r"\1\2CW", "EN-40", "CW"),
    ("nlcius", "si-ubl 1.2", "PaymentMeansCode>[0-9]+", "PaymentMeansCode>98", "SIU-07", "98"),
    ("peppol", "oioubl 2.1", ">80000001<", ">8000001<", "EN-39", "8000001"),
    ("peppol", "oioubl 2.1", '(EndpointID schemeID="0184">)DK10000009', r"\1DK1", "OIO-04", "DK1"),
    ("nlcius", "oioubl 2.1", LINE, r"\1Z\g<2>0", "EN-35", "StandardRated"),
    ("nlcius", "oioubl 2.1", LINE, r"\1Z\g<2>0", "EN-35", "ZeroRated"),
]
"""Source, target, what is changed into what, and the rule with the value that it refuses."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def sent(formats: Formats, folder: Path, *change: str) -> Examined:
    """Convert the invoice of a folder to a target, a pattern in it replaced."""
    source, target, pattern, replacement = change
    text = (resource("mappings") / source / "examples/invoice/input.xml").read_text("utf-8")
    changed = re.sub(pattern, replacement, text)
    assert changed != text
    authority, version = target.split()
    form = formats.get(FormatId(authority, "invoice", version))
    payload = Payload.of_bytes(changed.encode(), "bill.xml")
    (examined,) = examine(payload, formats, NOW, form, folder)
    return examined


def gone(examined: Examined) -> str:
    """Return what was written, which is valid."""
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    return examined.parts[0].path.read_text("utf-8")


@pytest.mark.parametrize(
    "case", REFUSED, ids=[f"{case[1].split()[0]}-{case[4]}-{case[5]}" for case in REFUSED]
)
def test_what_the_target_cannot_say_is_told(
    case: tuple[Any, ...], formats: Formats, tmp_path: Path
) -> None:
    """It is refused with rule and value, and nothing is written that the target refuses."""
    *change, rule, value = case
    examined = sent(formats, tmp_path, *change)
    assert not examined.parts
    assert (rule, value) in {(one.rule, one.value) for one in examined.report.findings()}


def test_a_company_number_of_another_form_is_its_sender_s(formats: Formats, tmp_path: Path) -> None:
    """F-LIB190: only ten characters are a number of the Danish register."""
    short = '(<cbc:CompanyID schemeID="0184">)DK10000009'
    examined = sent(formats, tmp_path, "peppol", "oioubl 2.1", short, r"\1DK1")
    assert 'schemeID="ZZZ">DK1<' in gone(examined)
    field = "accounting_supplier_party.party.party_legal_entity.company_id.scheme_id"
    assert field in {loss.field for loss in examined.report.losses}


def test_a_tax_currency_that_is_the_document_s_is_none(formats: Formats, tmp_path: Path) -> None:
    """F-INV018: OIOUBL names it only beside a tax that is stated in it."""
    named = r"\1<cbc:TaxCurrencyCode>DKK</cbc:TaxCurrencyCode>"
    mark = "(</cbc:DocumentCurrencyCode>)"
    examined = sent(formats, tmp_path, "peppol", "oioubl 2.1", mark, named)
    assert "TaxCurrencyCode" not in gone(examined)
    assert "tax_currency_code" in {loss.field for loss in examined.report.losses}


def test_a_file_of_another_type_stays_behind(formats: Formats, tmp_path: Path) -> None:
    """F-LIB098, R008: the reference goes on without it, and nothing empty is left."""
    examined = sent(formats, tmp_path, "nlcius", "oioubl 2.1", BEFORE, PAPER + BEFORE)
    said = gone(examined)
    assert "P-1" in said
    assert "cac:Attachment" not in said
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    assert field in {loss.field for loss in examined.report.losses}


@pytest.mark.parametrize("source", ["ubl", "nlcius"])
@pytest.mark.parametrize(
    "mime", ["image/tiff", "image/gif", "text/xml", "application/vnd.ms-excel"]
)
def test_a_file_that_only_oioubl_takes_goes_there(
    source: str, mime: str, formats: Formats, tmp_path: Path
) -> None:
    """F-LIB098: its list is longer than that of EN 16931, where the file stays behind."""
    paper = PAPER.replace("application/xml", mime)
    examined = sent(formats, tmp_path, source, "oioubl 2.1", BEFORE, paper + BEFORE)
    assert f'mimeCode="{mime}"' in gone(examined)
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    assert field not in {loss.field for loss in examined.report.losses}
    examined = sent(formats, tmp_path / "2", source, "peppol 3", BEFORE, paper + BEFORE)
    assert field in {loss.field for loss in examined.report.losses}


def test_every_type_of_a_document_names_its_list(formats: Formats, tmp_path: Path) -> None:
    """EUGEN-T10-R033: not only that of enclosed documents."""
    examined = sent(formats, tmp_path, "nlcius", "si-ubl 1.2", BEFORE, DESPATCH + BEFORE)
    said = gone(examined)
    assert 'listID="UNCL1001">271<' in said


def test_allowances_of_nothing_have_a_sum(formats: Formats, tmp_path: Path) -> None:
    """SI-V12-INV-R018: where one stands there is a total, and it is told as derived."""
    examined = sent(formats, tmp_path, "nlcius", "si-ubl 1.2", "<cac:TaxTotal>", NOTHING)
    assert "<cbc:AllowanceTotalAmount" in gone(examined)
    derived = "legal_monetary_total.allowance_total_amount"
    assert derived in {loss.field for loss in examined.report.losses}


def test_a_class_of_no_version_does_not_go_for_a_danish_seller(
    formats: Formats, tmp_path: Path
) -> None:
    """DK-R-003: Peppol takes two versions of UNSPSC of them; which one it is nobody guesses."""
    text = (resource("mappings") / "peppol/examples/invoice/input.xml").read_text("utf-8")
    text = re.sub("(<cbc:CustomizationID>urn:cen.eu:en16931:2017)[^<]*", r"\1", text)
    changed = text.replace("<cac:ClassifiedTaxCategory>", TST, 1)
    payload = Payload.of_bytes(changed.encode(), "bill.xml")
    form = formats.get(FormatId("peppol", "invoice", "3"))
    (examined,) = examine(payload, formats, NOW, form, tmp_path)
    assert "44121700" not in gone(examined)
    field = "item.commodity_classification.item_classification_code"
    assert field in {loss.field for loss in examined.report.losses}


def test_a_bill_of_no_currency_is_told_so(formats: Formats, tmp_path: Path) -> None:
    """EN-30: also where it names that of its tax, with which there is none to compare."""
    text = (resource("mappings") / "ubl/examples/invoice/input.xml").read_text("utf-8")
    stated = re.search("<cbc:DocumentCurrencyCode.*?</cbc:DocumentCurrencyCode>", text)
    assert stated
    taxed = "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>"
    payload = Payload.of_bytes(text.replace(stated[0], taxed).encode(), "bill.xml")
    form = formats.get(FormatId("nlcius", "invoice", "1.0"))
    (examined,) = examine(payload, formats, NOW, form, tmp_path)
    assert not examined.parts
    paths = [one.place.path for one in examined.report.findings() if one.rule == "EN-30"]
    assert any(path and path.endswith("DocumentCurrencyCode") for path in paths)


def test_an_item_from_a_country_of_no_list_is_from_nowhere(
    formats: Formats, tmp_path: Path
) -> None:
    """SI-V12-CODE-R003: the older list lacks countries; where an item is from need not be said."""
    origin = "<cac:OriginCountry><cbc:IdentificationCode>SS</cbc:IdentificationCode>"
    mark = "<cac:ClassifiedTaxCategory>"
    change = (mark, f"{origin}</cac:OriginCountry>{mark}")
    examined = sent(formats, tmp_path, "nlcius", "si-ubl 1.2", *change)
    assert "OriginCountry" not in gone(examined)
    field = "item.origin_country.identification_code"
    assert field in {loss.field for loss in examined.report.losses}


WAYS = [
    ("ubl", "nlcius:1.0"),
    ("ubl", "oioubl:2.1"),
    ("oioubl", "nlcius:1.0"),
    ("oioubl", "peppol:3"),
    ("ubl-ohnl", "nlcius:1.0"),
    ("ubl-ohnl", "si-ubl:1.2"),
    ("si-ubl", "peppol:3"),
    ("peppol", "oioubl:2.1"),
    ("nlcius", "si-ubl:1.2"),
    ("nlcius", "ubl-ohnl:1.9"),
]
"""Source, and authority and version of the target."""


def lacking(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield a document once without each of its elements, with the name of what is gone."""
    names = {_name(one) for one in etree.fromstring(text.encode()).iterdescendants("{*}*")}
    for name in sorted(names):
        root = etree.fromstring(text.encode())
        for one in [one for one in root.iterdescendants("{*}*") if _name(one) == name]:
            one.getparent().remove(one)
        yield name, etree.tostring(root)


def _name(element: etree._Element) -> str:
    steps = [element, *element.iterancestors()]
    return "/".join(etree.QName(one).localname for one in reversed(steps[:-1]))


@pytest.mark.parametrize("kind", ["invoice", "credit-note"])
@pytest.mark.parametrize(("source", "target"), WAYS, ids=[" to ".join(one) for one in WAYS])
def test_what_lacks_an_element_is_told_or_goes_without(
    source: str, target: str, kind: str, formats: Formats, tmp_path: Path
) -> None:
    """Each element is missing once: the bill is refused with a finding, or goes, and is valid."""
    folder = resource("mappings") / source / "examples" / kind
    authority, version = target.split(":")
    form = formats.get(FormatId(authority, kind, version))
    tried = 0
    for name, payload in lacking((folder / "input.xml").read_text("utf-8")):
        given = Payload.of_bytes(payload, "bill.xml")
        for examined in examine(given, formats, NOW, form, tmp_path / str(tried)):
            if examined.parts:
                assert gone(examined), name
            else:
                assert examined.checked is None, (name, examined.checked.findings())
                assert any(one.severity.refuses for one in examined.report.findings()), name
        tried += 1
    assert tried


def test_a_file_of_a_type_in_other_letters_stays_behind(formats: Formats, tmp_path: Path) -> None:
    """CL-T10-R008: a media type is of the list as it is spelt there; nobody respells it."""
    odd = PAPER.replace("application/xml", "Application/PDF")
    examined = sent(formats, tmp_path, "nlcius", "si-ubl 1.2", BEFORE, odd + BEFORE)
    said = gone(examined)
    assert "P-1" in said
    assert "Application/PDF" not in said
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    assert field in {loss.field for loss in examined.report.losses}
