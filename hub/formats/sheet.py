"""Workbooks (XLSX, XLS, ODS) as rows of text, as a person typed them.

A spreadsheet keeps numbers as binary floats and dates as counts of days. A number becomes
the shortest decimal that means the same float, without a trailing ``.0``; a date becomes ISO
8601. What a spreadsheet has already damaged is told, never guessed back: a formula's error,
a long number shown as ``5.79E+12``.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from hub.formats.rowsource import Cells, NumberCell, RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.sheetsurvey import Hidden, Survey, survey
from hub.formats.zipbox import ZIP_START
from hub.model.finding import Place

__all__ = ["CELL_ERRORS", "DAMAGED", "SheetSource", "Workbook", "cell_text", "open_workbook"]

CELL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
"""What a cell shows when its formula failed."""

DAMAGED = re.compile(r"-?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}")
"""A long number as a spreadsheet shows it when the column is narrow or exports it."""

_WHOLE = 1e15
"""Above this a float no longer tells neighbouring whole numbers apart."""


class Workbook:
    """An open workbook; hidden sheets count like others."""

    def __init__(
        self, book: CalamineWorkbook, seen: Survey, limits: RowLimits, trouble: RowTrouble
    ) -> None:
        self._book = book
        self._limits = limits
        self._trouble = trouble
        self.names: tuple[str, ...] = tuple(book.sheet_names)
        self._errors = seen.errors(self.names)
        self._hidden = seen.hides(self.names)
        self._unseen = {
            one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible
        }
        self.files = seen.files(self.names)
        """The member of an XLSX archive that holds each sheet."""

    def sheet(self, name: str) -> "SheetSource":
        """Return a sheet by the name it has in the file."""
        source = SheetSource(
            name, self._book, self._errors.get(name, {}), self._limits, self._trouble
        )
        source.hides = self._hidden.get(name, source.hides)
        source.unseen = name in self._unseen
        return source

    def quiet(self, name: str) -> "SheetSource":
        """Return a sheet of which nothing is told, for a look at what it is."""
        return SheetSource(
            name, self._book, self._errors.get(name, {}), self._limits, RowTrouble(None)
        )


class SheetSource:
    """One sheet. The library holds its cells while it is iterated."""

    def __init__(
        self,
        name: str,
        book: CalamineWorkbook,
        errors: Mapping[tuple[int, int], str],
        limits: RowLimits,
        trouble: RowTrouble,
    ) -> None:
        self.name = name
        self.left = 0
        """How many empty columns at the left the rows leave out; known once they are read."""
        self.hides = Hidden()
        self.unseen = False
        """Whether the whole sheet is hidden."""
        self._book = book
        self._errors = errors
        self._limits = limits
        self._trouble = trouble

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield row number and cells as text."""
        try:
            sheet = self._book.get_sheet_by_name(self.name)
        except CalamineError:
            # The workbook names the sheet, and what it points to is not there or is broken.
            place = Place(sheet=self.name)
            self._trouble.tell(RowFault.UNREADABLE, place, self.name, self.name)
            return
        failed: dict[int, dict[int, str]] = {}
        length = 0
        # The library leaves out empty columns at the left, and keeps empty rows at the top.
        left = self.left = sheet.start[1] if sheet.start else 0
        for (row, column), shown in self._errors.items():
            failed.setdefault(row, {})[column - left] = shown
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            text = [c if type(c) is str else cell_text(c) for c in cells]
            length += sum(map(len, text))
            if length > self._limits.unpacked:
                # Many cells may share one long text.
                place = Place(sheet=self.name, row=number)
                size = f"{self._limits.unpacked} byte"
                self._trouble.tell(RowFault.ARCHIVE_BOMB, place, self.name, size)
                return
            for column, shown in failed.get(number, {}).items():
                if 0 <= column < len(text):
                    text[column] = shown
            yield number, text


def cell_text(cell: Any) -> str:
    """Return a cell's value as a person would type it."""
    kind = type(cell)
    if kind is float:
        return _number(cell)
    if kind is bool:
        return "TRUE" if cell else "FALSE"
    if kind is dt.datetime:
        midnight = cell.time() == dt.time()
        return str((cell.date() if midnight else cell).isoformat())
    if kind is dt.date or kind is dt.time:
        return str(cell.isoformat())
    return str(cell)


def _number(value: float) -> str:
    if abs(value) >= _WHOLE:
        return repr(value)
    if value.is_integer():
        return str(int(value))
    return NumberCell(format(Decimal(repr(value)), "f"))


def open_workbook(
    open_file: Callable[[], BinaryIO], limits: RowLimits, trouble: RowTrouble, expected: str
) -> Workbook | None:
    """Open a workbook; None, with a finding, when it cannot be.

    All of it is looked through before the library sees it (``hub.formats.sheetsurvey``).
    """
    with closing(open_file()) as stream:
        if not zipfile.is_zipfile(stream):
            # Only the older form (XLS) is no archive; half an archive is nothing.
            stream.seek(0)
            seen = None if stream.read(len(ZIP_START)) == ZIP_START else Survey()
            if seen is None:
                trouble.tell(RowFault.UNREADABLE, value="XLSX", expected=expected)
        else:
            seen = survey(stream, limits, trouble, expected)
        if seen is None:
            return None
        stream.seek(0)
        try:
            return Workbook(CalamineWorkbook.from_filelike(stream), seen, limits, trouble)
        except PasswordError:
            trouble.tell(RowFault.PASSWORD, value="XLSX")
        except CalamineError:
            trouble.tell(RowFault.UNREADABLE, value="XLSX", expected=expected)
    return None
