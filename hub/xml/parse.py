"""The only settings with which the hub parses XML, and the three ways of parsing.

* ``peek`` reads just the beginning, to find out what a file is;
* ``parse`` makes a tree of a small document;
* ``hub.xml.stream`` reads documents of any size, line by line.

All three refuse a DOCTYPE before anything in it is used, cap the size before the parser
sees it, fetch nothing, and answer unusable bytes with a ``Finding``, never an exception.

Texts above 10 MB are refused (SYN-06) rather than read with ``huge_tree``: that switch also
lifts the parser's guards on depth and names, and an attachment of that size is held three
times over (bytes, tree, value), which would break the worker's memory limit.
"""

import io
from typing import Any, Final, TypeAlias

from lxml import etree
from msgspec import Struct

from hub.model.finding import Finding
from hub.xml.encoding import ByteStream, Source
from hub.xml.syntax import Unusable, syntax_finding, syntax_finding_of

__all__ = [
    "LIMITS",
    "PARSER_OPTIONS",
    "Element",
    "Feed",
    "Limits",
    "Peek",
    "parse",
    "peek",
]

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's documented name for typing

PARSER_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "recover": False,
    "huge_tree": False,
    "decompress": False,
}
"""For ``etree.XMLParser`` and its kin. ``resolve_entities=False`` would be worse than
``internal``: an entity then stays as a node of its own and silently cuts the text."""


_TAIL: Final = 64
"""How many bytes of the end tell whether a file was cut off."""


class Limits(Struct, frozen=True):
    """How much of a file is read: bytes in all, and bytes and markup signs of one unit.

    A unit is what is in memory at once: a tree, a document's header, or one of its lines.
    Markup signs are ``<`` and ``=``; an element costs 30 times its bytes in memory, so the
    signs bound what bytes alone do not. Both are counted in pieces of 64 KiB.
    """

    document: int = 4_000_000_000
    unit: int = 32_000_000
    marks: int = 1_000_000


LIMITS: Final = Limits()


class Peek(Struct, frozen=True):
    """What the beginning of a document says.

    ``root`` and the keys of ``texts`` are written ``{namespace}name``. ``texts`` holds the
    first text of every simple child of the root up to the first child with children of its
    own (a box of extensions in first place is skipped).
    """

    root: str
    attributes: dict[str, str]
    namespaces: dict[str | None, str]
    texts: dict[str, str]


