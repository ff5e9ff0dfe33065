"""Every kind of document has a head, perhaps lines, and two sides."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.formats.structs import slots_of
from hub.formats.summary import summary_of
from hub.model.context import RouteContext
from hub.model.identity import EndpointID, FormatId
from hub.model.kinds import KINDS
from hub.model.loss import LossReport
from hub.model.orderchange import OrderCancellation
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.report import Report
from hub.model.values import Identifier

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
OWN = FormatId("hub", "order-cancellation", "1")


def gln(number: str) -> DocumentParty:
    """Return a party with an address."""
    return DocumentParty(endpoint_id=Identifier(number, scheme_id="GLN"))


CANCELLATION = OrderCancellation(
    id=Identifier("A-1"),
    issue_date=dt.date(2026, 1, 5),
    buyer_customer_party=CustomerParty(party=gln("5790000000005")),
    seller_supplier_party=SupplierParty(party=gln("5790000000012")),
)


def written(formats: Formats, folder: Path) -> Path:
    """Write a cancelled order, which has no lines, in the hub's own format."""
    writer = formats.get(OWN).writer
    assert writer is not None
    return writer.start(CANCELLATION, RouteContext(now=NOW), LossReport(), folder).finish()[0].path


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_kept_by_the_hub(kind: str, formats: Formats) -> None:
    """The sides of a kind are fields of its head, and the hub's own format has it."""
    known = KINDS[kind]
    assert {known.sender, known.receiver} <= set(slots_of(known.head))
    own = formats.get(FormatId("hub", kind, "1"))
    assert own.readable
    assert own.writer is not None


def test_sides_are_those_of_the_kind() -> None:
    """An order that is cancelled goes from the buyer to the seller."""
    summary = summary_of(CANCELLATION, "order-cancellation")
    assert summary.sender == (EndpointID("GLN", "5790000000005"),)
    assert summary.receiver == (EndpointID("GLN", "5790000000012"),)
    assert (summary.id, summary.issue_date) == ("A-1", dt.date(2026, 1, 5))
    # A head that is of another kind says nothing of that one's sides.
    assert summary_of(CANCELLATION, "invoice").sender == ()


def test_a_kind_without_lines_comes_back(formats: Formats, tmp_path: Path) -> None:
    """The head alone is the document."""
    report = Report("a.jsonl")
    payload = Payload.of_file(written(formats, tmp_path))
    found = formats.identify(payload, report)
    assert found is not None
    assert found.id == OWN
    (document,) = [
        (document.header, list(document.lines(report)))
        for document in found.reader.read(payload, report)
    ]
    assert document == (CANCELLATION, [])
    assert report.valid


def test_a_line_of_a_kind_without_lines_is_refused(formats: Formats, tmp_path: Path) -> None:
    """Whatever follows the head of such a kind is told, with its row, and has no body."""
    path = written(formats, tmp_path)
    path.write_bytes(path.read_bytes() + b'{"id": {"value": "1"}}\n')
    report = Report("a.jsonl")
    payload = Payload.of_file(path)
    for document in formats.get(OWN).reader.read(payload, report):
        assert [line.body for line in document.lines(report)] == [None]
    assert not report.valid
    assert [finding.place.line for finding in report.findings()] == [2]
