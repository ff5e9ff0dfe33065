"""Order, numbers and kinds of children, read from the schemas."""

from pathlib import Path

import pytest
from lxml import etree

from hub.xml.order import Child, Kind, Structure, prefixed
from hub.xml.schemas import UBL_SETS, SchemaStore
from tests.unit.xml.samples import CAC, CBC, UBL, catalogue

XS = "http://www.w3.org/2001/XMLSchema"


def of(schemas_home: Path, set_name: str, document: str) -> Structure:
    """The structure of a document type."""
    found = SchemaStore(schemas_home).structure(set_name, document)
    assert found is not None
    return found


def test_children_come_in_the_order_of_the_schema(schemas_home: Path) -> None:
    """A catalogue line begins and ends as UBL says, with numbers and kinds."""
    structure = of(schemas_home, "ubl-2.0", "Catalogue")
    children = structure.children(f"{{{UBL}Catalogue-2}}Catalogue")
    assert [child.tag for child in children][:5] == [
        "ext:UBLExtensions",
        "cbc:UBLVersionID",
        "cbc:CustomizationID",
        "cbc:ProfileID",
        "cbc:ID",
    ]
    assert children[4] == Child(f"{CBC}ID", 1, 1, f"{CBC}IDType", Kind.IDENTIFIER, shared=True)
    assert (children[-1].tag, children[-1].least, children[-1].most) == (
        "cac:CatalogueLine",
        1,
        None,
    )
    assert children[-1].kind is Kind.AGGREGATE
    assert children[-1].repeats
    assert structure.children(f"{CAC}CatalogueLine") == structure.children(
        f"{CAC}CatalogueLineType"
    )


def test_real_documents_stand_in_that_order(schemas_home: Path) -> None:
    """A valid document's children, element by element, follow the order given here."""
    structure = of(schemas_home, "ubl-2.0", "Catalogue")
    checked = 0
    for element in etree.fromstring(catalogue(1)).iter():
        if len(element):
            names = [child.name for child in structure.children(element.tag)]
            ranks = [names.index(child.tag) for child in element]
            assert ranks == sorted(ranks)
            checked += 1
    assert checked == 9


@pytest.mark.parametrize("set_name", UBL_SETS)
def test_every_kind_of_value_is_told_apart(set_name: str, schemas_home: Path) -> None:
    """Amounts, codes, dates and the rest, in all three versions of UBL."""
    structure = of(schemas_home, set_name, "Invoice")
    kinds = {
        "IssueDate": Kind.DATE,
        "IssueTime": Kind.TIME,
        "CopyIndicator": Kind.INDICATOR,
        "InvoiceTypeCode": Kind.CODE,
        "DocumentCurrencyCode": Kind.CODE,
        "Note": Kind.TEXT,
        "Name": Kind.NAME,
        "ID": Kind.IDENTIFIER,
        "LineExtensionAmount": Kind.AMOUNT,
        "InvoicedQuantity": Kind.QUANTITY,
        "LineCountNumeric": Kind.NUMERIC,
        "Percent": Kind.PERCENT,
        "CalculationRate": Kind.RATE,
        "LeadTimeMeasure": Kind.MEASURE,
        "EmbeddedDocumentBinaryObject": Kind.BINARY,
    }
    assert {name: structure.kind(f"{CBC}{name}") for name in kinds} == kinds
    assert structure.kind(f"{CAC}Item") is Kind.AGGREGATE


def test_every_element_of_every_set_can_be_asked(schemas_home: Path) -> None:
    """No element of UBL is without type, order and kind."""
    for set_name in UBL_SETS:
        structure = of(schemas_home, set_name, "Invoice")
        waiting, seen = list(structure.roots), set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for child in structure.children(name):
                assert structure.type_of(child.name) == child.type
                assert child.kind is structure.kind(child.name)
                waiting.append(child.name)
        assert len(seen) > 300


def test_attributes_say_what_is_required(schemas_home: Path) -> None:
    """An amount must have its currency; the codes of the currency are known."""
    structure = of(schemas_home, "ubl-2.0", "Invoice")
    attributes = {found.name: found for found in structure.attributes(f"{CBC}PriceAmount")}
    assert attributes["currencyID"].required
    assert "DKK" in structure.codes(attributes["currencyID"].type)
    assert not {found.name: found for found in structure.attributes(f"{CBC}ID")}[
        "schemeID"
    ].required


def test_an_unknown_name_is_an_error(schemas_home: Path) -> None:
    """Asking for what the schema does not declare is a mistake of the caller."""
    with pytest.raises(KeyError):
        of(schemas_home, "ubl-2.0", "Invoice").children("{urn:x}Shoe")


def test_simple_own_schemas_work_too(tmp_path: Path) -> None:
    """Local elements, types in place, plain XML Schema types, extensions and choices."""
    (tmp_path / "base.xsd").write_text(
        f'<s:schema xmlns:s="{XS}" xmlns="urn:o" targetNamespace="urn:o">'
        '<s:complexType name="Base"><s:sequence><s:element name="Id" type="s:string"/>'
        "</s:sequence></s:complexType></s:schema>",
        encoding="utf-8",
    )
    path = tmp_path / "own.xsd"
    path.write_text(
        f'<s:schema xmlns:s="{XS}" xmlns="urn:o" targetNamespace="urn:o" '
        'elementFormDefault="qualified"><s:include schemaLocation="base.xsd"/>'
        '<s:element name="List"><s:complexType><s:sequence maxOccurs="2">'
        '<s:element name="When" type="s:date" minOccurs="0"/>'
        '<s:element name="Count" type="s:int"/>'
        '<s:choice><s:element name="Yes" type="s:boolean"/><s:element name="No" type="s:decimal"/>'
        '</s:choice><s:element name="Row" type="Row" maxOccurs="unbounded"/>'
        "</s:sequence></s:complexType></s:element>"
        '<s:complexType name="Row"><s:complexContent><s:extension base="Base"><s:sequence>'
        '<s:element name="Data" type="s:base64Binary"/></s:sequence></s:extension>'
        "</s:complexContent></s:complexType></s:schema>",
        encoding="utf-8",
    )
    structure = Structure(path)
    assert structure.roots == ("{urn:o}List",)
    assert [
        (child.tag, child.least, child.most, child.kind)
        for child in structure.children("{urn:o}List")
    ] == [
        ("When", 0, 2, Kind.DATE),
        ("Count", 1, 2, Kind.NUMERIC),
        ("Row", 1, None, Kind.AGGREGATE),
        ("Yes", 0, 2, Kind.INDICATOR),
        ("No", 0, 2, Kind.NUMERIC),
    ]
    row = structure.children("{urn:o}Row")
    assert [(child.tag, child.kind, child.shared) for child in row] == [
        ("Id", Kind.TEXT, False),
        ("Data", Kind.BINARY, False),
    ]


def test_names_are_written_as_clerks_see_them() -> None:
    """Usual prefixes for UBL, none for other namespaces."""
    assert prefixed(f"{CBC}ID") == "cbc:ID"
    assert prefixed(f"{{{UBL}Catalogue-2}}Catalogue") == "Catalogue"
    assert prefixed("plain") == "plain"
