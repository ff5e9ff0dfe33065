"""A document being read, and the parties of a reading and a writing.

The head of a document is read at once, its lines one by one::

    reader.read(payload, report) -> documents -> document.header
                                              -> document.lines(report) -> line, line, ...

and written the same way, by as many writings at once as there are receivers::

    writer.start(header, context, losses, folder) -> writing
    writing.take(body) ... writing.finish() -> parts
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.finding import Place
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.summary import Summary

__all__ = [
    "Document",
    "Part",
    "Reader",
    "Writer",
    "Writing",
]


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

    @property
    def original(self) -> Original:
        """The sender's bytes that are this document: all of the payload, or its part of it."""

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands in the sender's file."""

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines in order; may be iterated again.

        Findings about lines and what could not be read go to ``report`` when one is given.
        A line that could not be read comes with no body, so that it is counted as refused.
        """


class Reader(Protocol):
    """From the bytes of one format to documents."""

    def read(self, payload: Payload, report: Report) -> Iterator[Document]:
        """Yield the documents of an interchange, in order.

        An unusable interchange yields nothing and leaves its findings in ``report``. A
        document that cannot be read among others may come without a head, so that its
        neighbours keep their places and do not answer for it.
        """


@dataclass(frozen=True, slots=True)
class Part:
    """One finished output.

    A small one is held in memory as ``content``: making a folder and a file for it takes as long
    as writing it. ``place`` is where its file lies, or would lie.
    """

    name: str
    media_type: str
    place: Path
    size: int
    sha256: str
    content: bytes | None = None

    @property
    def path(self) -> Path:
        """The file, for those who need one; it is written now when it was in memory."""
        if self.content is not None:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            self.place.write_bytes(self.content)
        return self.place

    def payload(self) -> Payload:
        """Return the bytes as readers take them, from where they are."""
        place = self.place if self.content is None else None
        return Payload(self.name, self.size, self.sha256, place, self.content, self.media_type)

    def on_disk(self) -> "Part":
        """Return the same as a file, where there are too many to be held in memory."""
        return Part(self.name, self.media_type, self.path, self.size, self.sha256)


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
