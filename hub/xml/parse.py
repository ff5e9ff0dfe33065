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
from hub.xml.prolog import Enough, Prolog, begins_with_root
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


_SIP: Final = 1024
"""How many bytes a look at the beginning takes at a time: it rarely needs many."""
_TAIL: Final = 64
"""How many bytes of the end tell whether a file was cut off."""


class Limits(Struct, frozen=True):
    """How much of a file is read: bytes in all, and bytes and markup signs of one unit.

    A unit is what is in memory at once: a tree, a document's header, or one of its lines. A
    document of at most ``tree`` bytes is held in memory as one tree, lines and all.
    Markup signs are ``<`` and ``=``; an element costs 30 times its bytes in memory, so the
    signs bound what bytes alone do not. Both are counted in pieces of 64 KiB.
    """

    document: int = 4_000_000_000
    unit: int = 32_000_000
    marks: int = 1_000_000
    tree: int = 256 * 1024


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
        prolog, parser = Prolog(), None
        while piece := self.next_piece():
            self._head.append(piece)
            if parser is None:
                if begins_with_root(piece):
                    return
                parser = etree.XMLParser(target=prolog, encoding=self.override, **PARSER_OPTIONS)
            try:
                parser.feed(piece)
            except Enough:
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
        beginning = _Beginning(feed.override)
        for piece in feed.pieces():
            for start in range(0, len(piece), _SIP):
                try:
                    beginning.feed(piece[start : start + _SIP])
                except etree.XMLSyntaxError as error:
                    raise feed.unusable(error) from error
                if beginning.over:
                    return beginning.seen()
        try:
            beginning.close()
        except etree.XMLSyntaxError as error:
            raise feed.unusable(error) from error
        return beginning.seen()
    except Unusable as unusable:
        return unusable.finding


class _Beginning:
    """Parses a document until it has seen what ``Peek`` holds."""

    def __init__(self, encoding: str | None) -> None:
        self.over = False
        self._parser = etree.XMLPullParser(
            events=("start", "end"), encoding=encoding, **PARSER_OPTIONS
        )
        self._root: Element = None
        self._depth = 0
        self._children = 0
        self._texts: dict[str, str] = {}

    def feed(self, data: bytes) -> None:
        """Parse a little more; raises when that is broken before enough has been seen."""
        try:
            self._parser.feed(data)
        except etree.XMLSyntaxError:
            self._look()
            if not self.over:
                raise
        else:
            self._look()

    def close(self) -> None:
        """End the file; raises when it is not whole."""
        self._parser.close()
        # The parser may have kept the last few bytes to itself until now.
        self._look()

    def seen(self) -> Peek:
        """Return what was seen."""
        root = self._root
        return Peek(root.tag, dict(root.attrib), dict(root.nsmap), self._texts)

    def _look(self) -> None:
        for event, element in self._parser.read_events():
            if event == "end":
                self._depth -= 1
                if self._depth == 1:
                    self._texts.setdefault(element.tag, _own_text(element))
                elif not self._depth:
                    self.over = True
            else:
                self._depth += 1
                if self._depth == 1:
                    self._root = element
                elif self._depth == 2:  # noqa: PLR2004 - a child of the root
                    self._children += 1
                elif self._children > 1:
                    self.over = True
            if self.over:
                return


def _own_text(element: Element) -> str:
    """Return the text of an element without what is inside others."""
    return "".join((element.text or "", *(inner.tail or "" for inner in element))).strip()
