"""Files of no known format: what they are, as far as that can be seen, and what to send instead.

Clerks rename a PDF to ``.xlsx``, save text as Unicode or pack a workbook once more; each hears what
it is that arrived, never only how it begins (FMT-01).
"""

import codecs
import re
from collections.abc import Sequence

from hub.formats.messages import foreign_kind, unknown_format
from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import open_workbook
from hub.formats.zipbox import member_names
from hub.model.finding import Finding

__all__ = ["OFFICE_XML", "is_web_page", "stranger"]

OFFICE_XML = "urn:schemas-microsoft-com:office:spreadsheet"
"""The namespace of what a spreadsheet program calls an XML table; it is no document of anybody."""

_SHOWN = 40
_NAMED = 5
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "writing"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"PK\x05\x06", "empty-archive"),
)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WEB = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|table|head|body)\b", re.IGNORECASE)


def is_web_page(head: bytes) -> bool:
    """Whether a file begins as HTML, which many systems export under the name of a workbook."""
    return _WEB.match(head) is not None


def stranger(payload: Payload, head: bytes) -> Finding:
    """Return the finding for a file that nobody recognises (FMT-01)."""
    kind = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    if kind is None and is_web_page(head):
        kind = "web-page"
    if kind is None and head.startswith(_WIDE):
        # Rows in it are read; what they are is told as of any other text.
        return unknown_format(_start(head.decode("utf-16", "ignore").encode()))
    if kind is None and _is_wide(head):
        kind = "wide-text"
    if kind is not None:
        return foreign_kind(kind)
    if head.startswith(_ARCHIVE):
        return _archive(payload)
    if head.startswith(_OLD_OFFICE):
        names = _sheets(payload)
        return foreign_kind("sheets", names) if names else foreign_kind("old-office")
    return unknown_format(_start(head))


def _archive(payload: Payload) -> Finding:
    names = member_names(payload)
    if names is None:
        return foreign_kind("damaged-archive")
    if any(name.startswith("word/") for name in names):
        return foreign_kind("writing")
    if any(name.startswith(("xl/", "content.xml")) for name in names):
        sheets = _sheets(payload)
        return foreign_kind("sheets", sheets) if sheets else foreign_kind("damaged-archive")
    return foreign_kind("members", _few(names)) if names else foreign_kind("empty-archive")


def _sheets(payload: Payload) -> str:
    book = open_workbook(payload.open, RowLimits(), RowTrouble(None), "")
    return "" if book is None else _few(book.names)


def _few(names: Sequence[str]) -> str:
    shown = [_visibly(name)[:_SHOWN] for name in names[:_NAMED]]
    return ", ".join(shown) + (", …" if len(names) > _NAMED else "")


def _is_wide(head: bytes) -> bool:
    """Whether a file is text of two bytes a character, every other of which is zero."""
    cut = head[:_SHOWN]
    return len(cut) > 1 and any(
        not any(cut[at::2]) and all(c >= 32 or c in b"\t\r\n" for c in cut[1 - at :: 2])  # noqa: PLR2004 - the blank
        for at in (0, 1)
    )


def _start(head: bytes) -> str:
    """Return what a file begins with as people can read it: control characters by their number.

    A line break is shown as ``↵``, none where the text ends. Half a character at the end of what
    is shown is left out; what is no UTF-8 is shown as Latin.
    """
    cut = head[:_SHOWN]
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(cut) or cut.decode("latin-1")
    except UnicodeDecodeError:
        text = cut.decode("latin-1")
    more = "…" if len(head) > len(cut) else ""
    shown = _visibly("\n".join(text.splitlines()).rstrip())
    return f"“{shown}{more}”" if shown else ""


def _visibly(text: str) -> str:
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n":
        return "↵"
    return character if character.isprintable() else f"<U+{ord(character):04X}>"
