"""What Peppol's national rules would refuse does not leave: each is broken once, on the way there.

The bill speaks core words (EN 16931 in UBL), so nothing but the rules of the target judges it.
"""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Finding
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGET = FormatId("peppol", "invoice", "3")
PARTY = r"(?s)<cac:AccountingSupplierParty>.*?</cac:AccountingSupplierParty>"

NORWAY = ("NO", "NO999000002MVA", "0192", "999000002", "0192", "999000002")
SWEDEN = ("SE", "SE556677889901", "0007", "5566778899", "0007", "5566778899")
ITALY = ("IT", "IT12345678901", "0211", "IT12345678901", "0210", "12345678901")
ICELAND = ("IS", "IS12345", "0196", "1234567890", "0196", "1234567890")
GERMANY = ("DE", "DE136695976", "9930", "DE136695976", "0204", "991-1234512345-06")
GREECE = ("GR", "EL999999993", "9933", "999999993", "0130", "999999993")
DENMARK = ("DK", "DK10000009", "0184", "DK10000009", "0184", "DK10000009")
CONTACT = (
    "<cac:Contact><cbc:Name>A. Opdigtet</cbc:Name><cbc:Telephone>+45 00000000</cbc:Telephone>"
    "<cbc:ElectronicMail>a@eksempel.example</cbc:ElectronicMail></cac:Contact>"
)
MARK = (
    "<cac:AdditionalDocumentReference><cbc:ID>400001</cbc:ID>"
    "<cbc:DocumentDescription>##M.AR.K##</cbc:DocumentDescription>"
    "</cac:AdditionalDocumentReference>"
)

TRANSFER = [
    (">93<", ">30<"),
    (">71#000000000000001<", ">REF 1<"),
    ("<cbc:ID>80000001<", "<cbc:ID>DE89370400440532013000<"),
]
GERMAN = [
    *TRANSFER,
    (r"(?s)(<cac:AccountingCustomerParty>.*?IdentificationCode>)DK", r"\g<1>DE"),
    ("</cac:Party>", CONTACT + "</cac:Party>"),
    (r'schemeID="0184">DK99000007', ">99"),
]
GREEK = [
    *TRANSFER,
    (">VOORBEELD-1<", ">999999993|02/01/2026|0|1.1|A|7<"),
    ("<cac:AccountingSupplierParty>", MARK + "<cac:AccountingSupplierParty>"),
]

RIGHT: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "DK": (DENMARK, []),
    "NO": (NORWAY, TRANSFER),
    "SE": (SWEDEN, TRANSFER),
    "IT": (ITALY, TRANSFER),
    "IS": (ICELAND, TRANSFER),
    "DE": (GERMANY, GERMAN),
    "GR": (GREECE, GREEK),
}
"""For each country a seller and what else makes the example a right bill of one there."""

