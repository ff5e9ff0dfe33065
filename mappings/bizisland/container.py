"""The three forms a catalogue comes in: workbook, ZIP, single CSV.

::

    form A   XLSX (or XLS, ODS) with sheets STAMDATA, PRISER, perhaps HOVED
    form B   ZIP with stamdata.csv, priser.csv, perhaps hoved.csv
    form C   one CSV, master data, prices or both: its header row tells
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from hub.formats.csvtext import CsvSource, guess_dialect
from hub.formats.decimalmarks import DecimalMarks
from hub.formats.hiddencells import tell_hidden
from hub.formats.payload import Payload
from hub.formats.rowcolumns import ColumnNames, Columns, load_column_names
from hub.formats.rowsource import Cells, RowLimits, RowSource
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.sheet import Workbook, open_workbook
from hub.formats.table import Table
from hub.formats.zipbox import ZIP_START, member_names, open_zip
from hub.model.finding import Place, Severity
from hub.rules.module import sibling

words = sibling(__file__, "words")
onesheet = sibling(__file__, "onesheet")

FORMS = "XLSX (STAMDATA, PRISER), ZIP (stamdata.csv, priser.csv), CSV (;)"
SHEETS = ("HOVED", "STAMDATA", "PRISER")
FILES = ("stamdata.csv", "priser.csv", "hoved.csv")
BOOKS = (b"xl/workbook", b"content.xml")
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The part of an OLE file that holds a workbook with a password."""

OLE_START = b"\xd0\xcf\x11\xe0"
DELIMITER = ";"
HEAD_TITLES = frozenset(("KEY", "NØGLE", "FELT", "FIELD", "NAVN"))
ENOUGH_COLUMNS = 2
"""So many known columns, by our own names, make a CSV one of ours; by words two thirds do."""

NUMBERS = (
    "ITEM_CONTENT", "ITEM_PACK_SIZE", "ITEM_ALT_FACTOR_1", "ITEM_ALT_FACTOR_2",
    "ITEM_ALT_FACTOR_3", "ITEM_VAT", "ITEM_TOLL", "ITEM_GUIDE_PRICE", "PRICE_AMOUNT",
)  # fmt: skip
"""Columns of numbers that may have decimals."""

TITLES = 20
"""So many filled rows may stand above the header row and be titles and notes."""

HEAD_ROWS = 1000
"""Within so many rows the header row stands, and all of HOVED."""

