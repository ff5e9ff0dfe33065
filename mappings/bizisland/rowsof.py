"""Rows of one sheet made ready for the table: cut to size, trimmed, units and numbers read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hub.facts.money import clear_readings, percent_meant, read_number
from hub.facts.unit_reading import UnitOrigin, UnitReader
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list, units
from hub.formats.misfits import grouped, misfit
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
from hub.rules.module import sibling

words = sibling(__file__, "words")
container = sibling(__file__, "container")

UNITS = ("ITEM_UNIT", "ITEM_BASE_UNIT", "ITEM_ALT_UNIT_1", "ITEM_ALT_UNIT_2", "ITEM_ALT_UNIT_3")
FRACTION = re.compile(r"-?[0-9]+\.[0-9]+")
WHOLE = ("ITEM_MIN_QTY", "ITEM_MAX_QTY", "ITEM_LEADTIME", "ITEM_STOCK", "PRICE_QTY")
"""Whole numbers whose place in the model takes fractions too."""

LONG_NUMBERS = ("ITEM_NO", "ITEM_MANUF_NO", "ITEM_UNSPSC")
"""Columns of numbers that a spreadsheet damages when it takes them for amounts."""

NEEDED = ("ITEM_NO", "ITEM_NAME", "ITEM_UNIT")
"""Of these a sum below the list lacks at least one."""


class Rows:
    """Cleans the rows of one sheet; remembers whether the row in hand may go on.

    ``width`` columns come from the file; the virtual ones follow. ``unread`` names the columns
    that refuse the row in hand; ``shifted`` says that its cells may stand under wrong heads.
    """

    def __init__(
        self, sheet: Any, trouble: RowTrouble, losses: LossReport, *, comma: bool, unread: set[str]
    ) -> None:
        self.sheet = sheet
        self.width = sheet.width
        self.row = 0
        self.unread: set[str] = set()
        self.shifted = False
        self._trouble = trouble
        self._losses = losses
        columns = sheet.columns
        self._heads = {index: columns.heads[name] for kept in (columns.at, columns.extra)
                       for name, index in kept.items()}  # fmt: skip
        self._units = [columns.at[name] for name in UNITS if name in columns.at]
        self._numbers = [columns.at[n] for n in container.NUMBERS if n in columns.at]
        self._comma = comma
        self._taxes = [columns.at[name] for name in ("ITEM_VAT",) if name in columns.at]
        self._whole = [columns.at[name] for name in WHOLE if name in columns.at]
        self._long = [columns.at[name] for name in LONG_NUMBERS if name in columns.at]
        self._needed = [columns.at[name] for name in NEEDED if name in columns.at]
        self._unnamed = columns.unnamed
        self._beside: set[int] = set()
        self._unread = list(columns.unread.items())
        self._unread += [(name, columns.at[name]) for name in sorted(unread) if name in columns.at]
        self._reader = UnitReader(
            unit_list(UnitList.OIOUBL), unit_words("da", "nl"), origin=UnitOrigin.SHEET
        )
        self._plain_units = {code for code in units() if unit_words("da", "nl").get(code) is None}

    @property
    def bad(self) -> bool:
        """Whether the row in hand is refused."""
        return bool(self.unread)

    def draft(self, body: Any, fields: Iterable[Field]) -> Draft | None:
        """Return what could be read of the row in hand, which is refused."""
        if self.shifted:
            return None
        heads = self.sheet.columns.heads
        names = {one.name for one in fields if {one.path, heads.get(one.path)} & self.unread}
        return Draft(body, frozenset(names))

    def place(self, column: str | None = None) -> Place:
        """Return a place in the row in hand; ``column`` is a technical name."""
        shown = None if column is None else self.sheet.columns.heads.get(column, column)
        return Place(sheet=self.sheet.title, row=self.row, column=shown)

    def begin(self, row: int, cells: Cells) -> Cells:
        """Take the next row; return its cells, as many as the header has."""
        self.row = row
        self.unread, self.shifted = set(), False
        width = self.width
        if len(cells) > width:
            more = [c for c in cells[width:] if c.strip()]
            if more:
                self.refuse(RowFault.CELLS_TOO_MANY, self.place(), more[0])
                self.shifted = True
            cells = cells[:width]
        if self._lacks(cells) and (self._is_sum(cells) or self._is_note(cells)):
            return [""] * width
        clean = [cell.strip() for cell in cells]
        if clean != cells:
            self._tell_trimmed(cells, clean)
        if len(clean) < width:
            clean.extend([""] * (width - len(clean)))
        if not self.shifted:
            self._look_beside(clean)
            self._look(clean, cells)
        return clean

    def _lacks(self, cells: Cells) -> bool:
        """Whether a row lacks what every item has."""
        return any(index >= len(cells) or not cells[index].strip() for index in self._needed)

    def _is_sum(self, cells: Cells) -> bool:
        """Whether a row is the sum below a list, which is told once and not cell by cell."""
        said = sum_said(cells)
        if said is not None:
            self.refuse(RowFault.SUM, self.place(), said)
            self.shifted = True
        return said is not None

    def _is_note(self, cells: Cells) -> bool:
        """Whether one cell stands alone in a row of items, which is told once, too."""
        filled = [(index, cell.strip()) for index, cell in enumerate(cells) if cell.strip()]
        if len(filled) != 1 or len(self._needed) < len(NEEDED):
            return False
        ((at, text),) = filled
        lacking = ", ".join(self._heads[index] for index in self._needed if index != at)
        self._trouble.tell(RowFault.NO_ITEM, self.place(), text, lacking)
        self.unread.add("")
        self.shifted = True
        return True

    def _look_beside(self, clean: Cells) -> None:
        """Count what stands below no heading; the first time in each column it is warned of."""
        for index in self._unnamed:
            if not clean[index]:
                continue
            name = letters_of(index + 1)
            if index not in self._beside:
                self._beside.add(index)
                place = Place(sheet=self.sheet.title, row=self.row, column=name)
                self._trouble.tell(RowFault.COLUMN_UNNAMED, place, name)
            self._losses.add(name, LossKind.NO_HOME, clean[index])

    def _tell_trimmed(self, cells: Cells, clean: Cells) -> None:
        for index, (raw, text) in enumerate(zip(cells, clean, strict=True)):
            if text and raw != text:
                place = Place(sheet=self.sheet.title, row=self.row, column=self._heads.get(index))
                self._trouble.tell(RowFault.TRIMMED, place, text)

    def _look(self, clean: Cells, cells: Cells) -> None:
        if not CELL_ERRORS.isdisjoint(clean):
            self._refuse_errors(clean)
        for index in self._long:
            if "+" in clean[index] and DAMAGED.fullmatch(clean[index]):
                self.refuse(RowFault.CELL_DAMAGED, self._at(index), clean[index])
        self._look_at_numbers(clean, cells)
        for index in self._units:
            text = clean[index]
            if text and text not in self._plain_units:
                clean[index] = self._unit(text, index)
        for name, index in self._unread:
            if clean[index]:
                self._losses.add(name, LossKind.NO_HOME, clean[index])

    def _look_at_numbers(self, clean: Cells, cells: Cells) -> None:
        for index in self._whole:
            if "." in clean[index] and FRACTION.fullmatch(clean[index]):
                sentence, meant = misfit(None, clean[index], Misfit.WHOLE, "")
                self.object("BIZ-07", sentence, self._heads[index], clean[index], meant or "")
                clean[index] = ""
        for index in self._numbers:
            if self._comma and "," in clean[index]:
                clean[index] = self._number(clean[index], index)
            elif "." in clean[index]:
                self._judge_point(clean, cells[index], index)
        for index in self._taxes:
            meant = percent_meant(clean[index])
            if meant is not None:
                self._trouble.tell(RowFault.FRACTION, self._at(index), clean[index], meant)

    def _judge_point(self, clean: Cells, cell: str, index: int) -> None:
        """Say where a point may have been meant to part thousands.

        The format reads it as the decimal point, which is warned of where nothing else in the
        column has one; beside decimal commas it is refused.
        """
        ways = self.sheet.marks.readings(index, cell)
        if not ways:
            return
        text = clean[index]
        sentence, meant = grouped(text, ways)
        if len(ways) == 1:
            self.object("BIZ-07", sentence, self._heads[index], text, meant)
            clean[index] = ""
            return
        thousands, parted = clear_readings(ways)
        sentence = words.POINT_READ.fill(value=text, thousands=thousands, decimals=parted)
        self._trouble.file("BIZ-07", Severity.WARN, sentence, self._at(index), text, meant)

    def _refuse_errors(self, clean: Cells) -> None:
        for index, text in enumerate(clean):
            if text in CELL_ERRORS:
                self.refuse(RowFault.CELL_ERROR, self._at(index), text)
                clean[index] = ""

    def _at(self, index: int) -> Place:
        return Place(sheet=self.sheet.title, row=self.row, column=self._heads.get(index))

    def _unit(self, text: str, index: int) -> str:
        """Read a unit; one that nobody knows stays, each receiver decides (UOM-01, UOM-06)."""
        reading = self._reader.read(text)
        if reading.rule is not None and reading.message is not None:
            severity = Severity.WARN if reading.code is None else reading.severity
            expected = reading.code or ", ".join(reading.suggestions) or None
            self._trouble.file(
                reading.rule, severity or Severity.WARN, reading.message, self._at(index), text,
                expected,
            )  # fmt: skip
        return reading.code or text

    def _number(self, text: str, index: int) -> str:
        reading = read_number(text, allow_comma=True)
        if not reading.repaired:
            return text
        fixed = str(reading.value)
        sentence = words.COMMA_REPAIRED.fill(value=text)
        self._trouble.file("BIZ-07", Severity.FIX, sentence, self._at(index), text, fixed)
        return fixed

    def refuse(self, fault: RowFault, place: Place, value: str) -> None:
        """File a fault and refuse the row; nothing more is told of one whose cells are shifted."""
        self.unread.add(place.column or "")
        if not self.shifted:
            self._trouble.tell(fault, place, value)

    def object(self, rule: str, sentence: Any, column: str, value: str, expected: str = "") -> None:
        """File an error with its own sentence and refuse the row."""
        self.unread.add(column)
        if not self.shifted:
            self._trouble.file(
                rule, Severity.ERROR, sentence, self.place(column), value, expected or None
            )

    def tell(self, field: Field, text: str, why: Misfit, sentence: str) -> None:
        """Refuse the row for a text that is no value of its field."""
        self.object(*judge_misfit(field, text, why, sentence))


def judge_misfit(field: Field, text: str, why: Misfit, more: str) -> tuple[str, Any, str, str, str]:
    """Return rule, sentence, column, value and what was expected."""
    sentence, meant = misfit(field, text, why, more)
    return "BIZ-07", sentence, field.path, text, meant or ""


def filled(cells: Sequence[str]) -> bool:
    """Whether a row has anything in it."""
    return any(cells) and any(cell.strip() for cell in cells)


def data_rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    """Yield the rows after the header that have anything in them."""
    for row, cells in sheet.source.rows():
        if row > sheet.header_row and filled(cells):
            yield row, cells


__all__ = ["Rows", "data_rows", "filled", "judge_misfit"]