ZONE, STREET = (
    "<cbc:PostalZone>9999</cbc:PostalZone>",
    "<cbc:StreetName>Prøvevej 12 B</cbc:StreetName>",
)
OWN_REASON = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
    "<cbc:AllowanceChargeReasonCode>ZZZ</cbc:AllowanceChargeReasonCode>"
    "<cbc:AllowanceChargeReason>Gebyr</cbc:AllowanceChargeReason>"
    '<cbc:Amount currencyID="DKK">0.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
    "<cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    "</cac:TaxCategory></cac:AllowanceCharge>"
)
WRONG = [
    ("DK", ">80000001<", ">8000001<", "EN-39", "8"),
    ("DK", ">71#000000000000001<", ">71#0001<", "EN-39", "15 / 16"),
    ("DK", ">71#000000000000001<", ">73<", "EN-39", "73#"),
    ("DK", "<cac:TaxTotal>", OWN_REASON + "<cac:TaxTotal>", "PEP-40", "DK-R-004"),
    ("NO", "NO999000002MVA", "NO999000002", "PEP-40", "NO-R-001"),
    ("NO", "NO999000002MVA", "NO999000003MVA", "PEP-40", "NO-R-001"),
    ("SE", "SE556677889901", "SE5566778899", "PEP-40", "SE-R-001"),
    ("SE", ' schemeID="0007">5566778899</cbc:C', ">5566778890</cbc:C", "PEP-40", "SE-R-003"),
    ("SE", "Percent>25<", "Percent>24.50<", "PEP-40", "SE-R-006"),
    ("IT", ZONE, "", "PEP-41", "IT-R-004"),
    ("IS", '"0196">1234567890</cbc:C', '"0060">1234567890</cbc:C', "PEP-41", "IS-R-002"),
    ("IS", STREET, "", "PEP-41", "IS-R-003"),
    ("IS", ">30<", ">42<", "PEP-40", "IS-R-006"),
    ("DE", "<cbc:Telephone>.*?</cbc:Telephone>", "", "PEP-41", "DE-R-006"),
    ("DE", "<cbc:BuyerReference>KONTO-42</cbc:BuyerReference>", ("<cac:OrderReference>"
     "<cbc:ID>1</cbc:ID></cac:OrderReference>"), "PEP-41", "DE-R-015"),
    ("DE", "(?s)<cac:PaymentMeans>.*</cac:PaymentMeans>", "", "PEP-41", "DE-R-001"),
    ("DE", "<cac:TaxTotal>", ("<cac:PaymentTerms><cbc:Note>#SKONTO#TAGE=8#</cbc:Note>"
     "</cac:PaymentTerms><cac:TaxTotal>"), "PEP-40", "DE-R-018"),
    ("GR", r">999999993\|", ">VOORBEELD-", "PEP-40", "GR-R-001"),
    ("GR", "EL999999993", "EL999999994", "PEP-40", "GR-R-003"),
    ("GR", 'schemeID="9933">', 'schemeID="0130">', "PEP-40", "GR-R-009"),
    ("GR", "400001", "0", "PEP-41", "GR-R-004"),
]  # fmt: skip


WANTED = re.compile(r"\b(Write (?!it\b)|charges 25, 12 or 6|[Ss]tate )")
"""How a sentence says what to write: the name of a rule, or that it is wrong, is not enough."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def bill(country: str) -> str:
    """Return a right bill of a seller in a country, which says only that it is of EN 16931."""
    path = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    text = re.sub("(<cbc:CustomizationID>urn:cen.eu:en16931:2017)[^<]*", r"\1", text)
    (home, vat, scheme, address, register, company), changes = RIGHT[country]

    def at_home(found: re.Match[str]) -> str:
        party = re.sub(r"(IdentificationCode>)DK", rf"\g<1>{home}", found[0])
        party = re.sub(
            r'schemeID="0184">DK10000009(</cbc:E)', rf'schemeID="{scheme}">{address}\1', party
        )
        party = re.sub(r'schemeID="0184">DK10000009', f'schemeID="{register}">{company}', party)
        return party.replace("DK10000009", vat) if vat != "DK10000009" else party

    return changed(re.sub(PARTY, at_home, text), changes)


def changed(text: str, changes: list[tuple[str, str]]) -> str:
    """Return a text with each change made in it, each of which changes something."""
    for pattern, replacement in changes:
        new = re.sub(pattern, replacement, text)
        assert new != text, pattern
        text = new
    return text


def sent(text: str, formats: Formats, folder: Path) -> Examined:
    """Examine a bill on its way to Peppol."""
    payload = Payload.of_bytes(text.encode(), "bill.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), folder)
    return examined


@pytest.mark.parametrize("country", RIGHT)
def test_a_right_bill_goes(country: str, formats: Formats, tmp_path: Path) -> None:
    """A bill that keeps the rules of its seller's country leaves for Peppol."""
    examined = sent(bill(country), formats, tmp_path)
    assert examined.parts, [(f.rule, f.value, f.expected) for f in examined.report.findings()]


@pytest.mark.parametrize(("country", "pattern", "replacement", "rule", "names"), WRONG)
def test_a_wrong_one_is_refused(
    country: str, pattern: str, replacement: str, rule: str, names: str,
    formats: Formats, tmp_path: Path,
) -> None:  # fmt: skip
    """It is refused by name, and the finding says which of the published rules it breaks."""
    examined = sent(changed(bill(country), [(pattern, replacement)]), formats, tmp_path)
    assert not examined.parts
    found: list[Finding] = [f for f in examined.report.findings() if f.rule == rule]
    told = [one for one in found if names in str(one.expected)]
    assert told, list(examined.report.findings())
    assert all(WANTED.search(one.message.en) for one in told), told
