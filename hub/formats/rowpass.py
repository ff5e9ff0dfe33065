"""One pass over the rows of a table: each looked at cell by cell, then read as a line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Protocol

from hub.facts.money import percent_meant, read_number
from hub.facts.unit_reading import UnitOrigin, UnitReader
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list
from hub.formats.decimalmarks import LOOKED_AT, DecimalMarks
from hub.formats.misfits import VAT, grouped, misfit, read_as
from hub.formats.rowcolumns import Columns
from hub.formats.rowread import RowReader
from hub.formats.rowsource import Cells
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.rowvalues import Misfit
from hub.formats.sheet import CELL_ERRORS, DAMAGED
from hub.formats.sheetreach import letters_of
from hub.formats.table import Field
from hub.formats.totals import sum_said
from hub.model.finding import Place, Severity
from hub.model.line import Draft
from hub.model.loss import LossKind, LossReport
from hub.model.sentence import Sentence

__all__ = ["RowPass"]

DIGIT = re.compile("[0-9]")
NUMBERS = ("amount", "quantity", "measure", "decimal")
FEW = 2
"""So many needed cells are missing at the least in a row that is a note."""


class _Shape(Protocol):
    """How the values of a table are read (``RowTable``)."""

    @property
    def words(self) -> bool: ...
    @property
    def comma(self) -> bool: ...
    @property
    def finish(self) -> Callable[[Any, Mapping[str, str], LossReport], Any] | None: ...


class _Rows(Protocol):
    """The table that the rows are of (``RowTableDocument``)."""

    columns: Columns
    width: int
    sheet: str
    is_text: bool
    fields: tuple[Field, ...]
    head_fields: tuple[Field, ...]
    defaults: dict[int, Field]
    line_reader: RowReader

    def clean(self, cells: Sequence[str]) -> Cells: ...
    def place(self, row: int, column: str | None = None) -> Place: ...


class RowPass:
    """One pass over the rows."""

    def __init__(
        self, document: _Rows, shape: _Shape, trouble: RowTrouble, losses: LossReport
    ) -> None:
        self._document = document
        self._trouble = trouble
        self._losses = losses
        self._finish = shape.finish
        at = document.columns.at
        self._at = at
        self._unread = {**document.columns.unread, **document.columns.extra}
        self._fields = document.fields
        self._required = {f.path for f in self._fields if f.required and f.path in at}
        self._needed = [(name, index) for name, index in at.items() if name in self._required]
        self._heads = {f.path: at[f.path] for f in document.head_fields if f.path in at}
        self._numbers = {f.path for f in self._fields if f.type in NUMBERS and f.path in at}
        self._taxes = {f.path for f in self._fields if f.name.endswith(VAT) and f.path in at}
        self._comma = shape.comma
        self._marks = DecimalMarks(at[name] for name in self._numbers)
        units = {f.path for f in self._fields if _is_unit(f) and f.path in at}
        beside = {at[name] + 1 for name in units}
        self._after_unit = sorted(beside & {at[name] for name in self._numbers})
        self._units = units if shape.words else set()
        self._reader = UnitReader(
            unit_list(UnitList.OIOUBL), unit_words("da", "nl"), origin=UnitOrigin.SHEET
        )
        self._unnamed = document.columns.unnamed
        self._beside: set[int] = set()
        self._first: dict[str, str] = {}
        self._bad: set[str] = set()
        self._row = 0

    def beginning_with(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        """Return the rows, after the first of them have told which decimal mark columns have."""
        if not self._comma:
            return rows
        first = list(islice(rows, LOOKED_AT))
        for _, cells in first:
            self._marks.look(cells)
        return chain(first, rows)

    def row(self, row: int, cells: Cells) -> tuple[Any, Draft | None]:
        """Return the line of a row, None when it is refused: then what could be read of it."""
        document = self._document
        self._row, self._bad = row, set()
        clean = document.clean(cells)
        if self._is_no_item(clean, cells):
            return None, None
        for index, one in document.defaults.items():
            if one.const is None:
                self._losses.add(one.name, LossKind.DERIVED, clean[index])
        for name, index in self._unread.items():
            if clean[index]:
                self._losses.add(name, LossKind.NO_HOME, clean[index])
        self._look_beside(cells)
        self._look(clean, cells)
        body = document.line_reader.read(clean, self._tell)
        if self._bad:
            unread = {one.name for one in self._fields if one.path in self._bad}
            return None, Draft(body, frozenset(unread))
        if self._finish is None:
            return body, None
        return self._finish(body, {name: clean[index] for name, index in self._at.items()},
                            self._losses), None  # fmt: skip

    def _is_no_item(self, clean: Cells, cells: Cells) -> bool:
        """Whether a row is another thing than an item, which is told once and not cell by cell."""
        document = self._document
        more = next((cell for cell in cells[document.width :] if cell.strip()), None)
        if more is not None and document.is_text:
            self._refuse(RowFault.CELLS_TOO_MANY, more)
            return True
        if len(cells) > document.width and document.is_text and self._is_shifted(clean):
            self._refuse(RowFault.CELLS_TOO_MANY, f"{len(cells)} > {document.width}")
            return True
        missing = [name for name, index in self._needed if not clean[index]]
        said = sum_said(clean[: document.width]) if missing else None
        if said is not None:
            self._refuse(RowFault.SUM, said)
            return True
        if len(missing) < max(FEW, len(self._required) - 1):
            return False
        alone = [cell for cell in clean[: document.width] if cell]
        if len(alone) != 1:
            return False
        heads = [document.columns.heads.get(name, name) for name in missing]
        self._refuse(RowFault.NO_ITEM, alone[0], ", ".join(heads))
        return True

    def _is_shifted(self, clean: Cells) -> bool:
        """Whether a row whose cells too many are empty has a unit where the number after it stands.

        Many programs end each row with the delimiter; that alone moves nothing.
        """
        return any(
            text and not DIGIT.search(text) and self._reader.read(text).code is not None
            for text in (clean[index] for index in self._after_unit)
        )

    def _refuse(self, fault: RowFault, value: str, expected: str | None = None) -> None:
        self._trouble.tell(fault, self._document.place(self._row), value, expected)

    def _look_beside(self, cells: Cells) -> None:
        """Count what stands below no heading; the first time in each column it is warned of."""
        for index in (*self._unnamed, *range(self._document.width, len(cells))):
            text = cells[index].strip() if index < len(cells) else ""
            if not text:
                continue
            name = letters_of(index + 1)
            if index not in self._beside:
                self._beside.add(index)
                place = Place(sheet=self._document.sheet, row=self._row, column=name)
                self._trouble.tell(RowFault.COLUMN_UNNAMED, place, name)
            self._losses.add(name, LossKind.NO_HOME, text)

    def _look(self, clean: Cells, cells: Cells) -> None:
        for name, index in self._at.items():
            text = clean[index]
            if text in CELL_ERRORS:
                clean[index] = ""
                self._object(RowFault.CELL_ERROR, name, text)
            elif "+" in text and name not in self._numbers and DAMAGED.fullmatch(text):
                self._object(RowFault.CELL_DAMAGED, name, text)
            elif not text and name in self._required:
                self._object(RowFault.MISSING, name, None, name)
            elif text and name in self._units:
                clean[index] = self._unit(name, text)
            elif self._comma and name in self._numbers and index < len(cells):
                clean[index] = self._number(name, text, cells[index])
            if name in self._taxes and (meant := percent_meant(clean[index])) is not None:
                place = self._document.place(self._row, name)
                self._trouble.tell(RowFault.FRACTION, place, text, meant)
        for name, index in self._heads.items():
            first = self._first.setdefault(name, clean[index])
            if clean[index] != first:
                self._object(RowFault.VALUE, name, clean[index], first)

    def _unit(self, name: str, text: str) -> str:
        """Read a unit; one that nobody knows stays, each receiver decides (UOM-01)."""
        reading = self._reader.read(text)
        if reading.rule is not None and reading.message is not None:
            severity = Severity.WARN if reading.code is None else reading.severity
            expected = reading.code or ", ".join(reading.suggestions) or None
            place = self._document.place(self._row, name)
            self._trouble.file(
                reading.rule, severity or Severity.WARN, reading.message, place, text, expected
            )
        return reading.code or text

    def _number(self, name: str, text: str, cell: str) -> str:
        """Read a number with a comma; one whose point may part thousands is not guessed at."""
        ways = self._marks.readings(self._at[name], cell)
        if ways:
            self._bad.add(name)
            self._file(name, Severity.ERROR, *grouped(text, ways), text)
            return ""
        reading = read_number(text, allow_comma=True) if "," in text else None
        if reading is None or not reading.repaired:
            return text
        fixed = str(reading.value)
        self._file(name, Severity.FIX, read_as(text, fixed), fixed, text)
        return fixed

    def _file(
        self, name: str, severity: Severity, sentence: Sentence, meant: str | None, text: str
    ) -> None:
        place, rule = self._document.place(self._row, name), self._trouble.rule(RowFault.VALUE)
        self._trouble.file(rule, severity, sentence, place, text, meant)

    def _object(
        self, fault: RowFault, column: str, value: str | None, expected: str | None = None
    ) -> None:
        self._bad.add(column)
        place = self._document.place(self._row, column)
        self._trouble.tell(fault, place, value, expected or place.column)

    def _tell(self, one: Field, text: str, why: Misfit, more: str) -> None:
        self._bad.add(one.path)
        self._file(one.path, Severity.ERROR, *misfit(one, text, why, more), text)


def _is_unit(one: Field) -> bool:
    return one.name == "orderable_unit" or one.name.endswith(".unit_code")
