"""Addresses of a scheme that the network has none of are told, never written (PEP-05)."""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGETS = {
    "order": "order",
    "order-change": "order-change",
    "order-cancellation": "order-cancellation",
    "order-response": "order-response",
    "despatch-advice": "despatch-advice",
    "application-response": "invoice-response",
}
ADDRESS = re.compile(r'EndpointID schemeID="[^"]*"')


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize("kind", TARGETS)
def test_a_register_that_addresses_nobody(formats: Formats, tmp_path: Path, kind: str) -> None:
    """0203 stands among the registers of ISO 6523, and not among the addresses of Peppol."""
    source = resource("mappings") / "ubl" / "examples" / kind / "input.xml"
    text = ADDRESS.sub('EndpointID schemeID="0203"', source.read_text("utf-8"))
    payload = Payload.of_bytes(text.encode(), "input.xml")
    target = formats.get(FormatId("peppol", TARGETS[kind], "3"))
    (made,) = examine(payload, formats, CONTEXT, target, tmp_path)
    refused = {one.rule for one in made.report.findings() if one.severity.refuses}
    assert made.checked is None
    assert "PEP-05" in refused
