"""The tables of a file as its sender sees them, whatever format they are in."""

import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import BinaryIO

from hub.formats.csvtext import CsvSource, guess_dialect
from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits, RowSource
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import open_workbook
from hub.formats.zipbox import DAMAGED_ZIP, ZIP_START, ZipBox, open_zip

__all__ = ["is_table", "own_tables"]

OLE_START = b"\xd0\xcf\x11\xe0"
BOOK_PARTS = ("xl/workbook", "content.xml")
MARKUP = b"<"


def is_table(payload: Payload) -> bool:
    """Whether a file can be rows: a workbook, an archive of CSV files or CSV."""
    head = payload.head(1 << 10).replace(b"\0", b"")
    return not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(MARKUP)


def own_tables(payload: Payload) -> Sequence[RowSource]:
    """Return the tables of a file in its own order; none of what cannot be read."""
    silent, limits = RowTrouble(None), RowLimits()
    head = payload.head(8)
    if not head.startswith((ZIP_START, OLE_START)):
        return _csv(payload.name, payload.open, silent)
    members = _members(payload) if head.startswith(ZIP_START) else []
    if not members or any(name.startswith(BOOK_PARTS) for name in members):
        book = open_workbook(payload.open, limits, silent, "XLSX")
        return () if book is None else [book.sheet(name) for name in book.names]
    box = open_zip(payload, members, limits, silent)
    if box is None:
        return ()
    texts = [name for name in box.members if name.endswith((".csv", ".txt"))]
    return [table for name in texts for table in _member(box, name, silent)]


def _member(box: ZipBox, name: str, silent: RowTrouble) -> Sequence[RowSource]:
    return _csv(name, lambda: box.open(name), silent)


def _csv(name: str, open_file: Callable[[], BinaryIO], silent: RowTrouble) -> Sequence[RowSource]:
    dialect = guess_dialect(open_file, silent, name)
    if dialect is None:
        return ()
    return [CsvSource(name, open_file, dialect, silent)]


def _members(payload: Payload) -> list[str]:
    try:
        with closing(payload.open()) as stream, zipfile.ZipFile(stream) as archive:
            return [name.lower() for name in archive.namelist()]
    except DAMAGED_ZIP:
        return []
