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
from decimal import Decimal
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from hub.formats.cellerrors import cell_errors
from hub.formats.rowsource import Cells, RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.zipbox import DAMAGED_ZIP
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

    def __init__(self, book: CalamineWorkbook, stream: BinaryIO, trouble: RowTrouble) -> None:
        self._book = book
        self._trouble = trouble
        self.names: tuple[str, ...] = tuple(book.sheet_names)
        self._errors = cell_errors(stream, self.names)

    def sheet(self, name: str) -> "SheetSource":
        """Return a sheet by the name it has in the file."""
        return SheetSource(name, self._book, self._errors.get(name, {}), self._trouble)


class SheetSource:
    """One sheet. The library holds its cells while it is iterated."""

    def __init__(
        self,
        name: str,
        book: CalamineWorkbook,
        errors: Mapping[tuple[int, int], str],
        trouble: RowTrouble,
    ) -> None:
        self.name = name
        self._book = book
        self._errors = errors
        self._trouble = trouble

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield row number and cells as text."""
        try:
            sheet = self._book.get_sheet_by_name(self.name)
        except CalamineError as error:
            # The workbook names the sheet, and what it points to is not there or is broken.
            place = Place(sheet=self.name)
            self._trouble.tell(RowFault.UNREADABLE, place, str(error), self.name)
            return
        failed: dict[int, dict[int, str]] = {}
        # The library leaves out empty columns at the left, and keeps empty rows at the top.
        left = sheet.start[1] if sheet.start else 0
        for (row, column), shown in self._errors.items():
            failed.setdefault(row, {})[column - left] = shown
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            text = [c if type(c) is str else cell_text(c) for c in cells]
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
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def open_workbook(
    open_file: Callable[[], BinaryIO], limits: RowLimits, trouble: RowTrouble, expected: str
) -> Workbook | None:
    """Open a workbook; None, with a finding, when it cannot be.

    What it would unpack to is checked before the library sees it.
    """
    stream = open_file()
    if zipfile.is_zipfile(stream) and not _within(stream, limits, trouble):
        return None
    stream.seek(0)
    try:
        return Workbook(CalamineWorkbook.from_filelike(stream), stream, trouble)
    except PasswordError:
        trouble.tell(RowFault.PASSWORD, value="XLSX")
    except (CalamineError, *DAMAGED_ZIP) as error:
        trouble.tell(RowFault.UNREADABLE, value=str(error), expected=expected)
    return None


def _within(stream: BinaryIO, limits: RowLimits, trouble: RowTrouble) -> bool:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            total = sum(info.file_size for info in archive.infolist())
            packed = sum(info.compress_size for info in archive.infolist())
    except DAMAGED_ZIP as error:
        trouble.tell(RowFault.UNREADABLE, value=str(error), expected="XLSX")
        return False
    if total > limits.unpacked or total > limits.ratio * max(packed, 1):
        trouble.tell(RowFault.ARCHIVE_BOMB, value="XLSX", expected=f"{limits.unpacked} byte")
        return False
    return True