OWN_HEADS = frozenset(("ITEM_NO", "2.1"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header row read: rows after it are data.

    ``marks`` are filled by the first pass over the rows.
    """

    source: RowSource
    columns: Columns
    header_row: int
    width: int
    title: str
    marks: DecimalMarks


@dataclass(slots=True)
class Tables:
    """What a file holds. ``head`` maps keys of HOVED to value and row.

    ``together`` says that master data and prices are the columns of one table: row for row.
    """

    masters: Sheet | None = None
    prices: Sheet | None = None
    head: dict[str, tuple[str, int]] = field(default_factory=dict)
    head_title: str = "HOVED"
    together: bool = False

    def said(self, key: str) -> str:
        """Return a value of the head, empty when it is not given."""
        return self.head.get(key, ("", 0))[0]


def read_limits(folder: Path) -> RowLimits:
    """Read limits.toml of the mapping folder."""
    return RowLimits(**tomllib.loads((folder / "limits.toml").read_text(encoding="utf-8")))


class Container:
    """Opens files of the three forms by the columns of the field table."""

    def __init__(
        self, table: Table, folder: Path, limits: RowLimits, prefix: str = "", beside: str = ""
    ) -> None:
        """Take the names of an archive's members: ``prefix`` before them, one file beside them."""
        self.limits = limits
        self.prefix = prefix
        self.files = (*(f"{prefix}{name}" for name in FILES), *((beside,) if beside else ()))
        self.names: ColumnNames = load_column_names(folder / "columns.csv")
        self.head_keys = frozenset(f.path for f in table.header.fields) | frozenset(table.ignore)
        assert table.line is not None  # noqa: S101 - the tables of this folder say so
        self.needed_masters = _required(table.line.fields)
        self.needed_prices = ("ITEM_NO", *_required(table.parts["prices"].fields))

    def recognises(self, payload: Payload) -> bool:
        """Whether a file is of one of the forms, by its content."""
        head = payload.head(1 << 12)
        silent = RowTrouble(None)
        if head.startswith((ZIP_START, OLE_START)):
            end = _end(payload).lower()
            if head.startswith(ZIP_START) and not _is_book(payload, end):
                # The library that opens workbooks takes a whole archive into memory.
                return any(_named(name, end) for name in FILES) or _locked(payload)
            book = open_workbook(payload.open, self.limits, silent, FORMS)
            if book is not None:
                return any(name.strip().upper() in ("STAMDATA", "PRISER") for name in book.names)
            # A workbook that cannot be opened is told about by who reads workbooks.
            return any(name in end for name in BOOKS) or _locked(payload)
        dialect = guess_dialect(payload.open, silent, payload.name)
        if dialect is None:
            return False
        first = self._header(CsvSource("", payload.open, dialect, silent))[1]
        heads = [cell.strip() for cell in first if cell.strip()]
        known = [name for head in heads if (name := self.names.known(head)) is not None]
        if "ITEM_NO" not in known or len(known) < ENOUGH_COLUMNS:
            return False
        # Plain words such as "Varenr" stand in other people's tables too; our own names do not.
        return bool(OWN_HEADS.intersection(heads)) or 3 * len(known) >= 2 * len(heads)

    def open(self, payload: Payload, trouble: RowTrouble) -> Tables | None:
        """Open a file; None when a finding refuses it."""
        if payload.size > self.limits.size:
            trouble.tell(RowFault.TOO_BIG, value=str(payload.size), expected=str(self.limits.size))
            return None
        head, end = payload.head(8), _end(payload).lower()
        if head.startswith(ZIP_START) and not _is_book(payload, end):
            tables = self._open_zip(payload, trouble)
        elif head.startswith((ZIP_START, OLE_START)):
            tables = self._open_book(payload, trouble)
        else:
            tables = self._open_csv(payload, trouble)
        if tables is None or trouble.fatal:
            return None
        return self._complete(tables, trouble)

    def _complete(self, tables: Tables, trouble: RowTrouble) -> Tables | None:
        needed_prices = self._part(tables, trouble)
        for sheet, needed in (
            (tables.masters, self.needed_masters),
            (tables.prices, needed_prices),
        ):
            if sheet is None:
                continue
            missing = self.names.missing(sheet.columns, needed)
            if missing:
                place = Place(sheet=sheet.title, row=sheet.header_row)
                listed = ", ".join(map(self.names.said, missing))
                trouble.tell(RowFault.COLUMNS_MISSING, place, listed, listed)
        rule = trouble.rule(RowFault.UNREADABLE)
        if tables.masters is None:
            sentence = words.PRICES_ONLY if tables.prices else words.NO_TABLE.fill(value="STAMDATA")
            trouble.file(rule, Severity.FATAL, sentence, expected=FORMS)
        elif tables.prices is None:
            trouble.file(rule, Severity.WARN, words.MASTERS_ONLY)
        return None if trouble.fatal else tables

    def _part(self, tables: Tables, trouble: RowTrouble) -> tuple[str, ...]:
        """Take a table apart that holds items and prices; return which columns prices need."""
        masters, prices = tables.masters, tables.prices
        if masters is not None and prices is not None:
            second = [name for name in masters.columns.at if name.startswith(onesheet.PRICE)]
            if second:
                place = Place(sheet=masters.title, row=masters.header_row)
                listed = ", ".join(map(self.names.said, second))
                sentence = words.PRICES_BESIDE.fill(value=listed, sheet=prices.title)
                rule = trouble.rule(RowFault.COLUMN_UNKNOWN)
                trouble.file(rule, Severity.WARN, sentence, place, listed)
            return self.needed_prices
        whole = masters or prices
        if not onesheet.is_whole(whole):
            return self.needed_prices
        tables.masters, tables.prices = onesheet.parted(whole, NUMBERS)
        tables.together = True
        # Most such lists have one price for an item, and no column that says from how many.
        return tuple(n for n in self.needed_prices if n not in (onesheet.KEY, "PRICE_QTY"))

    def _open_book(self, payload: Payload, trouble: RowTrouble) -> Tables | None:
        book = open_workbook(payload.open, self.limits, trouble, FORMS)
        if book is None:
            return None
        by_name = {name.strip().upper(): name for name in book.names}
        tables = Tables()
        if "HOVED" in by_name:
            self._read_head(tables, book.sheet(by_name["HOVED"]), trouble)
        if "STAMDATA" in by_name:
            tables.masters = self._sheet(book.sheet(by_name["STAMDATA"]), trouble)
        if "PRISER" in by_name:
            tables.prices = self._sheet(book.sheet(by_name["PRISER"]), trouble)
        self._tell_unread(book, trouble)
        return tables

    def _open_zip(self, payload: Payload, trouble: RowTrouble) -> Tables | None:
        box = open_zip(payload, self.files, self.limits, trouble)
        if box is None:
            return None
        tables = Tables()
        masters_name, prices_name = f"{self.prefix}stamdata.csv", f"{self.prefix}priser.csv"
        if "hoved.csv" in box.members:
            head = self._csv(lambda: box.open("hoved.csv"), "hoved.csv", trouble, None)
            if head is not None:
                self._read_head(tables, head, trouble)
        encoding = tables.said("ENCODING") or None
        if masters_name in box.members:
            masters = self._csv(lambda: box.open(masters_name), masters_name, trouble, encoding)
            tables.masters = masters and self._sheet(masters, trouble)
        if prices_name in box.members:
            prices = self._csv(lambda: box.open(prices_name), prices_name, trouble, encoding)
            tables.prices = prices and self._sheet(prices, trouble)
        return tables

    def _open_csv(self, payload: Payload, trouble: RowTrouble) -> Tables | None:
        source = self._csv(payload.open, payload.name, trouble, None)
        sheet = source and self._sheet(source, trouble)
        if sheet is None:
            return None
        tables = Tables()
        if "PRICE_AMOUNT" in sheet.columns.at and "ITEM_NAME" not in sheet.columns.at:
            tables.prices = sheet
        else:
            tables.masters = sheet
        return tables

    def _csv(
        self, open_file: Any, name: str, trouble: RowTrouble, encoding: str | None
    ) -> CsvSource | None:
        dialect = guess_dialect(open_file, trouble, name, encoding)
        if dialect is None:
            return None
        source = CsvSource(name, open_file, dialect, trouble)
        source.expect_delimiter(DELIMITER)
        return source

    def _sheet(self, source: RowSource, trouble: RowTrouble) -> Sheet | None:
        """Read the header row."""
        row, cells = self._header(source)
        if trouble.fatal:
            return None
        place = Place(sheet=source.name, row=row or None)
        if not cells:
            trouble.tell(RowFault.EMPTY, place, source.name)
            return None
        if len(cells) > self.limits.columns:
            most = str(self.limits.columns)
            trouble.tell(RowFault.COLUMNS_TOO_MANY, place, str(len(cells)), most)
            return None
        tell_hidden(source, row, cells, trouble)
        columns = self.names.columns(cells, source.name, row, trouble)
        numbers = (columns.at[name] for name in NUMBERS if name in columns.at)
        marks = DecimalMarks(numbers)
        return Sheet(source, columns, row, len(cells), source.name, marks)

    def _header(self, source: RowSource) -> tuple[int, Cells]:
        """Return the first row that names columns; without one the first with anything in it."""
        first: tuple[int, Cells] | None = None
        for row, cells in islice(_filled(source), TITLES):
            names = {name for cell in cells if (name := self.names.known(cell)) is not None}
            if "ITEM_NO" in names and len(names) >= ENOUGH_COLUMNS:
                return row, cells
            first = first or (row, cells)
        return first or (0, [])

    def _tell_unread(self, book: Workbook, trouble: RowTrouble) -> None:
        """Name the sheets whose headings are those of items, and whose names are not."""
        silent = RowTrouble(None)
        for name in book.names:
            if name.strip().upper() in SHEETS:
                continue
            row, cells = self._header(book.quiet(name))
            columns = self.names.columns(cells, name, row, silent).at
            if "ITEM_NO" not in columns or len(columns) < ENOUGH_COLUMNS:
                continue
            prices_only = "PRICE_AMOUNT" in columns and "ITEM_NAME" not in columns
            meant = "PRISER" if prices_only else "STAMDATA"
            place = Place(sheet=name, row=row)
            sentence = words.OTHER_SHEET.fill(value=name[:40], expected=meant)
            trouble.file("BIZ-01", Severity.WARN, sentence, place, name, meant)

    def _read_head(self, tables: Tables, source: RowSource, trouble: RowTrouble) -> None:
        tables.head_title = source.name
        tell_hidden(source, 0, [], trouble)
        for row, cells in source.rows():
            if row > HEAD_ROWS:
                place = Place(sheet=source.name, row=row)
                trouble.tell(RowFault.TOO_MANY_ROWS, place, str(row), str(HEAD_ROWS))
                return
            key, value = ([c.strip() for c in cells] + ["", ""])[:2]
            name = key.upper()
            if not key or name in HEAD_TITLES:
                continue
            place = Place(sheet=source.name, row=row, column=key)
            if name not in self.head_keys:
                rule = trouble.rule(RowFault.COLUMN_UNKNOWN)
                sentence = words.UNKNOWN_KEY.fill(value=key[:40])
                trouble.file(rule, Severity.WARN, sentence, place, key)
            elif name in tables.head:
                trouble.tell(RowFault.COLUMN_TWICE, place, key)
            elif value:
                tables.head[name] = (value, row)


def _named(name: str, end: bytes) -> bool:
    """Whether a member of an archive has this name, and not one that only ends so."""
    return re.search(rb"(?<![a-z0-9_-])" + re.escape(name.encode()), end) is not None


def _required(fields: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.path for f in fields if f.required))


def _filled(source: RowSource) -> Iterator[tuple[int, Cells]]:
    """Yield the rows with anything in them, as far as header rows are looked for."""
    for row, cells in islice(source.rows(), HEAD_ROWS):
        if any(cell.strip() for cell in cells):
            yield row, cells


def _end(payload: Payload) -> bytes:
    """Return the end of an archive, where its member names stand once more."""
    with payload.open() as stream:
        stream.seek(max(0, payload.size - (1 << 16)))
        return stream.read()


def _is_book(payload: Payload, end: bytes) -> bool:
    """Whether an archive is a workbook; one that only has a workbook in it is none."""
    names = member_names(payload)
    if names is None:
        return any(name in end for name in BOOKS)
    return any(name.encode().lower().startswith(BOOKS) for name in names)


def _locked(payload: Payload) -> bool:
    rest = b""
    with payload.open() as stream:
        while piece := stream.read(1 << 20):
            if LOCKED in rest + piece:
                return True
            rest = piece[-len(LOCKED) :]
    return False


__all__ = ["NUMBERS", "Container", "Sheet", "Tables", "read_limits"]
