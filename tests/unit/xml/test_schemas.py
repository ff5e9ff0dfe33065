"""Schemas compile whole and offline; pattern and list give the same verdict."""

import random
import socket
from pathlib import Path

import pytest
from lxml import etree

from hub.errors import SchemasMissing
from hub.xml.codepattern import pattern_of
from hub.xml.order import XSD
from hub.xml.schemas import UBL_SETS, SchemaStore, default_home

_LISTS = ("UnitCode", "CurrencyCode", "LanguageCode", "MIMEMediaTypeCode")


@pytest.mark.parametrize("set_name", UBL_SETS)
def test_every_document_type_compiles_without_network(
    set_name: str, schemas_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All imports of all document types are found on disk; nothing asks for the network."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a schema asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    store = SchemaStore(schemas_home, keep=1)
    names = store.documents(set_name)
    assert len(names) >= 31
    for name in names:
        schema = store.schema(set_name, name)
        assert schema is not None
        assert schema.root.endswith(f"}}{name}")


def test_a_file_that_cannot_be_imported_is_no_schema(schemas_home: Path, tmp_path: Path) -> None:
    """The validator would silently accept too much; the store refuses."""
    folder = tmp_path / "ubl-2.1" / "maindoc"
    folder.mkdir(parents=True)
    source = schemas_home / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd"
    (folder / source.name).write_bytes(source.read_bytes())
    with pytest.raises(SchemasMissing, match="hub schemas install"):
        SchemaStore(tmp_path).schema("ubl-2.1", "Invoice")


def test_an_import_from_elsewhere_is_refused(tmp_path: Path) -> None:
    """A schema may import only from its own folder: no address, no way up."""
    outside = tmp_path / "outside.xsd"
    outside.write_text(f'<s:schema xmlns:s="{XSD}" targetNamespace="urn:o"/>', encoding="utf-8")
    folder = tmp_path / "own"
    folder.mkdir()
    for place in ("../outside.xsd", outside.as_uri(), "http://localhost/outside.xsd"):
        path = folder / "main.xsd"
        path.write_text(
            f'<s:schema xmlns:s="{XSD}"><s:import namespace="urn:o" schemaLocation="{place}"/>'
            '<s:element name="a"/></s:schema>',
            encoding="utf-8",
        )
        with pytest.raises(SchemasMissing):
            SchemaStore(tmp_path).schema_file(path)


def test_missing_schemas_say_what_to_type(tmp_path: Path) -> None:
    """Without installed schemas the error names the folder and the command."""
    with pytest.raises(SchemasMissing, match=f"{tmp_path}.*hub schemas install"):
        SchemaStore(tmp_path).schema("ubl-2.1", "Invoice")


def test_an_unknown_document_type_is_none(schemas_home: Path) -> None:
    """A root of another namespace or name has no schema in the set."""
    store = SchemaStore(schemas_home)
    assert store.schema("ubl-2.0", "{urn:other}Catalogue") is None
    assert store.schema("ubl-2.0", "Shoe") is None
    known = store.schema("ubl-2.0", "Catalogue")
    assert known is not None
    assert store.schema("ubl-2.0", known.root) is known


def test_the_usual_place_follows_the_environment() -> None:
    """HUB_SCHEMAS wins, then the data folder of the user."""
    assert default_home({"HUB_SCHEMAS": "/a"}) == Path("/a")
    assert default_home({"XDG_DATA_HOME": "/b"}) == Path("/b/hub/schemas")
    assert default_home({}) == Path.home() / ".local/share/hub/schemas"


def test_schema_hints_in_a_document_are_not_followed(schemas_home: Path, tmp_path: Path) -> None:
    """A document cannot bring its own declarations along."""
    own = tmp_path / "own.xsd"
    own.write_text(
        f'<s:schema xmlns:s="{XSD}" targetNamespace="urn:own">'
        '<s:element name="a" type="s:date"/></s:schema>',
        encoding="utf-8",
    )
    root = etree.fromstring(
        '<e:UBLExtensions xmlns:e="urn:oasis:names:specification:ubl:schema:xsd:'
        'CommonExtensionComponents-2" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        '<e:UBLExtension><e:ExtensionContent><a xmlns="urn:own" '
        f'i:schemaLocation="urn:own {own.as_uri()}">no date</a>'
        "</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
    )
    schema = SchemaStore(schemas_home).schema("ubl-2.1", "Invoice")
    assert schema is not None
    assert schema.validate(root) == []


def simple(base: str, facets: str) -> etree.XMLSchema:
    """A schema whose attribute ``c`` is a restriction of a base type."""
    return etree.XMLSchema(
        etree.fromstring(
            f'<s:schema xmlns:s="{XSD}"><s:element name="a"><s:complexType>'
            f'<s:attribute name="c"><s:simpleType><s:restriction base="s:{base}">{facets}'
            "</s:restriction></s:simpleType></s:attribute></s:complexType></s:element></s:schema>"
        )
    )


def mutations(code: str, dice: random.Random) -> list[str]:
    """Values near a code: blanks, case, more, less, something else, special characters."""
    at = dice.randrange(len(code) + 1)
    special = dice.choice(list("\\|.?*+(){}[]^$-/&#;\u00e6\u200b "))
    cut = dice.randrange(len(code))
    every = [
        f" {code}",
        f"{code} ",
        f"\t{code}\n",
        code.lower(),
        code.upper(),
        code + code,
        f"{code}|{code}",
        code[:at] + special + code[at:],
        code[:cut] + code[cut + 1 :],
        code[:cut] + dice.choice("0AZaz.") + code[cut + 1 :],
        code[:at] + "\n" + code[at:],
    ]
    return [code, *dice.sample(every, 3)]


@pytest.mark.parametrize("name", _LISTS)
def test_a_pattern_allows_exactly_the_codes_of_its_list(name: str, schemas_home: Path) -> None:
    """Every code and its mutations get one verdict from the list and from the pattern."""
    base = "normalizedString" if name == "MIMEMediaTypeCode" else "token"
    codes = list(SchemaStore(schemas_home).code_list("ubl-2.0", name))
    listed = etree.Element("x")
    for code in codes:
        etree.SubElement(listed, f"{{{XSD}}}enumeration", value=code)
    by_list = simple(base, "".join(etree.tostring(e, encoding="unicode") for e in listed))
    pattern = etree.Element(f"{{{XSD}}}pattern", value=pattern_of(codes))
    by_pattern = simple(base, etree.tostring(pattern, encoding="unicode"))
    dice = random.Random(7)
    element = etree.Element("a")
    values = ["", " ", "|", ".*", "\\", "()", *(m for c in codes for m in mutations(c, dice))]
    allowed = 0
    for value in values:
        element.set("c", value)
        verdict = by_list.validate(element)
        assert by_pattern.validate(element) == verdict, repr(value)
        allowed += verdict
    assert len(codes) <= allowed < len(values)


def test_a_pattern_escapes_every_special_character() -> None:
    """Codes made of special characters match themselves and nothing else."""
    codes = ["a.b", "a*", "(a)", "[a]", "a|b", "a\\b", "a-b", "^a$", "{1}", "a+?"]
    schema = simple("token", f'<s:pattern xmlns:s="{XSD}" value="{pattern_of(codes)}"/>')
    for value in [*codes, "axb", "aa", "a", "b", "ab"]:
        assert schema.validate(etree.Element("a", c=value)) == (value in codes), value


@pytest.mark.parametrize(
    "codes",
    [["A", "AB", "ABC", "B"], ["x" * n for n in range(1, 60)], ["same", "same"], ["", "A"]],
    ids=["prefixes", "deep", "doubled", "empty"],
)
def test_a_pattern_tells_codes_that_begin_alike(codes: list[str]) -> None:
    """A code may be the beginning of another, however many do so in turn."""
    schema = simple("token", f'<s:pattern xmlns:s="{XSD}" value="{pattern_of(codes)}"/>')
    for value in {code[:length] for code in codes for length in range(len(code) + 2)} | {"AC"}:
        assert schema.validate(etree.Element("a", c=value)) == (value in codes), value


def test_code_lists_come_with_their_names(schemas_home: Path) -> None:
    """The UN/ECE units of UBL 2.0: 1,093 codes, each with its English name."""
    units = SchemaStore(schemas_home).code_list("ubl-2.0", "UnitCode")
    assert len(units) == 1093
    assert units["EA"] == "each"
    with pytest.raises(SchemasMissing):
        SchemaStore(schemas_home).code_list("ubl-2.1", "UnitCode")
