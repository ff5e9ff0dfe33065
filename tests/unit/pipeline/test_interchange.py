"""Interchanges that hold more than one document."""

from itertools import chain

from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.report import LayerStatus
from hub.pipeline.envelope import document_id
from hub.pipeline.examination import examine
from hub.pipeline.outcome import Accepted, Processed, Rejected, Routed
from hub.pipeline.process import process
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    NOW,
    TOWN,
    City,
    Diary,
    Hall,
    agreement,
    envelope,
    party,
    payload,
    wants,
)

CITY = City(
    party("maker", MAKER),
    party(
        "town",
        TOWN,
        receives=[wants("catalogue", "town.in", CANONICAL)],
        agreements=[agreement("T", "town")],
    ),
)


def head(number: str) -> bytes:
    """Return the first line of a canonical file."""
    return b'{"kind":"catalogue","header":{"id":{"value":"%s"}}}\n' % number.encode()


GOOD = b'{"id":{"value":"1"}}\n'
BAD = b'{"id":1}\n'


def bundle(*documents: bytes) -> Payload:
    """Return documents in one file."""
    return payload(b"BUNDLE\n" + b"".join(b"====\n" + one for one in documents), "all.bundle")


def ended(hall: Hall, sent: Payload) -> list[Processed]:
    """Return how the documents of an interchange ended."""
    return process(envelope(sent), sent, hall.bench(CITY, Diary()))


def test_every_document_has_a_name_a_number_and_a_report(hall: Hall) -> None:
    """What is found in one is not told of another."""
    sent = bundle(head("A") + GOOD, head("B") + BAD, head("C") + GOOD + GOOD)
    first, second, third = ended(hall, sent)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert [one.document for one in (first, second, third)] == [
        document_id("interchange-1", number) for number in (1, 2, 3)
    ]
    assert isinstance(first.outcome, Accepted)
    assert second.outcome == Rejected("FMT-04")
    assert isinstance(third.outcome, Accepted)
    assert [one.report.valid for one in (first, second, third)] == [True, False, True]
    assert third.report.status(Layer.SYNTAX) is LayerStatus.VALID
    assert third.report.format_id == "bundle:catalogue:1"


def test_outputs_of_documents_do_not_mix(hall: Hall) -> None:
    """Two documents without a number would have files of one name."""
    nameless = b'{"kind":"catalogue","header":{}}\n'
    both = ended(hall, bundle(nameless + GOOD, nameless + GOOD + GOOD))
    parts = list(
        chain.from_iterable(
            way.parts
            for one in both
            if isinstance(one.outcome, Accepted)
            for way in one.outcome.routes
            if isinstance(way, Routed)
        )
    )
    assert len({part.path for part in parts}) == 2
    assert [part.path.stat().st_size for part in parts] == [part.size for part in parts]


def test_a_finding_before_a_document_belongs_to_it(hall: Hall) -> None:
    """What was wrong with the second head is not the first document's."""
    sent = bundle(head("A") + GOOD, b"WRONG HEAD\n" + head("B") + GOOD)
    first, second = ended(hall, sent)
    assert isinstance(first.outcome, Accepted)
    assert second.outcome == Rejected("FMT-04")
    assert first.report.valid


def test_what_cannot_be_read_at_the_end_is_told_too(hall: Hall) -> None:
    """A piece that makes no document ends the interchange as one that is rejected."""
    first, rest = ended(hall, bundle(head("A") + GOOD, b"no head\n"))
    assert isinstance(first.outcome, Accepted)
    assert rest.outcome == Rejected("FMT-04")
    assert (rest.number, rest.summary) == (2, None)
    assert first.document != rest.document


def test_at_a_desk_it_is_the_same(hall: Hall) -> None:
    """Each document of a file has its own report there too."""
    sent = bundle(head("A") + GOOD, head("B") + BAD, head("C") + GOOD, b"no head\n")
    context = RouteContext(now=NOW)
    examined = list(examine(sent, hall.formats, context, hall.formats.get(CANONICAL), hall.folder))
    assert [one.report.valid for one in examined] == [True, False, True, False]
    assert [len(one.parts) for one in examined] == [1, 0, 1, 0]
    assert [one.lines for one in examined] == [1, 0, 1, 0]
