"""Cuts a file where its lines end and hands each complete line element out.

The parser is fed up to the end of one line at a time. So when it says that a line is
complete, the bytes fed last are that line's, and the number of line ends before them is known.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from lxml import etree

from hub.xml.encoding import ByteStream
from hub.xml.parse import PARSER_OPTIONS, Element, Feed, Limits
from hub.xml.places import Passage
from hub.xml.syntax import Unusable

__all__ = ["LineReader"]

_HOLD: Final = 256 * 1024
"""How many bytes may wait for the end of a line before the parser gets them anyway."""
_KEPT: Final = 2
"""Pieces kept before the first line: the one that ends with its opening tag, and it."""
_OPENING: Final = 64
"""Bytes kept of a tag that has begun, for its opening sign and prefix."""
_TYPE: Final = b":type"
_HINT: Final = b"chemaLocation"
_REACH: Final = len(_HINT)


class LineReader:
    """Reads one document; ``root`` is there after the first call of ``next_line``.

    Args:
        stream: the file from its start.
        limits: how much is read.
        name: ``{namespace}name`` of the repeated last child of the root, or None: then the
            first call of ``next_line`` reads everything.
    """

    root: Element

    def __init__(self, stream: ByteStream, limits: Limits, name: str | None) -> None:
        self.steers = False
        self._feed = Feed(stream, limits)
        self._encoding = self._feed.override or self._feed.encoding
        self._parser = etree.XMLPullParser(
            events=("end",) if name else (),
            tag=name,
            encoding=self._feed.override,
            **PARSER_OPTIONS,
        )
        self._cuts = self._cut((name.rpartition("}")[2] + ">").encode() if name else b"")
        self._ready: deque[Element] = deque()
        self._trouble: Unusable | None = None
        self._count = 0
        # What the parser got since the last line ended, and the physical line it begins on.
        self._fed: list[bytes] = []
        self._fed_from = 1
        self._next_from = 1

    def next_line(self) -> Element | None:
        """Return the next complete line, or None at the end; raises ``Unusable``.

        Lines that were complete before the trouble are handed out first. Afterwards
        ``steers`` says whether the line may hold an ``xsi:`` attribute that steers validation.
        """
        if self._count:
            self._feed.unit_done()
        if not self._ready:
            self._fed = []
            self._fed_from = self._next_from
            self.steers = False
        while not self._ready:
            if self._trouble is not None:
                raise self._trouble
            cut = next(self._cuts, None)
            if cut is None:
                self._finish()
                return None
            self._give(cut)
        self._count += 1
        line = self._ready.popleft()
        self.root = line.getparent()
        return line

    def passage(self, line: Element) -> Passage:
        """Return the bytes of the line handed out last."""
        data, first = b"".join(self._fed), self._fed_from
        if self._count == 1 and len(self._fed) > 1:
            # The piece before the last ends with the opening tag of the first line.
            start = data.rfind(b"<", 0, len(data) - len(self._fed[-1]))
            first += data.count(b"\n", 0, start)
            data = data[start:]
        return Passage(line, data, first, self._encoding)

    def _give(self, cut: bytes) -> None:
        """Feed the parser and collect the lines that are complete with it."""
        if not self.steers:
            self.steers = _TYPE in cut or _HINT in cut
            if self._fed:
                border = self._fed[-1][-_REACH:] + cut[:_REACH]
                self.steers = self.steers or _TYPE in border or _HINT in border
        self._fed.append(cut)
        if not self._count and len(self._fed) > _KEPT:
            self._fed_from += self._fed.pop(0).count(b"\n")
        self._next_from += cut.count(b"\n")
        try:
            self._parser.feed(cut)
        except etree.XMLSyntaxError as error:
            self._trouble = self._feed.unusable(error)
        for _, element in self._parser.read_events():
            parent = element.getparent()
            if parent is not None and parent.getparent() is None:
                self._ready.append(element)

    def _finish(self) -> None:
        try:
            self.root = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise self._feed.unusable(error) from error

    def _cut(self, end: bytes) -> Iterator[bytes]:
        """Yield the file in pieces that end where a tag of the line's name ends.

        Once the first line is through, only where a line ends: the parser is quickest when
        it gets a line at a time.
        """
        held = b""
        for piece in self._feed.pieces():
            if not end:
                yield piece
                continue
            held += piece
            start = after = 0
            while (at := held.find(end, after)) >= 0:
                after = at + len(end)
                if self._count and not held.startswith(b"</", held.rfind(b"<", start, at)):
                    continue
                yield held[start:after]
                start = after
            held = held[start:]
            if len(held) > _HOLD:
                kept = len(end) + _OPENING
                yield held[:-kept]
                held = held[-kept:]
        if held:
            yield held
