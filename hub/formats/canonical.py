"""The hub's own format: the model as JSON Lines.

::

    {"format": "oioubl:catalogue:2.02", "kind": "catalogue", "header": {...}}
    {...}                                  one line of the document each
    {...}

The first line also says from which format the document was read.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from hub.formats.document import Part
from hub.formats.messages import not_canonical
from hub.formats.original import Original
from hub.formats.outfile import OutFile, file_name
from hub.formats.payload import Payload
from hub.formats.summary import summary_of
from hub.formats.unjudged import OWN_FORMAT
from hub.model.context import RouteContext
from hub.model.finding import Layer, Place
from hub.model.identity import FormatId
from hub.model.kinds import KINDS
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.report import Report

__all__ = ["CanonicalDocument", "CanonicalReader", "CanonicalWriter", "recognise_canonical"]

MEDIA_TYPE = "application/x-ndjson"
LINE_LIMIT = 64_000_000
"""How long one JSON line may be, in bytes."""

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError)
"""What the decoder raises: no JSON, no text, nested too deep; a value that means nothing."""

MOST_DIGITS = 1000
"""Digits of a number, those before the point that are only zeros too."""

_WHERE = re.compile(r" - at `\$\.?([^`]{1,200})`")


class First(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The first line of a canonical file."""

    format: str | None = None
    kind: str
    header: msgspec.Raw


def recognise_canonical(payload: Payload) -> str | None:
    """Return the kind of document in a canonical file, or None when it is none."""
    with closing(payload.open()) as stream:
        if not stream.read(1).startswith(b"{"):
            return None
        stream.seek(0)
        text = stream.readline(LINE_LIMIT)
    try:
        return msgspec.json.decode(text, type=First).kind
    except UNREADABLE:
        return None


@dataclass(frozen=True)
class CanonicalReader:
    """Reads documents of one kind."""

    format: FormatId

    def read(self, payload: Payload, report: Report) -> Iterator["CanonicalDocument"]:
        """Yield the document of a file; none when its first line does not hold a head."""
        report.begin(Layer.SYNTAX)
        report.skip(Layer.SCHEMA, OWN_FORMAT)
        kind = KINDS[self.format.document]
        with closing(payload.open()) as stream:
            text = stream.readline(LINE_LIMIT)
        try:
            first = msgspec.json.decode(text, type=First)
            header = msgspec.json.decode(first.header, type=kind.head)
            _refuse_odd(header)
            source = FormatId.parse(first.format) if first.format else None
        except UNREADABLE as error:
            report.add(Layer.SYNTAX, not_canonical(1, _where(error)))
            return
        yield CanonicalDocument(self.format, payload, header, kind.line, source)


class CanonicalDocument:
    """One document of a canonical file; ``source`` is the format it was first read from."""

    def __init__(
        self,
        identity: FormatId,
        payload: Payload,
        header: Struct,
        body: type[Struct] | None,
        source: FormatId | None,
    ) -> None:
        self.format = identity
        self.header: Struct | None = header
        self.summary = summary_of(header, identity.document)
        self.source = source
        self.original = Original.whole(payload)
        self._payload = payload
        self._decoder = None if body is None else msgspec.json.Decoder(body)

    def locate(self, field: str) -> Place:
        """Return the line of the file and the field as its path."""
        return Place(path=f"header.{field}", line=1)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines; one that is no line of this kind comes without a body."""
        with closing(self._payload.open()) as stream:
            stream.readline(LINE_LIMIT)
            number = 0
            while text := stream.readline(LINE_LIMIT):
                if not text.strip():
                    continue
                number += 1
                body = None
                try:
                    body = self._decode(text)
                except UNREADABLE as error:
                    if report is not None:
                        report.add(Layer.SYNTAX, not_canonical(number + 1, _where(error)))
                yield Line(number, body, _place_in(number + 1))

    def _decode(self, text: bytes) -> Struct:
        """Return one line; raises ``ValueError`` for any line of a kind that has none."""
        if self._decoder is None:
            raise ValueError
        decoded = self._decoder.decode(text)
        _refuse_odd(decoded)
        return decoded


def _refuse_odd(value: Any) -> None:
    """Raise ``ValueError`` for a number that is none, or that nobody could write out."""
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
            raise ValueError
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            _refuse_odd(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            _refuse_odd(one)


def _where(error: Exception) -> str:
    """Return the field that does not fit, as far as the decoder says it; not its own words."""
    found = _WHERE.search(str(error))
    return found[1] if found else "{}"


def _place_in(row: int) -> Callable[[str], Place]:
    return lambda field: Place(path=field, line=row)


@dataclass(frozen=True)
class CanonicalWriter:
    """Writes documents of one kind; nothing of the model is lost."""

    format: FormatId

    def start(
        self, header: Any, context: RouteContext, losses: LossReport, folder: Path
    ) -> "CanonicalWriting":
        """Begin a file in ``folder``."""
        _ = losses
        number = getattr(getattr(header, "id", None), "value", None)
        file = OutFile(folder, file_name(self.format.document, number, ".jsonl"), MEDIA_TYPE)
        encoder = msgspec.json.Encoder()
        source = None if context.source is None else str(context.source)
        head = msgspec.Raw(encoder.encode(header))
        first = First(format=source, kind=self.format.document, header=head)
        file.write(encoder.encode(first) + b"\n")
        return CanonicalWriting(file, encoder)


class CanonicalWriting:
    """One canonical file in the making."""

    def __init__(self, file: OutFile, encoder: msgspec.json.Encoder) -> None:
        self._file = file
        self._encoder = encoder

    def take(self, body: Any) -> None:
        """Write one line."""
        self._file.write(self._encoder.encode(body) + b"\n")

    def finish(self) -> list[Part]:
        """Close the file."""
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()
