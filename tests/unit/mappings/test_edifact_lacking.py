"""What EDIFACT writes of documents that lack something: a message or a finding, never a fault."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from hub.facts.schemes import endpoint
from hub.formats.document import Document
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Place
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossKind, LossReport
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

EXAMPLES = Path(__file__).parents[3] / "mappings"
NOTHING: frozenset[str] = frozenset()
NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """Every format of the repository."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def lacking(body: Any, depth: int = 0, demanded: frozenset[str] = NOTHING) -> Iterator[Any]:
    """Yield a head or line again and again, each time without one thing that it says."""
    for field in fields(body):
        value = getattr(body, field.name)
        if value is None or value == ():
            continue
        empty: Any = () if isinstance(value, tuple) else None
        if field.name not in demanded:
            yield replace(body, **{field.name: empty})
        inner = value[0] if isinstance(value, tuple) else value
        if isinstance(inner, Struct) and depth < 6 and type(inner).__module__ != "hub.model.values":
            for one in lacking(inner, depth + 1):
                kept = (one, *value[1:]) if isinstance(value, tuple) else one
                yield replace(body, **{field.name: kept})


def _nowhere(_path: str) -> Place:
    return Place()


def written(target: Format, header: Any, bodies: list[Any], source: FormatId, folder: Path) -> bool:
    """Write a document as the hub does, rules first; return whether they let it pass."""
    context = RouteContext(NOW, source=source)
    losses = LossReport()
    assert target.rules is not None
    assert target.writer is not None
    checker = target.rules.for_writing().checker(context, target.kind)
    header, found = checker.header(header, _nowhere)
    if any(one.severity.refuses for one in found):
        return False
    writing = target.writer.start(header, context, losses, folder)
    for number, body in enumerate(bodies, start=1):
        kept, _ = checker.line(Line(number, body, _nowhere))
        if kept is not None:
            writing.take(kept)
    checker.end()
    for part in writing.finish():
        assert part.path.read_bytes().startswith((b"UNA", b"UNB"))
    return True


def read(formats: Formats, path: Path) -> tuple[Document, list[Any]]:
    """Return the first document of a file, and its lines."""
    report = Report(path.name)
    source = formats.identify(Payload.of_file(path, name=path.name), report)
    assert source is not None
    document = next(iter(source.reader.read(Payload.of_file(path, name=path.name), report)))
    return document, [line.body for line in document.lines(report) if line.body is not None]


DEMANDED = frozenset({"line_extension_amount", "item", "line_item"})
"""What the schemas of UBL want in every line; no document without it is read."""

SOURCES = (
    ("edifact/examples/order", "edifact:order:d96a"),
    ("edifact/examples/order-response", "edifact:order-response:d96a"),
    ("edifact/examples/invoice", "edifact:invoice:d96a"),
    ("edifact/examples/credit-note", "edifact:credit-note:d96a"),
    ("oioubl/examples/order", "edifact:order:d96a"),
    ("oioubl/examples/order-response", "edifact:order-response:d96a"),
    ("oioubl/examples/invoice", "edifact:invoice:d96a"),
    ("oioubl/examples/credit-note", "edifact:credit-note:d96a"),
)


@pytest.mark.parametrize(("example", "name"), SOURCES)
def test_whatever_is_missing_is_no_fault(
    formats: Formats, example: str, name: str, tmp_path: Path
) -> None:
    """Each thing a document says is left out once: it is refused, or it is a message."""
    target = formats.get(FormatId.parse(name))
    assert target is not None
    document, bodies = read(formats, next((EXAMPLES / example).glob("input.*")))
    faults, passed = [], 0
    for number, header in enumerate(lacking(document.header)):
        try:
            passed += written(target, header, bodies, document.format, tmp_path / f"h{number}")
        except (AttributeError, StopIteration, TypeError, ValueError, LookupError) as fault:
            faults.append((number, repr(fault)))
    for number, body in enumerate(
        lacking(bodies[0], demanded=DEMANDED if document.format.authority == "oioubl" else NOTHING)
        if bodies
        else ()
    ):
        rest = [body, *bodies[1:]]
        folder = tmp_path / f"l{number}"
        try:
            passed += written(target, document.header, rest, document.format, folder)
        except (AttributeError, StopIteration, TypeError, ValueError, LookupError) as fault:
            faults.append((number, repr(fault)))
    assert faults == []
    assert passed > 10


def test_the_envelope_names_whom_the_message_does_not(formats: Formats, tmp_path: Path) -> None:
    """A party without a number has that of the route's configuration, told as derived."""
    target = formats.get(FormatId("edifact", "order", "d96a"))
    assert target is not None
    assert target.writer is not None
    document, bodies = read(formats, EXAMPLES / "edifact/examples/order/input.edi")
    card = PartyCard("mill", "Mill", "DK", (endpoint("GLN", "5790000000005"),))
    losses = LossReport()
    header = replace(document.header, seller_supplier_party=None)
    context = RouteContext(NOW, receiver=card, source=document.format)
    writing = target.writer.start(header, context, losses, tmp_path)
    for body in bodies:
        writing.take(body)
    (part,) = writing.finish()
    assert b"+5790000000005:14+" in part.path.read_bytes().splitlines()[1]
    told = [(one.field, one.kind) for one in losses if one.kind is LossKind.DERIVED]
    assert told == [("seller_supplier_party.party.endpoint_id", LossKind.DERIVED)]
