"""A document whose schema the hub does not have is known, addressed, and not called judged."""

import os
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.formats.unjudged import NOT_INSTALLED
from hub.model.finding import Layer
from hub.model.report import LayerStatus, Report
from hub.xml.schemas import SchemaStore

OIOUBL = "urn:oioubl:names:specification:oioubl:schema:xsd"
STATEMENT = f"""<UtilityStatement xmlns="{OIOUBL}:UtilityStatement-2"
  xmlns:cac="{OIOUBL}:CommonAggregateComponents-2" xmlns:cbc="{OIOUBL}:CommonBasicComponents-2">
  <cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>{{version}}</cbc:CustomizationID>
  <cbc:ID>EL-1</cbc:ID>
  <cac:SenderParty><cbc:EndpointID schemeID="GLN">5790000000005</cbc:EndpointID></cac:SenderParty>
  <cac:ReceiverParty><cbc:EndpointID schemeID="GLN">5790099991024</cbc:EndpointID>
  </cac:ReceiverParty></UtilityStatement>"""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


@pytest.mark.parametrize(
    ("said", "version"),
    [("OIOUBL-2.02", "2.02"), ("OIOUBL-2.1", "2.1"), ("OIOUBL-7", "unknown")],
)
def test_a_utility_statement_is_known_by_its_namespace(
    formats: Formats, said: str, version: str
) -> None:
    """Sender and receiver are read; the report says that no schema and no rules judged it."""
    report = Report("el.xml")
    payload = Payload.of_bytes(STATEMENT.format(version=said).encode(), "el.xml")
    source = formats.identify(payload, report)
    assert source is not None
    assert str(source.id) == f"oioubl:utility-statement:{version}"
    (document,) = source.reader.read(payload, report)
    assert document.summary.id == "EL-1"
    assert [str(one) for one in document.summary.sender] == ["GLN 5790000000005"]
    assert [str(one) for one in document.summary.receiver] == ["GLN 5790099991024"]
    assert report.skipped(Layer.SCHEMA) == NOT_INSTALLED
    assert report.status(Layer.OFFICIAL) is LayerStatus.SKIPPED
