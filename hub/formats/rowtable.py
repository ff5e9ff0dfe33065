"""One table of rows as a document: a sheet or CSV file whose every row is a line.

What the head of the document needs stands in columns too, the same in every row. A column
that has a ``default`` in the table is filled where the file leaves it out, which is reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from hub.formats.csvtext import CsvSource, guess_dialect
from hub.formats.hiddencells import tell_hidden
from hub.formats.misfits import misfit
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.rowcolumns import ColumnNames, Columns
from hub.formats.rowpass import RowPass
from hub.formats.rowread import RowReader
from hub.formats.rowsource import Cells, RowLimits, RowSource
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.rowvalues import Misfit
from hub.formats.sheet import open_workbook
from hub.formats.summary import summary_of
from hub.formats.table import Field, Table
from hub.formats.zipbox import ZIP_START
from hub.model.finding import Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.report import Report

__all__ = ["RowTable", "RowTableReader", "find_table"]

OLE_START = b"\xd0\xcf\x11\xe0"
HEADER_ROWS = 20
"""Within so many filled rows the header row stands; titles and notes may stand above it."""

_INDEX = re.compile(r"\[[0-9]+\]")

Finish = Callable[[Any, Mapping[str, str], LossReport], Any]
"""Completes a line from its cells by column; what it derives or drops it reports."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """How a format of one table is told and read.

    ``titles`` are the names its sheet may have, none for any; ``least`` so many known columns
    make a header row. ``rules`` gives the format's own ids for what is wrong with rows.
    ``words`` says that units may be everyday words, ``comma`` that numbers may have a comma.
    """

    form: FormatId
    table: Table
    names: ColumnNames
    titles: tuple[str, ...] = ()
    least: int = 3
    rules: Mapping[RowFault, str] = field(default_factory=dict)
    limits: RowLimits = field(default_factory=RowLimits)
    words: bool = False
    comma: bool = False
    finish: Finish | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A table in a file: where its rows come from, and its header row.

    ``others`` are the sheets that have all the columns it needs, too, and are not read.
    """

    source: RowSource
    row: int
    cells: Cells
    known: int
    others: tuple[str, ...] = ()


def find_table(shape: RowTable, payload: Payload, trouble: RowTrouble) -> Found | None:
    """Return the table of a file; None when it has none, with a finding when it is broken."""
    best: Found | None = None
    whole: list[str] = []
    needed = {one.path for one in _fields(shape) if one.required}
    for source in _sources(shape, payload, trouble):
        for row, cells in islice(_filled(source), HEADER_ROWS):
            names = {name for cell in cells if (name := shape.names.known(cell.strip()))}
            if needed and needed <= names and source.name not in whole:
                whole.append(source.name)
            if len(names) >= shape.least and (best is None or len(names) > best.known):
                best = Found(source, row, cells, len(names))
    if best is None:
        return None
    others = tuple(name for name in whole if name != best.source.name)
    return replace(best, others=others)


def _fields(shape: RowTable) -> Iterator[Field]:
    """Yield the fields that have columns."""
    lines = shape.table.line.fields if shape.table.line is not None else ()
    for one in (*shape.table.header.fields, *lines):
        if one.const is None and one.default is None:
            yield one


def _sources(shape: RowTable, payload: Payload, trouble: RowTrouble) -> Iterator[RowSource]:
    start = payload.head(max(len(ZIP_START), len(OLE_START)))
    if start.startswith((ZIP_START, OLE_START)):
        expected = ", ".join(shape.titles) or "XLSX"
        book = open_workbook(payload.open, shape.limits, trouble, expected)
        wanted = {title.casefold() for title in shape.titles}
        for name in book.names if book is not None else ():
            if book is not None and (not wanted or name.strip().casefold() in wanted):
                yield book.sheet(name)
        return
    dialect = guess_dialect(payload.open, trouble, payload.name)
    if dialect is not None:
        yield CsvSource(payload.name, payload.open, dialect, trouble)


def _filled(source: RowSource) -> Iterator[tuple[int, Cells]]:
    for row, cells in source.rows():
        if any(cell.strip() for cell in cells):
            yield row, cells


