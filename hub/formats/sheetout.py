"""Workbook outputs (XLSX): cells are text, rows go to disk as they come.

Every cell is written as text, so that a spreadsheet neither computes with a formula that came
in a name, nor takes zeros off an item number. The same rows give the same bytes.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from hub.formats.document import Part

__all__ = ["SheetOut"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants a time without a zone
"""Stands in every workbook as the day it was made, so that equal rows are equal files."""

WIDEST, NARROWEST = 40, 10
LONGEST_CELL = 32_767
"""Characters a cell can hold; the library leaves a longer text out without a word."""


class SheetOut:
    """One workbook in the making; its sheets are written one after the other."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        self._unfinished = folder / f"{name}.part"
        self._book = Workbook(
            str(self._unfinished),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties({"created": MADE})
        self._bold = self._book.add_format({"bold": True, "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})
        self._closed = False

    def sheet(self, title: str, heads: Sequence[str], widths: Sequence[int] = ()) -> None:
        """Begin the next sheet with its header row."""
        self._sheet = self._book.add_worksheet(title)
        self._row = 0
        for column, head in enumerate(heads):
            wanted = widths[column] if column < len(widths) else len(head) + 2
            self._sheet.set_column(column, column, max(NARROWEST, min(WIDEST, wanted)), self._text)
        self._sheet.freeze_panes(1, 0)
        self._write(heads, self._bold)

    def row(self, cells: Sequence[str]) -> None:
        """Write one row; raises ``ValueError`` for a text that no cell can hold."""
        self._write(cells, self._text)

    def finish(self) -> Part:
        """Close the workbook and describe it."""
        self._close()
        self._unfinished.replace(self._path)
        content = self._path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        return Part(self._path.name, MEDIA_TYPE, self._path, len(content), digest)

    def discard(self) -> None:
        """Remove the file; may be called again."""
        self._close()
        self._unfinished.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        if not self._closed:
            self._closed = True
            self._book.close()

    def _write(self, cells: Sequence[str], style: object) -> None:
        for column, text in enumerate(cells):
            if len(text) > LONGEST_CELL:
                raise ValueError(f"{len(text)} characters; a cell holds {LONGEST_CELL}")
            if text:
                self._sheet.write_string(self._row, column, text, style)
        self._row += 1
