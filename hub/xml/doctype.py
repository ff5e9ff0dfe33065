"""DOCTYPEs that declare nothing: old formats whose files must name their DTD.

A DOCTYPE without declarations of its own only names a file, which is never fetched: without it
the document says the same. It is blanked before any parser sees it, for formats that ask for
that by name; every other DOCTYPE is refused as ever (SYN-02), and so is an entity, because
nothing declares one any more.
"""

import re
from typing import Final

from hub.xml.encoding import ByteStream

__all__ = ["undeclared"]

_REACH: Final = 64 * 1024
"""How far into a file a DOCTYPE may begin and end."""
_MARK: Final = b"\xef\xbb\xbf"
_BLANK: Final = re.compile(rb"[ \t\r\n]*")
_BESIDE: Final = ((b"<?", b"?>"), (b"<!--", b"-->"))
_QUOTED: Final = rb"""(?:"[^"<>]{0,1000}"|'[^'<>]{0,1000}')"""
_PLAIN: Final = re.compile(
    rb"<!DOCTYPE[ \t\r\n]+[A-Za-z_:][\w:.-]{0,200}"
    rb"(?:[ \t\r\n]+(?:SYSTEM|PUBLIC[ \t\r\n]+" + _QUOTED + rb")[ \t\r\n]+" + _QUOTED + rb")?"
    rb"[ \t\r\n]*>"
)
_SIGN: Final = re.compile(rb"[^\r\n]")


def undeclared(stream: ByteStream) -> ByteStream:
    """Return the bytes of a file with blanks for a DOCTYPE that declares nothing.

    Line ends stay, so that places keep their line. A file in which one sign takes two bytes is
    left as it is.
    """
    head = _beginning(stream)
    found = _plain_doctype(head)
    if found is not None:
        start, end = found
        head = head[:start] + _SIGN.sub(b" ", head[start:end]) + head[end:]
    return _Resumed(head, stream)


def _beginning(stream: ByteStream) -> bytes:
    pieces: list[bytes] = []
    left = _REACH
    while left > 0 and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _plain_doctype(head: bytes) -> tuple[int, int] | None:
    """Return where a DOCTYPE that declares nothing begins and ends."""
    at = len(_MARK) if head.startswith(_MARK) else 0
    while True:
        at = _BLANK.match(head, at).end()  # type: ignore[union-attr]  # it matches nothing too
        if head.startswith(b"<!DOCTYPE", at):
            found = _PLAIN.match(head, at)
            return None if found is None else found.span()
        end = next((end for start, end in _BESIDE if head.startswith(start, at)), None)
        found_end = -1 if end is None else head.find(end, at)
        if end is None or found_end < 0:
            return None
        at = found_end + len(end)


class _Resumed:
    """A stream whose beginning has been read, and perhaps changed, already."""

    def __init__(self, start: bytes, rest: ByteStream) -> None:
        self._start = start
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes."""
        if self._start:
            piece, self._start = self._start[:size], self._start[size:]
            return piece
        return self._rest.read(size)
