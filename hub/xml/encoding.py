"""Bytes of a file as the parser may have them: one known encoding, never more than a cap.

UTF-16 becomes UTF-8 on the way in, so that everything after this module sees bytes in which
``<``, ``=`` and line ends are single ASCII bytes. Other encodings pass as they are.
"""

import codecs
import re
from typing import Final, Protocol

from hub.xml.syntax import Unusable, syntax_finding

__all__ = ["CHUNK", "ByteStream", "Source", "detect"]

CHUNK: Final = 64 * 1024
"""How many bytes are read at a time."""

_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_KNOWN = re.compile(
    r"utf-?8|us-ascii|ascii|iso[-_]?8859[-_]\d{1,2}|latin-?1|windows-125\d|cp-?125\d", re.IGNORECASE
)
_UTF8 = re.compile(r"utf-?8", re.IGNORECASE)
_UTF16 = re.compile(r"utf-?16(-?le|-?be)?", re.IGNORECASE)

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32", 4),
    (codecs.BOM_UTF32_BE, "utf-32", 4),
    (codecs.BOM_UTF8, "utf-8", 3),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
    (b"<\0", "utf-16-le", 0),
    (b"\0<", "utf-16-be", 0),
)


class ByteStream(Protocol):
    """Anything that can be read in pieces: an open file, a blob, ``BytesIO``."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, and none at the end."""


class Source:
    """Reads a file piece by piece in an encoding the parser can be trusted with.

    ``encoding`` is the name for people; ``override`` what the parser must be told in place of
    the file's own declaration, or None. A byte-order mark and a declaration that disagree are
    refused (SYN-04): two programs would read two different documents.
    """

    def __init__(self, stream: ByteStream, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._seen = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        head = self._fetch()
        while head and len(head) < 4 and (more := self._fetch()):  # noqa: PLR2004 - a mark's length
            head += more
        self.encoding, skip = detect(head)
        self.override = None
        if _UTF16.fullmatch(self.encoding):
            self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")
            self.override = "utf-8"
        self._head: bytes | None = head[skip:]

    def read(self) -> bytes:
        """Return the next piece, and none at the end; raises ``Unusable``."""
        while True:
            raw = self._fetch() if self._head is None else self._head
            self._head = None
            if self._decoder is None:
                return raw
            try:
                text = self._decoder.decode(raw, final=not raw)
                piece = text.encode()
            except UnicodeError as error:
                raise Unusable(syntax_finding("SYN-04", encoding=self.encoding)) from error
            if piece or not raw:
                return piece

    def _fetch(self) -> bytes:
        raw = self._stream.read(CHUNK)
        self._seen += len(raw)
        if self._seen > self._limit:
            raise Unusable(syntax_finding("SYN-03", limit=self._limit // 1_000_000))
        return raw


def detect(head: bytes) -> tuple[str, int]:
    """Return the encoding of a file by its beginning, and how many bytes of a mark to skip.

    Raises ``Unusable`` (SYN-04) when it is none that the parser can be trusted with.
    """
    mark, skip = _mark(head)
    beginning = head[skip : skip + 800]
    found = _DECLARED.match(beginning.replace(b"\0", b"") if mark != "utf-8" else beginning)
    declared = found.group(1).decode("ascii") if found else None
    if mark is None:
        name = declared or "utf-8"
        fits = _KNOWN.fullmatch(name) is not None
    else:
        name = mark
        family = _UTF8 if mark == "utf-8" else _UTF16
        fits = mark != "utf-32" and (declared is None or family.fullmatch(declared) is not None)
    if not fits:
        raise Unusable(syntax_finding("SYN-04", 1, encoding=declared or name))
    # The parser takes a UTF-8 mark itself, and then refuses a second one.
    return name, skip if mark != "utf-8" else 0


def _mark(head: bytes) -> tuple[str | None, int]:
    """Return what the first bytes alone say about the encoding."""
    for mark, name, skip in _MARKS:
        if head.startswith(mark):
            return name, skip
    return None, 0
