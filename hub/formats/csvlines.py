"""The lines of a text file as bytes, in whatever encoding and with whatever line end it has.

Readers and whoever corrects a file cut it alike, so that both count the same rows and no byte
is lost between them.
"""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

__all__ = ["WIDE", "first_line_end", "raw_lines"]

WIDE = ("utf-16-le", "utf-16-be")
"""Encodings of two bytes a character, in which a byte that looks like a line end may be none."""

CHUNK = 1 << 16
QUOTE = '"'


def first_line_end(text: str) -> str:
    """Return what parts the lines of a text: a line feed, or the carriage return of old Macs.

    The first line end outside quotation marks tells: such files have line feeds inside cells.
    """
    plain = "".join(text.split(QUOTE)[::2])
    start = min((at for mark in "\r\n" if (at := plain.find(mark)) >= 0), default=len(plain))
    rest = plain[start:]
    ends = rest[: len(rest) - len(rest.lstrip("\r\n"))]
    return "\r" if ends and "\n" not in ends else "\n"


def raw_lines(
    stream: BinaryIO, encoding: str, end: str = "\n", longest: int = -1
) -> Iterator[bytes]:
    """Yield each line with its end; the last one as it is.

    Args:
        stream: at the first byte of the text.
        encoding: that ``end`` is looked for in.
        end: the character that ends a line.
        longest: a line of more bytes comes in pieces of so many; -1 for no limit.
    """
    if end == "\n" and encoding not in WIDE:
        yield from iter(partial(stream.readline, longest), b"")
        return
    mark = end.encode(encoding)
    rest = b""
    while piece := stream.read(CHUNK):
        rest += piece
        start = 0
        while (stop := _after(rest, mark, start)) or 0 < longest <= len(rest) - start:
            if longest > 0 and (not stop or stop - start > longest):
                stop = start + longest
            yield rest[start:stop]
            start = stop
        rest = rest[start:]
    if rest:
        yield rest


def _after(data: bytes, mark: bytes, start: int) -> int:
    """Return where the first mark at or after ``start`` ends, 0 when there is none.

    ``start`` is at a character; a mark that begins inside one is none.
    """
    at = data.find(mark, start)
    while at >= 0 and (at - start) % len(mark):
        at = data.find(mark, at + 1)
    return at + len(mark) if at >= 0 else 0
