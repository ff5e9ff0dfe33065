"""One test for each kind of schema finding, in all three languages."""

import io
from pathlib import Path

import pytest

from hub.model.finding import Finding
from hub.model.sentence import Sentence
from hub.xml.explain import EXPLAINED, nearest
from hub.xml.schemas import SchemaStore
from hub.xml.sentences import SENTENCES, plain, say
from hub.xml.stream import open_document
from tests.unit.xml.samples import catalogue


@pytest.fixture(scope="module")
def store(schemas_home: Path) -> SchemaStore:
    """The installed schemas."""
    return SchemaStore(schemas_home)


def findings(store: SchemaStore, data: bytes) -> list[Finding]:
    """Everything found in a catalogue."""
    schema = store.schema("ubl-2.0", "Catalogue")
    found: list[Finding] = []
    document = open_document(io.BytesIO(data), schema, found.append)
    if document is not None:
        for _ in document:
            pass
    return found


ATTACHED = (
    "<cac:ReferencedContract><cbc:ID>1</cbc:ID><cac:ContractDocumentReference><cbc:ID>1</cbc:ID>"
    '<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">abc'
    "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:ContractDocumentReference>"
    "</cac:ReferencedContract>"
)
ATTACHED_PATH = (
    "/Catalogue/cac:ReferencedContract/cac:ContractDocumentReference/cac:Attachment"
    "/cbc:EmbeddedDocumentBinaryObject"
)
Case = tuple[str, str, str, str, int, str | None, str | None, Sentence]
CASES: list[Case] = [
    (
        "XSD-CODE",
        'unitCode="EA">1<',
        'unitCode="STK">1<',
        "/Catalogue/cac:CatalogueLine[1]/cbc:ContentUnitQuantity",
        12,
        "STK",
        "EA, NMP",
        Sentence(
            "STK is not a UN/ECE unit; did you mean EA, NMP?",
            "STK er ikke en UN/ECE-enhed; mente du EA, NMP?",
            "STK is geen UN/ECE-eenheid; bedoelde u EA, NMP?",
        ),
    ),
    (
        "XSD-DATE",
        "2026-01-02",
        "02.01.2026",
        "/Catalogue/cbc:IssueDate",
        6,
        "02.01.2026",
        None,
        Sentence(
            "Issue date (cbc:IssueDate) must be a date written as 2026-12-31, not 02.01.2026.",
            "Udstedelsesdato (cbc:IssueDate) skal være en dato skrevet som 2026-12-31, "
            "ikke 02.01.2026.",
            "Datum van uitgifte (cbc:IssueDate) moet een datum zijn, geschreven als 2026-12-31, "
            "niet 02.01.2026.",
        ),
    ),
    (
        "XSD-TIME",
        "</cbc:IssueDate>",
        "</cbc:IssueDate><cbc:IssueTime>kl. 12</cbc:IssueTime>",
        "/Catalogue/cbc:IssueTime",
        6,
        "kl. 12",
        None,
        Sentence(
            "Issue time (cbc:IssueTime) must be a time written as 13:45:00, not kl. 12.",
            "Udstedelsestidspunkt (cbc:IssueTime) skal være et klokkeslæt skrevet som 13:45:00, "
            "ikke kl. 12.",
            "Tijd van uitgifte (cbc:IssueTime) moet een tijd zijn, geschreven als 13:45:00, "
            "niet kl. 12.",
        ),
    ),
    (
        "XSD-NUMBER",
        "2.50<",
        "2,50<",
        "/Catalogue/cac:CatalogueLine[2]/cac:RequiredItemLocationQuantity/cac:Price/cbc:PriceAmount",
        26,
        "2,50",
        None,
        Sentence(
            "Price amount (cbc:PriceAmount) must be a number written as 1234.50, not 2,50.",
            "Pris (cbc:PriceAmount) skal være et tal skrevet som 1234.50, ikke 2,50.",
            "Prijs (cbc:PriceAmount) moet een getal zijn, geschreven als 1234.50, niet 2,50.",
        ),
    ),
    (
        "XSD-BOOLEAN",
        ">true<",
        ">ja<",
        "/Catalogue/cac:CatalogueLine[1]/cbc:OrderableIndicator",
        11,
        "ja",
        "true, false",
        Sentence(
            "Orderable indicator (cbc:OrderableIndicator) must be true or false, not ja.",
            "Kan bestilles (cbc:OrderableIndicator) skal være true eller false, ikke ja.",
            "Bestelbaar (cbc:OrderableIndicator) moet true of false zijn, niet ja.",
        ),
    ),
    (
        "XSD-BINARY",
        "<cac:ProviderParty>",
        ATTACHED + "<cac:ProviderParty>",
        ATTACHED_PATH,
        7,
        "abc",
        None,
        Sentence(
            "Embedded document binary object (cbc:EmbeddedDocumentBinaryObject) must be an "
            "attachment in base64; this is something else.",
            "Indlejret fil (cbc:EmbeddedDocumentBinaryObject) skal være et "
            "bilag i base64; dette er noget andet.",
            "Ingesloten bestand (cbc:EmbeddedDocumentBinaryObject) moet een bijlage "
            "in base64 zijn; dit is iets anders.",
        ),
    ),
    (
        "XSD-EMPTY",
        ">2026-01-02<",
        "> <",
        "/Catalogue/cbc:IssueDate",
        6,
        "",
        None,
        Sentence(
            "Issue date (cbc:IssueDate) is empty; give it a value or leave it out.",
            "Udstedelsesdato (cbc:IssueDate) er tom; giv den en værdi, eller udelad den.",
            "Datum van uitgifte (cbc:IssueDate) is leeg; geef een waarde of laat het weg.",
        ),
    ),
    (
        "XSD-MISSING",
        "<cbc:ID>C-1</cbc:ID>",
        "",
        "/Catalogue/cbc:IssueDate",
        6,
        None,
        "cbc:ID",
        Sentence(
            "ID (cbc:ID) is missing in catalogue (Catalogue).",
            "Nummer (cbc:ID) mangler i katalog (Catalogue).",
            "Nummer (cbc:ID) ontbreekt in catalogus (Catalogue).",
        ),
    ),
    (
        "XSD-ORDER",
        "<cbc:UBLVersionID>2.0</cbc:UBLVersionID>\n  <cbc:ID>C-1</cbc:ID>",
        "<cbc:ID>C-1</cbc:ID>\n  <cbc:UBLVersionID>2.0</cbc:UBLVersionID>",
        "/Catalogue/cbc:UBLVersionID",
        5,
        None,
        None,
        Sentence(
            "UBL version ID (cbc:UBLVersionID) must stand before ID (cbc:ID).",
            "UBL-version (cbc:UBLVersionID) skal stå før nummer (cbc:ID).",
            "UBL-versie (cbc:UBLVersionID) moet vóór nummer (cbc:ID) staan.",
        ),
    ),
    (
        "XSD-REPEATED",
        "<cbc:ID>C-1</cbc:ID>",
        "<cbc:ID>C-1</cbc:ID><cbc:ID>C-2</cbc:ID>",
        "/Catalogue/cbc:ID[2]",
        5,
        None,
        "1",
        Sentence(
            "ID (cbc:ID) may stand here only 1 time(s).",
            "Nummer (cbc:ID) må kun stå her 1 gang(e).",
            "Nummer (cbc:ID) mag hier maar 1 keer staan.",
        ),
    ),
    (
        "XSD-UNKNOWN",
        "<cbc:ID>C-1</cbc:ID>",
        "<cbc:ID>C-1</cbc:ID><cbc:IssueDay>x</cbc:IssueDay>",
        "/Catalogue/cbc:IssueDay",
        5,
        "cbc:IssueDay",
        "cbc:IssueDate",
        Sentence(
            "Issue day (cbc:IssueDay) is unknown in catalogue (Catalogue); "
            "did you mean cbc:IssueDate?",
            "Issue day (cbc:IssueDay) er ukendt i katalog (Catalogue); mente du cbc:IssueDate?",
            "Issue day (cbc:IssueDay) is onbekend in catalogus (Catalogue); "
            "bedoelde u cbc:IssueDate?",
        ),
    ),
    (
        "XSD-UNEXPECTED",
        "<cbc:ID>C-1</cbc:ID>",
        "<cbc:ID>C-1<cbc:Name>x</cbc:Name></cbc:ID>",
        "/Catalogue/cbc:ID",
        5,
        None,
        None,
        Sentence(
            "ID (cbc:ID) may not stand here.",
            "Nummer (cbc:ID) må ikke stå her.",
            "Nummer (cbc:ID) mag hier niet staan.",
        ),
    ),
    (
        "XSD-ATTRIBUTE",
        ' currencyID="DKK">1.50',
        ">1.50",
        "/Catalogue/cac:CatalogueLine[1]/cac:RequiredItemLocationQuantity/cac:Price/cbc:PriceAmount",
        14,
        None,
        "currencyID",
        Sentence(
            "Price amount (cbc:PriceAmount) needs the attribute currencyID.",
            "Pris (cbc:PriceAmount) mangler attributten currencyID.",
            "Prijs (cbc:PriceAmount) mist het attribuut currencyID.",
        ),
    ),
    (
        "XSD-NO-ATTRIBUTE",
        "<cbc:ID>C-1",
        '<cbc:ID schemaID="x">C-1',
        "/Catalogue/cbc:ID",
        5,
        "schemaID",
        "schemeID, schemeAgencyID, schemeURI",
        Sentence(
            "ID (cbc:ID) cannot have the attribute schemaID; "
            "did you mean schemeID, schemeAgencyID, schemeURI?",
            "Nummer (cbc:ID) kan ikke have attributten schemaID; "
            "mente du schemeID, schemeAgencyID, schemeURI?",
            "Nummer (cbc:ID) kan het attribuut schemaID niet hebben; "
            "bedoelde u schemeID, schemeAgencyID, schemeURI?",
        ),
    ),
    (
        "XSD-TEXT",
        "<cac:ProviderParty>",
        "<cac:ProviderParty>hello",
        "/Catalogue/cac:ProviderParty",
        7,
        "hello",
        None,
        Sentence(
            "There is text (hello) directly in provider party (cac:ProviderParty), "
            "where only elements may stand.",
            "Der står tekst (hello) direkte i afsender af kataloget (cac:ProviderParty), "
            "hvor der kun må stå elementer.",
            "Er staat tekst (hello) direct in aanbieder van de catalogus (cac:ProviderParty), "
            "waar alleen elementen mogen staan.",
        ),
    ),
    (
        "XSD-OTHER",
        "<cbc:ID>C-1",
        '<cbc:ID xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">C-1',
        "/Catalogue/cbc:ID",
        5,
        None,
        None,
        Sentence(
            "ID (cbc:ID) does not fit the schema of this document.",
            "Nummer (cbc:ID) passer ikke til skemaet for dette dokument.",
            "Nummer (cbc:ID) past niet in het schema van dit document.",
        ),
    ),
    (
        "XSD-ROOT",
        'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"',
        'xmlns="urn:catalogue"',
        "/Catalogue",
        3,
        "{urn:catalogue}Catalogue",
        "Catalogue",
        Sentence(
            "This is catalogue (Catalogue), but catalogue (Catalogue) was expected; "
            "its namespace is wrong.",
            "Dette er katalog (Catalogue), men katalog (Catalogue) var ventet; "
            "dets navnerum er forkert.",
            "Dit is catalogus (Catalogue), maar catalogus (Catalogue) werd verwacht; "
            "de namespace is onjuist.",
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_finding_says_what_where_and_what_instead(case: Case, store: SchemaStore) -> None:
    """Rule, place, value, expectation and the sentence in three languages."""
    rule, old, new, path, line, value, expected, sentence = case
    data = catalogue().decode()
    assert old in data
    found = findings(store, data.replace(old, new, 1).encode())
    assert len(found) == 1
    finding = found[0]
    assert (finding.rule, finding.place.path, finding.place.line) == (rule, path, line)
    assert (finding.value, finding.expected) == (value, expected)
    assert finding.message == sentence


def test_every_rule_has_a_case() -> None:
    """No kind of finding without its test; XSD-VALUE has one of its own."""
    assert {case[0] for case in CASES} | {"XSD-VALUE"} == set(SENTENCES)


def test_a_value_of_no_list_is_named(schemas_home: Path, tmp_path: Path) -> None:
    """Limits of an own schema that no other rule describes become XSD-VALUE."""
    path = tmp_path / "own.xsd"
    path.write_text(
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="Box"><s:complexType>'
        '<s:sequence><s:element name="Size"><s:simpleType><s:restriction base="s:string">'
        '<s:pattern value="[SML]"/></s:restriction></s:simpleType></s:element></s:sequence>'
        "</s:complexType></s:element></s:schema>",
        encoding="utf-8",
    )
    found: list[Finding] = []
    schema = SchemaStore(schemas_home).schema_file(path)
    assert open_document(io.BytesIO(b"<Box><Size>XXL</Size></Box>"), schema, found.append)
    assert [finding.rule for finding in found] == ["XSD-VALUE"]
    assert found[0].message == Sentence(
        "XXL is not a possible value of size (Size).",
        "XXL er ikke en mulig værdi for size (Size).",
        "XXL is geen mogelijke waarde van size (Size).",
    )


def test_no_sentence_is_longer_than_promised(store: SchemaStore) -> None:
    """Even a very long value leaves a sentence of at most 200 characters."""
    data = catalogue().replace(b'unitCode="EA"', b'unitCode="' + b"x" * 9000 + b'"', 1)
    for finding in findings(store, data):
        assert max(map(len, (finding.message.en, finding.message.da, finding.message.nl))) <= 200
    long = plain("cbc:" + "LongName" * 40)
    assert len(say("XSD-MISSING", name=long, parent=long).en) == 200


def test_suggestions_stop_and_findings_do_not(store: SchemaStore) -> None:
    """A catalogue full of errors is reported line by line, without searching for ever."""
    count = EXPLAINED + 50
    found = findings(store, catalogue(count).replace(b'"EA"', b'"STK"'))
    assert len(found) == count
    assert found[0].expected == "EA, NMP"
    assert found[-1].expected is None
    assert found[-1].value == "STK"


def test_nearest_finds_what_was_meant() -> None:
    """Everyday words first, then spelling; nothing when nothing is near."""
    assert nearest("stk", ["EA", "STC"]) == ["EA"]
    assert nearest("dkk", ["EUR", "DKK"]) == ["DKK"]
    assert nearest("?", ["EUR", "DKK"]) == []
