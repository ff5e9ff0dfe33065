"""The hub's own format carries everything, through a file, to any other process."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from hub.formats.canonical import CanonicalDocument
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.report import LayerStatus, Report

Catalogue = Callable[..., bytes]
ITEM = "<cac:Item><cbc:Name>Vare</cbc:Name></cac:Item>"
OWN = FormatId("hub", "catalogue", "1")


def canonical(formats: Formats, content: bytes, folder: Path) -> Payload:
    """Write a catalogue in the hub's own format."""
    payload = Payload.of_bytes(content, "k.xml")
    report = Report("k.xml")
    found = formats.identify(payload, report)
    writer = formats.get(OWN).writer
    assert found is not None
    assert writer is not None
    now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    for document in found.reader.read(payload, report):
        context = RouteContext(now=now, source=found.id)
        writing = writer.start(document.header, context, LossReport(), folder)
        for line in document.lines():
            writing.take(line.body)
        return Payload.of_file(writing.finish()[0].path)
    raise AssertionError(report.findings())


def read(formats: Formats, payload: Payload) -> tuple[CanonicalDocument | None, Report]:
    """Read a canonical file."""
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    assert found.id == OWN
    for document in found.reader.read(payload, report):
        assert isinstance(document, CanonicalDocument)
        return document, report
    return None, report


def test_what_was_written_is_read(formats: Formats, catalogue: Catalogue, tmp_path: Path) -> None:
    """Head, lines, summary and the first source come back as they were."""
    inside = (
        '<cbc:ContentUnitQuantity unitCode="EA">1.50</cbc:ContentUnitQuantity>'
        "<cac:LineValidityPeriod><cbc:StartDate>2026-01-01</cbc:StartDate>"
        "<cbc:StartTime>10:30:00Z</cbc:StartTime></cac:LineValidityPeriod>" + ITEM
    )
    content = catalogue(inside, ITEM)
    source = Payload.of_bytes(content, "k.xml")
    found = formats.identify(source, Report("k.xml"))
    assert found is not None
    (original,) = found.reader.read(source, Report("k.xml"))
    document, report = read(formats, canonical(formats, content, tmp_path))
    assert document is not None
    assert document.header == original.header
    assert document.summary == original.summary
    assert str(document.source) == "oioubl:catalogue:2.1"
    bodies = [line.body for line in document.lines(report)]
    assert bodies == [line.body for line in original.lines()]
    assert str(bodies[0].content_unit_quantity.value) == "1.50"
    assert report.status(Layer.SYNTAX) is LayerStatus.VALID


def test_a_damaged_line_is_told_and_has_no_body(
    formats: Formats, catalogue: Catalogue, tmp_path: Path
) -> None:
    """A line that is no line of a catalogue is a finding with its place."""
    payload = canonical(formats, catalogue(ITEM, ITEM), tmp_path)
    with payload.open() as stream:
        rows = stream.read().splitlines()
    rows.insert(2, b'{"item": {"name": 4}}')
    document, report = read(formats, Payload.of_bytes(b"\n".join(rows), "x.jsonl"))
    assert document is not None
    assert [line.body is None for line in document.lines(report)] == [False, True, False]
    (finding,) = report.findings()
    assert finding.rule == "FMT-04"
    assert finding.place.line == 3


def test_a_damaged_head_gives_no_document(formats: Formats) -> None:
    """Without a head there is no document, and a finding says so."""
    content = b'{"kind": "catalogue", "header": {"id": 3}}\n'
    document, report = read(formats, Payload.of_bytes(content, "x.jsonl"))
    assert document is None
    assert [f.rule for f in report.findings()] == ["FMT-04"]