class RowTableReader:
    """From a file to its one document."""

    def __init__(self, shape: RowTable) -> None:
        self.shape = shape

    def read(self, payload: Payload, report: Report) -> Iterator["RowTableDocument"]:
        """Yield the document; nothing when the table cannot be used."""
        report.begin(Layer.SYNTAX)
        shape = self.shape
        trouble = RowTrouble(report, shape.rules, Layer.SYNTAX)
        if payload.size > shape.limits.size:
            trouble.tell(RowFault.TOO_BIG, value=str(payload.size), expected=str(shape.limits.size))
            return
        found = find_table(shape, payload, trouble)
        if found is None:
            if not trouble.fatal:
                trouble.tell(RowFault.EMPTY, value=payload.name)
            return
        for name in found.others:
            trouble.tell(RowFault.SHEET_UNREAD, Place(sheet=name), name, found.source.name)
        tell_hidden(found.source, found.row, found.cells, trouble)
        columns = shape.names.columns(found.cells, found.source.name, found.row, trouble)
        document = RowTableDocument(shape, found, columns, Original.whole(payload))
        document.judge_columns(trouble)
        if not trouble.fatal:
            yield document

    def headings(self, payload: Payload) -> tuple[list[str], list[str]]:
        """Return the headings that a file needs, and those of them that its table lacks."""
        needed = list(dict.fromkeys(one.path for one in _fields(self.shape) if one.required))
        found = find_table(self.shape, payload, RowTrouble(None))
        cells = () if found is None else found.cells
        there = {self.shape.names.known(cell.strip()) for cell in cells}
        return needed, [name for name in needed if name not in there]


class RowTableDocument:
    """One table, read as a document."""

    def __init__(self, shape: RowTable, found: Found, columns: Columns, original: Original) -> None:
        assert shape.table.line is not None  # noqa: S101 - a format of rows has lines
        self.format = shape.form
        self.original = original
        self.shape = shape
        self._found = found
        self.columns = columns
        self.width = len(found.cells)
        self.sheet = found.source.name
        self.is_text = isinstance(found.source, CsvSource)
        self.fields = shape.table.line.fields
        self.head_fields = shape.table.header.fields
        self._at = dict(columns.at)
        self.defaults: dict[int, Field] = {}
        for one in (*self.head_fields, *self.fields):
            said = one.const if one.const is not None else one.default
            if said is not None and one.path not in self._at:
                self._at[one.path] = self.width + len(self.defaults)
                self.defaults[self._at[one.path]] = one
        self._head = RowReader(shape.table.header, self._at)
        self.line_reader = RowReader(shape.table.line, self._at)
        self._first = next(self._rows(), (found.row, []))
        self.header = self._head.read(self.clean(self._first[1]), lambda *_: None)
        self.summary = summary_of(self.header, shape.form.document)

    def judge_columns(self, trouble: RowTrouble) -> None:
        """Say which columns are missing, and what of the head in the first row is no value."""
        fields = (*self.head_fields, *self.fields)
        missing = dict.fromkeys(f.path for f in fields if f.required and f.path not in self._at)
        if missing:
            place = Place(sheet=self._found.source.name, row=self._found.row)
            listed = ", ".join(missing)
            trouble.tell(RowFault.COLUMNS_MISSING, place, listed, listed)
        row, cells = self._first
        if row == self._found.row:
            name = self._found.source.name
            trouble.tell(RowFault.NO_ROWS, Place(sheet=name), name)
            return

        def tell(one: Field, text: str, why: Misfit, more: str) -> None:
            sentence, meant = misfit(one, text, why, more)
            place = self.place(row, one.path)
            trouble.file(trouble.rule(RowFault.VALUE), Severity.FATAL, sentence, place, text, meant)

        self._head.read(self.clean(cells), tell)

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands: in the first row."""
        return self._of(self._first[0], field, self.head_fields)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield a line for each row; refused ones without a body."""
        trouble = RowTrouble(report, self.shape.rules, Layer.OFFICIAL)
        losses = LossReport() if report is None else report.losses
        reading = RowPass(self, self.shape, trouble, losses)
        for number, (row, cells) in enumerate(reading.beginning_with(self._rows()), start=1):
            if number > self.shape.limits.rows:
                most = str(self.shape.limits.rows)
                place = Place(sheet=self._found.source.name, row=row)
                trouble.tell(RowFault.TOO_MANY_ROWS, place, str(number), most)
                return
            body, draft = reading.row(row, cells)
            yield Line(number, body, self._locator(row), draft)

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        for row, cells in _filled(self._found.source):
            if row > self._found.row:
                yield row, cells

    def clean(self, cells: Sequence[str]) -> Cells:
        """Return the cells of a row, trimmed, as many as the header has, then defaults."""
        clean = [cell.strip() for cell in cells[: self.width]]
        clean.extend([""] * (self.width - len(clean)))
        clean.extend(one.const or one.default or "" for one in self.defaults.values())
        return clean

    def _locator(self, row: int) -> Callable[[str], Place]:
        return lambda field: self._of(row, field, self.fields)

    def _of(self, row: int, dotted: str, fields: Sequence[Field]) -> Place:
        plain = _INDEX.sub("", dotted)
        while plain:
            for one in fields:
                if one.path in self.columns.at and (
                    one.name == plain or one.name.startswith(f"{plain}.")
                ):
                    return self.place(row, one.path)
            plain = plain.rpartition(".")[0]
        return self.place(row)

    def place(self, row: int, column: str | None = None) -> Place:
        """Return a place in a row; a column is shown as the file heads it."""
        shown = None if column is None else self.columns.heads.get(column, column)
        return Place(sheet=self._found.source.name, row=row, column=shown)
