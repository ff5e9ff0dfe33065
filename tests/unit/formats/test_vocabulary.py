"""Each word of the field tables does what it says, reading and writing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

Catalogue = Callable[..., bytes]
FORMAT = """
authority = "mine"
parent = "ubl"
[[document]]
kind = "catalogue"
version = "1"
root = "Catalogue"
schema = "ubl-2.1"
table = "catalogue.toml"
identity = { customization_id = "mine-1" }
"""
TABLE = """
document = "catalogue"
lines = "cac:CatalogueLine"

[header]
customization_id = { path = "cbc:CustomizationID", type = "identifier", const = "mine-1" }
id = { path = "cbc:ID", type = "identifier", required = true }
issue_date = { path = "cbc:IssueDate", type = "date" }
# Two fields behind one element.
uuid = { path = "cac:SourceCatalogueReference/cbc:UUID", type = "identifier" }
version_id = { path = "cac:SourceCatalogueReference/cbc:ID", type = "identifier" }
provider_party = { path = "cac:ProviderParty", type = "document_party" }
receiver_party = { path = "cac:ReceiverParty", type = "document_party" }
previous_version_id = { path = "cbc:PreviousVersionID", ignore = "of no use" }

[line]
id = { path = "cbc:ID", type = "identifier", call = "number" }
action_code = { path = "cbc:ActionCode", type = "code", codes = "actions", default = "Add" }
# One element, told apart by a constant; everything else goes to the rest.
warranty_party = false
document_reference = { path = "cac:DocumentReference", type = "paper", each = true }
item = { path = "cac:Item", type = "item" }

[line.call_for_tenders_document_reference]
path = "cac:DocumentReference"
type = "paper"
where = { document_type_code = "Tender" }

[group.document_party]
party_name = { path = "cac:PartyName", type = "party_name", each = true }
[group.party_name]
name = { path = "cbc:Name", type = "text" }
[group.item]
name = { path = "cbc:Name", type = "text", attr = { languageID = "da" } }
[group.paper]
struct = "document_reference"
id = { path = "cbc:ID", type = "identifier" }
document_type_code = { path = "cbc:DocumentTypeCode", type = "code" }

[ignore]
"cbc:Note" = "of no use either"
"""
FUNCTIONS = """
from msgspec.structs import replace

def read_number(value):
    if not value.value.startswith("N-"):
        raise ValueError("a number begins with N-")
    return replace(value, value=value.value[2:])

def write_number(value):
    if not value.value.isdigit():
        raise ValueError("only digits can be written")
    return replace(value, value=f"N-{value.value}")
"""
DOCUMENT = """<Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>mine-1</cbc:CustomizationID>{id}
<cbc:IssueDate>2026-01-05</cbc:IssueDate><cbc:Note>n</cbc:Note>
<cbc:PreviousVersionID>2</cbc:PreviousVersionID>
<cac:SourceCatalogueReference><cbc:ID>7</cbc:ID><cbc:UUID>u</cbc:UUID></cac:SourceCatalogueReference>
<cac:ProviderParty><cac:PartyName><cbc:Name>A</cbc:Name></cac:PartyName></cac:ProviderParty>
<cac:ReceiverParty><cac:PartyName><cbc:Name>B</cbc:Name></cac:PartyName></cac:ReceiverParty>
<cac:CatalogueLine><cbc:ID>{number}</cbc:ID><cbc:ActionCode listID="x">NEW</cbc:ActionCode>
<cac:DocumentReference><cbc:ID>p</cbc:ID></cac:DocumentReference>
<cac:DocumentReference><cbc:ID>t</cbc:ID><cbc:DocumentTypeCode>Tender</cbc:DocumentTypeCode></cac:DocumentReference>
<cac:DocumentReference><cbc:ID>q</cbc:ID><cbc:DocumentTypeCode>z</cbc:DocumentTypeCode></cac:DocumentReference>
<cac:Item><cbc:Name>Vare</cbc:Name></cac:Item></cac:CatalogueLine></Catalogue>"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Format:
    """A format with every word in its table."""
    home = tmp_path_factory.mktemp("mappings")
    folder = home / "mine"
    (folder / "codes").mkdir(parents=True)
    (folder / "format.toml").write_text(FORMAT)
    (folder / "catalogue.toml").write_text(TABLE)
    (folder / "functions.py").write_text(FUNCTIONS)
    (folder / "codes" / "actions.csv").write_text("ours,theirs\nAdd,NEW\nDelete,GONE\n")
    folders = mapping_folders({"HUB_MAPPINGS": str(home)})
    return load_formats(folders, SchemaStore(schemas_home)).get(FormatId("mine", "catalogue", "1"))


def read(mine: Format, text: str) -> tuple[Any, Any, Report]:
    """Return head, only line and report of a document."""
    report = Report("m.xml")
    for document in mine.reader.read(Payload.of_bytes(text.encode(), "m.xml"), report):
        (line,) = document.lines(report)
        return document.header, line.body, report
    raise AssertionError(report.findings())


def good(number: str = "N-1", identifier: str = "<cbc:ID>K</cbc:ID>") -> str:
    """Return a document."""
    return DOCUMENT.format(number=number, id=identifier)


def test_reading(mine: Format) -> None:
    """Longer paths, constants, code lists, functions and choices fill the model."""
    header, line, report = read(mine, good())
    assert report.valid, report.findings()
    assert (header.uuid.value, header.version_id.value) == ("u", "7")
    assert line.id.value == "1"
    assert line.action_code.value == "Add"
    assert [paper.id.value for paper in line.document_reference] == ["p", "q"]
    assert line.call_for_tenders_document_reference.id.value == "t"
    assert not report.losses


def test_writing_is_the_inverse(mine: Format, tmp_path: Path) -> None:
    """What was read is written so that reading it again gives the same."""
    header, line, _ = read(mine, good())
    losses = LossReport()
    assert mine.writer is not None
    context = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), source=mine.id)
    writing = mine.writer.start(header, context, losses, tmp_path)
    writing.take(line)
    (part,) = writing.finish()
    text = part.path.read_text()
    assert "<cac:SourceCatalogueReference><cbc:ID>7</cbc:ID><cbc:UUID>u</cbc:UUID>" in text
    assert "<cbc:ID>N-1</cbc:ID><cbc:ActionCode>NEW<" in text
    assert '<cbc:Name languageID="da">Vare<' in text
    assert not losses
    again = read(mine, text)
    assert again[0] == header
    assert again[1].document_reference == line.document_reference
    assert again[1].call_for_tenders_document_reference == line.call_for_tenders_document_reference


def test_what_a_function_cannot_do_is_told(mine: Format, tmp_path: Path) -> None:
    """A function that refuses makes a loss, in both directions."""
    header, line, report = read(mine, good(number="1"))
    assert line.id is None
    assert [loss.field for loss in report.losses] == ["/Catalogue/cac:CatalogueLine/cbc:ID"]
    _, line, _ = read(mine, good(number="N-a"))
    losses = LossReport()
    assert mine.writer is not None
    now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    writing = mine.writer.start(header, RouteContext(now=now, source=mine.id), losses, tmp_path)
    writing.take(line)
    writing.discard()
    assert [(loss.field, loss.examples) for loss in losses] == [
        ("id", ("only digits can be written",))
    ]


def test_a_required_field_is_missed(mine: Format) -> None:
    """A head without a required field is told in the mapping's layer."""
    _, _, report = read(mine, good(identifier="<cbc:ID/>").replace("<cbc:ID/>", ""))
    assert "FMT-03" in [finding.rule for finding in report.findings(Layer.MAPPING)]
