"""A document being read, and the parties of a reading and a writing.

The head of a document is read at once, its lines one by one::

    reader.read(payload, report) -> documents -> document.header
                                              -> document.lines(report) -> line, line, ...

and written the same way, by as many writings at once as there are receivers::

    writer.start(header, context, losses, folder) -> writing
    writing.take(body) ... writing.finish() -> parts
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from hub.formats.payload import Payload
from hub.model.finding import Place
from hub.model.identity import EndpointID, FormatId
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.summary import Summary

__all__ = [
    "Agreement",
    "Document",
    "Line",
    "Part",
    "PartyCard",
    "Reader",
    "RouteContext",
    "Writer",
    "Writing",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its body in the model, and where its fields stand.

    ``locate("item.name")`` answers with the place in the sender's file. It may only be
    asked while the line is the current one, because the source is let go line by line.
    ``body`` is None in a document that is only passed through.
    """

    number: int
    body: Any
    locate: Callable[[str], Place]


class Document(Protocol):
    """One document of an interchange, head read, lines to come."""

    @property
    def format(self) -> FormatId:
        """The format it was recognised as."""

    @property
    def summary(self) -> Summary:
        """Who, what and when."""

    @property
    def header(self) -> Struct | None:
        """The head in the model, or None for a format that is only passed through."""

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands in the sender's file."""

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the usable lines; may be iterated again.

        Findings about lines and what could not be read go to ``report`` when one is given;
        a line with an error is reported and not yielded.
        """


class Reader(Protocol):
    """From the bytes of one format to documents."""

    def read(self, payload: Payload, report: Report) -> Iterator[Document]:
        """Yield the documents of an interchange, in order.

        An unusable interchange yields nothing and leaves its findings in ``report``.
        """


@dataclass(frozen=True, slots=True)
class Part:
    """One finished output file."""

    name: str
    media_type: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What outputs and rules need to know of a configured party.

    ``numbers`` holds the party's identifiers by the hub's scheme names, without check of
    use: ``{"DK:CVR": "10000009"}``.
    """

    key: str
    name: str
    country: str
    endpoints: tuple[EndpointID, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    address: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract between one seller and one buyer.

    ``product_groups`` are UNSPSC prefixes of 2, 4, 6 or 8 digits; empty means all.
    """

    id: str
    seller: str
    buyer: str
    product_groups: tuple[str, ...] = ()
    unspsc_version: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RouteContext:
    """What a writer and a receiver's rules know besides the document.

    ``now`` is aware UTC and the same for a whole document, so that a second run over the
    same document writes the same bytes. ``options`` are the profile's keys as configured
    for this receiver (``allow_cut``, ``partial_ok``, ``unit_policy``, ...).
    """

    now: dt.datetime
    sender: PartyCard | None = None
    receiver: PartyCard | None = None
    agreement: Agreement | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    source: FormatId | None = None


class Writing(Protocol):
    """One output in the making; nothing leaves before ``finish``."""

    def take(self, body: Any) -> None:
        """Write one line."""

    def finish(self) -> list[Part]:
        """Close the output and return its files."""

    def discard(self) -> None:
        """Remove what was written so far."""


class Writer(Protocol):
    """From the model to the files of one format."""

    def start(
        self, header: Any, context: RouteContext, losses: LossReport, folder: Path
    ) -> Writing:
        """Begin an output in ``folder``; what the format cannot hold goes to ``losses``."""