class Feed:
    """Hands a source to a push parser in pieces, counting what the present unit costs.

    The beginning is read twice: once by a parser that only looks for a DOCTYPE.
    """

    def __init__(self, stream: ByteStream, limits: Limits) -> None:
        self._limits = limits
        self._source = Source(stream, limits.document)
        self.encoding = self._source.encoding
        self.override = self._source.override
        self._size = 0
        self._marks = 0
        self._head: list[bytes] = []
        self._tail = b""
        self._ended = False
        self._refuse_doctype()

    def pieces(self) -> "Pieces":
        """Return the pieces of the file, from its start; raises ``Unusable``."""
        return Pieces(self, self._head)

    def next_piece(self) -> bytes:
        """Return the next piece from the source, counted; raises ``Unusable``."""
        piece = self._source.read()
        self._ended = not piece
        self._tail = (self._tail + piece)[-_TAIL:]
        self._size += len(piece)
        self._marks += piece.count(b"<") + piece.count(b"=")
        if self._size > self._limits.unit:
            raise Unusable(syntax_finding("SYN-03", limit=self._limits.unit // 1_000_000))
        if self._marks > self._limits.marks:
            raise Unusable(syntax_finding("SYN-07"))
        return piece

    def unit_done(self) -> None:
        """Begin counting anew: what was read so far has left memory."""
        self._size = self._marks = 0

    def unusable(self, error: etree.XMLSyntaxError) -> Unusable:
        """Return the finding for a parser's exception."""
        # A whole document ends with a tag, and white space at most.
        cut_off = self._ended and not self._tail.rstrip(b" \t\r\n\0").endswith(b">")
        return Unusable(syntax_finding_of(error, self.encoding, cut_off=cut_off))

    def _refuse_doctype(self) -> None:
        prolog = _Prolog()
        parser = etree.XMLParser(target=prolog, encoding=self.override, **PARSER_OPTIONS)
        while piece := self.next_piece():
            self._head.append(piece)
            try:
                parser.feed(piece)
            except _Enough:
                break
            except etree.XMLSyntaxError as error:
                raise self.unusable(error) from error
        if prolog.doctype_seen:
            before, _, _ = b"".join(self._head).partition(b"<!DOCTYPE")
            raise Unusable(syntax_finding("SYN-02", before.count(b"\n") + 1))
        if not self._head:
            raise Unusable(syntax_finding("SYN-08"))


class Pieces:
    """Iterates over the pieces of a feed, those already read first."""

    def __init__(self, feed: Feed, head: list[bytes]) -> None:
        self._feed = feed
        self._head = head[::-1]

    def __iter__(self) -> "Pieces":
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        piece = self._head.pop() if self._head else self._feed.next_piece()
        if not piece:
            raise StopIteration
        return piece


def parse(data: bytes, limits: Limits = LIMITS) -> Element | Finding:
    """Return the root of a small document, or the finding that makes it unusable."""
    try:
        feed = Feed(io.BytesIO(data), limits)
        parser = etree.XMLParser(encoding=feed.override, **PARSER_OPTIONS)
        try:
            for piece in feed.pieces():
                parser.feed(piece)
            return parser.close()
        except etree.XMLSyntaxError as error:
            raise feed.unusable(error) from error
    except Unusable as unusable:
        return unusable.finding


def peek(stream: ByteStream, limits: Limits = LIMITS) -> Peek | Finding:
    """Return what the beginning of a document says, or why it cannot be used.

    Reads no further than needed; the rest of the file may still turn out to be unusable.
    """
    try:
        feed = Feed(stream, limits)
        beginning = _Beginning()
        parser = etree.XMLParser(target=beginning, encoding=feed.override, **PARSER_OPTIONS)
        try:
            for piece in feed.pieces():
                parser.feed(piece)
            parser.close()
        except _Enough:
            pass
        except etree.XMLSyntaxError as error:
            if not beginning.over:
                raise feed.unusable(error) from error
        return Peek(beginning.root, beginning.attributes, beginning.namespaces, beginning.texts)
    except Unusable as unusable:
        return unusable.finding


class _Enough(Exception):
    """Stops a target parser that has seen what it wanted."""


class _Prolog:
    """Looks at everything before the root: is there a DOCTYPE?"""

    def __init__(self) -> None:
        self.doctype_seen = False

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        self.doctype_seen = True
        raise _Enough

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        raise _Enough

    def close(self) -> None:
        """Satisfy lxml, which asks every target for it."""


class _Beginning:
    """Collects what ``Peek`` holds and stops the parser when it has it."""

    def __init__(self) -> None:
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.namespaces: dict[str | None, str] = {}
        self.texts: dict[str, str] = {}
        self.over = False
        self._depth = 0
        self._children = 0
        self._child = ""
        self._text: list[str] = []

    def start(
        self, tag: str, attributes: dict[str, str], nsmap: dict[str | None, str] | None = None
    ) -> None:
        self._depth += 1
        if self._depth == 1:
            self.root = tag
            self.attributes = dict(attributes)
            self.namespaces = {prefix or None: uri for prefix, uri in (nsmap or {}).items()}
        elif self._depth == 2:  # noqa: PLR2004 - a child of the root
            self._children += 1
            self._child = tag
            self._text.clear()
        elif self._children > 1:
            self._stop()

    def data(self, text: str) -> None:
        if self._depth == 2:  # noqa: PLR2004 - a child of the root
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if self._depth == 2:  # noqa: PLR2004 - a child of the root
            self.texts.setdefault(self._child, "".join(self._text).strip())
        self._depth -= 1
        if not self._depth:
            self._stop()

    def close(self) -> None:
        """Satisfy lxml, which asks every target for it."""

    def _stop(self) -> None:
        self.over = True
        raise _Enough
