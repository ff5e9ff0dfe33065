"""What a refused bill is told names the form that is wanted, and shows no hole."""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Finding
from hub.model.identity import FormatId
from hub.model.sentence import LANGUAGES
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
HOLE = re.compile(r"\( *\)|  | [,.;:]|\bNone\b")
SOLD = """<ram:SellerOrderReferencedDocument><ram:IssuerAssignedID>S-4</ram:IssuerAssignedID>
</ram:SellerOrderReferencedDocument></ram:ApplicableHeaderTradeAgreement>"""
REFERENCE = ("<ram:BuyerReference>[^<]*</ram:BuyerReference>", "")
ALONE = [REFERENCE, ("</ram:ApplicableHeaderTradeAgreement>", SOLD)]

MISSING = [
    ("oioubl", "peppol 3", "EN-02", [("<cbc:ID[^>]*>StandardRated</cbc:ID>", "")]),
    ("oioubl", "peppol 3", "EN-13", [(r"(?s)<cbc:InvoicedQuantity.*?</cbc:InvoicedQuantity>", "")]),
    ("oioubl", "peppol 3", "PEP-05", [("<cbc:EndpointID.*", "")]),
    ("peppol", "oioubl 2.1", "OIO-04", [("<cbc:EndpointID.*", ""), (">DK[0-9]+<", "><")]),
    ("nlcius", "ubl-ohnl 1.9", "OHN-02", [
        ("(?s)(<cac:AccountingCustomerParty>.*?)<cbc:EndpointID.*?</cbc:EndpointID>", r"\1"),
        ("(?s)(<cac:AccountingCustomerParty>.*?)<cbc:CompanyID schemeID.*?</cbc:CompanyID>", r"\1"),
    ]),
]  # fmt: skip
"""Bills that lack the very value that a sentence would show: source, target, rule, changes."""

LINE = "(?s)<cac:InvoiceLine>.*</cac:InvoiceLine>"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def told(
    formats: Formats, folder: Path, content: bytes, name: str, target: FormatId
) -> list[Finding]:
    """Return why a bill does not go to a format."""
    payload = Payload.of_bytes(content, name)
    (examined,) = examine(payload, formats, NOW, formats.get(target), folder)
    assert not examined.parts
    return [one for one in examined.report.findings() if one.severity.refuses]


def example(source: str, changes: list[tuple[str, str]]) -> bytes:
    """Return the invoice of a folder with each change made in it."""
    text = (resource("mappings") / source / "examples/invoice/input.xml").read_text("utf-8")
    for pattern, replacement in changes:
        new = re.sub(pattern, replacement, text)
        assert new != text, pattern
        text = new
    return text.encode()


@pytest.mark.parametrize(
    ("source", "way", "rule", "changes"), MISSING, ids=lambda one: str(one)[:9]
)
def test_what_is_not_there_leaves_no_hole(
    source: str, way: str, rule: str, changes: list[tuple[str, str]],
    formats: Formats, tmp_path: Path,
) -> None:  # fmt: skip
    """No sentence shows empty brackets, two spaces, or nothing where a value should be."""
    authority, version = way.split()
    target = FormatId(authority, "invoice", version)
    found = told(formats, tmp_path, example(source, changes), "bill.xml", target)
    assert rule in {one.rule for one in found}
    for one in found:
        for language in LANGUAGES:
            assert not HOLE.search(one.message.speak(language)), one.message


@pytest.mark.parametrize("target", ["peppol 3", "nlcius 1.0"])
def test_a_number_of_another_form_is_not_called_missing(
    target: str, formats: Formats, tmp_path: Path
) -> None:
    """BR-CO-09: the VAT number stands there without its country; that is what is told."""
    authority, version = target.split()
    content = changed("invoice", ("RFF+VA:DK10000009'", "RFF+VA:10000009'"))
    found = told(formats, tmp_path, content, "a.edi", FormatId(authority, "invoice", version))
    (one,) = (one for one in found if one.rule == "EN-24")
    assert one.value == "10000009"
    assert "10000009 does not begin with the letters of its country" in one.message.en
    assert "10000009 begynder ikke med landets bogstaver" in one.message.da
    assert "10000009 begint niet met de letters van zijn land" in one.message.nl


@pytest.mark.parametrize(("target", "rule"), [("peppol 3", "PEP-22"), ("nlcius 1.0", "NLC-22")])
def test_the_seller_s_order_number_is_not_the_buyer_s(
    target: str, rule: str, formats: Formats, tmp_path: Path
) -> None:
    """R003, BR-NL-2: what UBL has to write in its place is no reference of the buyer's."""
    authority, version = target.split()
    wanted = FormatId(authority, "invoice", version)
    found = told(formats, tmp_path, example("cii", ALONE), "cii.xml", wanted)
    (one,) = (one for one in found if one.rule == rule)
    assert "the seller's own order number is neither" in one.message.en


def test_a_bill_without_any_vat_is_told_so(formats: Formats, tmp_path: Path) -> None:
    """BR-CO-18: it is the parts that are missing, not one of several totals."""
    part = "<ram:ApplicableTradeTax>.*?</ram:ApplicableTradeTax>"
    content = example("cii", [(f"(?s)(<ram:ApplicableHeaderTradeSettlement>.*?){part}", r"\1")])
    found = told(formats, tmp_path, content, "cii.xml", FormatId("peppol", "invoice", "3"))
    (one,) = (one for one in found if one.rule == "EN-03")
    assert "how much VAT there is for each rate" in one.message.en


SMALL = [("<cbc:CompanyID>NL", "<cbc:CompanyID>nl")]


@pytest.mark.parametrize("target", ["peppol 3", "nlcius 1.0"])
def test_a_number_in_small_letters_is_told_to_be_that(
    target: str, formats: Formats, tmp_path: Path
) -> None:
    """BR-CO-09: its country stands there; letters before it would only make it another number."""
    authority, version = target.split()
    wanted = FormatId(authority, "invoice", version)
    found = told(formats, tmp_path, example("ubl", SMALL), "bill.xml", wanted)
    (one,) = (one for one in found if one.rule == "EN-24")
    assert one.value == "nl123456782B90"
    assert "Write them in capitals" in one.message.en
    assert "Skriv dem med store bogstaver" in one.message.da
    assert "Schrijf ze als hoofdletters" in one.message.nl


@pytest.mark.parametrize("target", ["oioubl 2.1", "si-ubl 1.2", "ubl-ohnl 1.9"])
def test_a_number_in_small_letters_goes_where_nobody_minds(
    target: str, formats: Formats, tmp_path: Path
) -> None:
    """Capitals are EN 16931's own demand: the older formats take the number as it is."""
    authority, version = target.split()
    payload = Payload.of_bytes(example("ubl", SMALL), "bill.xml")
    form = formats.get(FormatId(authority, "invoice", version))
    (examined,) = examine(payload, formats, NOW, form, tmp_path)
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid
    assert ">nl123456782B90<" in examined.parts[0].path.read_text("utf-8")
