"""Reads timecards of hired staff: whose hours, for which order, on which day, at which rate."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from hub.facts.schemes import endpoint
from hub.formats.elements import Book
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.unjudged import READ_ONLY
from hub.model.finding import Finding, Layer, Place
from hub.model.identity import EndpointID, FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.model.summary import Summary
from hub.rules.module import sibling
from hub.xml.parse import parse

cards = sibling(__file__, "cards")

MEDIA_TYPE = "application/xml"
REGISTER = "KvK"
"""The agency whose numbers of companies the second version states."""


def reader(form: Any) -> "TimecardReader":
    """Return the reader of a format of this folder."""
    return TimecardReader(form.id)


class TimecardReader:
    """From a file to its one timecard."""

    def __init__(self, identity: FormatId) -> None:
        self._identity = identity

    def read(self, payload: Payload, report: Report) -> Iterator["TimecardDocument"]:
        """Yield the card; nothing when it is unusable (TIM-01 to TIM-03)."""
        report.begin(Layer.SYNTAX)
        with closing(payload.open()) as stream:
            root = parse(stream.read())
        if isinstance(root, Finding):
            report.add(Layer.SYNTAX, root)
            return
        report.skip(Layer.SCHEMA, READ_ONLY)
        top = cards.Part(root, Book(report))
        read = cards.second if self._identity.version == "2" else cards.first
        document = TimecardDocument(self._identity, top, read(top), Original.whole(payload))
        if report.fatal:
            return
        cards.conceal(top)
        top.book.unread(root)
        yield document


class TimecardDocument:
    """One timecard; its lines are the rows that its head holds as well."""

    def __init__(self, identity: FormatId, top: Any, found: Any, original: Original) -> None:
        self.format = identity
        self.original = original
        self.header = found
        self._top = top
        self.summary = Summary(
            identity.document,
            id=found.id,
            issue_date=found.end,
            sender=_company(top, "supplier"),
            receiver=_company(top, "customer"),
            references=(("order", found.order),) if found.order else (),
        )

    def locate(self, _field: str) -> Place:
        """Return the document as a whole: its elements are not kept apart."""
        return self._top.book.places.place(self._top.element)

    def lines(self, _report: Report | None = None) -> Iterator[Line]:
        """Yield the rows."""
        for number, row in enumerate(self.header.rows, start=1):
            yield Line(number, row, _place_in(number))


def _company(top: Any, side: str) -> tuple[EndpointID, ...]:
    """Return the number of a company in the national register, where the card states it."""
    for one in top.all(f"{side}/legalId"):
        if one.said("schemeAgencyId") == REGISTER and (number := one.said("value")):
            return (endpoint("NL:KVK", number),)
    return ()


def _place_in(number: int) -> Callable[[str], Place]:
    return lambda field: Place(path=f"row[{number}]/{field}")
