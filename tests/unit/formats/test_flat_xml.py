"""XML that is a table at heart: read and written by a table of rows."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.item import Item
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.values import Identifier, Quantity, Text
from hub.xml.schemas import SchemaStore

FORMAT = """
authority = "list"
namespace = "urn:example:list"

[[document]]
kind = "catalogue"
version = "1"
root = "List"
schema = "list.xsd"
identity = { otherwise = true }
table = "catalogue.toml"
"""
TABLE = """
document = "catalogue"
notation = "rows"
lines = "Thing"

[header]
"id" = { path = "@no", type = "identifier" }
"name" = { path = "Title", type = "text" }
"_form" = { path = "@form", type = "text", const = "2" }

[line]
"item.name" = { path = "Name", type = "text" }
"item.keyword" = { path = "Word", type = "text", each = true, call = "words" }
"content_unit_quantity" = { path = "Holds", type = "quantity" }
"content_unit_quantity.unit_code" = { path = "Holds/@unit", type = "code" }
"""
FUNCTIONS = '''
"""Words."""

from hub.formats.flatxml import SEPARATOR


def read_words(text):
    """Part them."""
    return tuple(text.split(SEPARATOR))


def write_words(words):
    """Join them."""
    return SEPARATOR.join(word.value for word in words)
'''
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:example:list"
    targetNamespace="urn:example:list" elementFormDefault="qualified">
  <xs:element name="List"><xs:complexType><xs:sequence>
    <xs:element ref="Title"/><xs:element ref="Thing" maxOccurs="unbounded"/>
  </xs:sequence><xs:attribute name="no"/><xs:attribute name="form"/></xs:complexType></xs:element>
  <xs:element name="Title" type="xs:string"/>
  <xs:element name="Thing"><xs:complexType><xs:sequence>
    <xs:element name="Holds" minOccurs="0"><xs:complexType><xs:simpleContent>
      <xs:extension base="xs:decimal"><xs:attribute name="unit"/></xs:extension>
    </xs:simpleContent></xs:complexType></xs:element>
    <xs:element name="Name" type="xs:string"/>
    <xs:element name="Word" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="More" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<List xmlns="urn:example:list" no="7&amp;" form="2"><Title>A &lt;list&gt;</Title>
<Thing><Holds unit="KGM">1.50</Holds><Name>Flour</Name><Word>mill</Word><Word>corn</Word></Thing>
</List>
"""


@pytest.fixture
def formats(tmp_path: Path) -> Formats:
    """A format of a table and a schema, without a line of code but for the words."""
    folder = tmp_path / "list"
    folder.mkdir()
    for name, text in (
        ("format.toml", FORMAT),
        ("catalogue.toml", TABLE),
        ("functions.py", FUNCTIONS),
        ("list.xsd", SCHEMA),
    ):
        (folder / name).write_text(text)
    return load_formats([folder], SchemaStore(tmp_path))


def read(formats: Formats, text: str) -> tuple[Any, list[Any], Report]:
    """Read a document."""
    payload = Payload.of_bytes(text.encode(), "list.xml")
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        return document, list(document.lines(report)), report
    return None, [], report


def test_a_document_is_read_without_code(formats: Formats) -> None:
    """Attributes of the root, elements, attributes of elements, elements that repeat."""
    document, (line,), report = read(formats, WHOLE)
    assert document.header == Catalogue(id=Identifier("7&"), name=Text("A <list>"))
    assert line.body == CatalogueLine(
        content_unit_quantity=Quantity(Decimal("1.50"), "KGM"),
        item=Item(name=Text("Flour"), keyword=(Text("mill"), Text("corn"))),
    )
    assert report.valid
    assert not report.losses


def test_a_document_is_written_as_it_was(formats: Formats, tmp_path: Path) -> None:
    """Constants are written, and elements stand in the order of the schema."""
    document, (line,), _ = read(formats, WHOLE)
    form, losses = formats.get(FormatId.parse("list:catalogue:1")), LossReport()
    assert form.writer is not None
    context = RouteContext(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    writing = form.writer.start(document.header, context, losses, tmp_path)
    writing.take(line.body)
    (part,) = writing.finish()
    assert part.path.read_text() == WHOLE
    assert not losses
    report = Report(part.name)
    formats.validate_part(part, form, report)
    assert report.valid


def test_what_has_no_column_is_lost(formats: Formats, tmp_path: Path) -> None:
    """In reading and in writing, by name."""
    more = WHOLE.replace("</Thing>", "<More>and more</More></Thing>")
    _, _, report = read(formats, more)
    assert [(x.field, x.examples) for x in report.losses] == [("/List/Thing/More", ("and more",))]
    form, losses = formats.get(FormatId.parse("list:catalogue:1")), LossReport()
    assert form.writer is not None
    context = RouteContext(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    writing = form.writer.start(Catalogue(version_id=Identifier("2")), context, losses, tmp_path)
    writing.take(CatalogueLine(orderable_unit=Text("EA")))
    writing.discard()
    assert [x.field for x in losses] == ["orderable_unit", "version_id"]
    assert not list(tmp_path.glob("*.xml"))


def test_a_wrong_line_is_told_with_its_place(formats: Formats) -> None:
    """The schema judges; a line it refuses comes without a body."""
    wrong = WHOLE.replace("1.50", "much")
    _, (line,), report = read(formats, wrong)
    assert line.body is None
    (finding,) = report.findings()
    assert finding.place.line == 3
    assert finding.value == "much"


def test_places_of_fields(formats: Formats) -> None:
    """A field that is there has its line, one that is not the path it would have."""
    payload = Payload.of_bytes(WHOLE.encode(), "list.xml")
    report = Report("list.xml")
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        assert document.locate("name").path == "/List/Title"
        assert document.locate("id").path == "/List/@no"
        for line in document.lines(report):
            assert line.locate("item.name").path == "/List/Thing[1]/Name"
            assert line.locate("item.keyword[1]").path == "/List/Thing[1]/Word[2]"
            assert line.locate("content_unit_quantity.unit_code").line == 3


def test_names_are_those_of_the_schema(formats: Formats, tmp_path: Path) -> None:
    """The written root has the namespace of the format."""
    form = formats.get(FormatId.parse("list:catalogue:1"))
    assert form.writer is not None
    context = RouteContext(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    writing = form.writer.start(Catalogue(), context, LossReport(), tmp_path)
    (part,) = writing.finish()
    root = etree.parse(part.path).getroot()
    assert etree.QName(root).namespace == "urn:example:list"
