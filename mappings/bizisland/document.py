"""A catalogue being read: master data row by row, each joined with its prices.

Prices and the numbers of all items were put aside first (``hub.formats.spill``), so that one
pass over the master data finds the prices of an item, whatever their order, and what is
wrong between the two tables: numbers given twice (BIZ-04), prices without an item (BIZ-08),
replacements that lead nowhere (BIZ-16).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.formats.original import Original
from hub.formats.rowread import RowReader
from hub.formats.rowsource import Cells
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.spill import Spill
from hub.formats.summary import summary_of
from hub.formats.table import Field, Group, Table
from hub.formats.totals import sum_said
from hub.model.catalogue import CatalogueLine, RelatedItem
from hub.model.finding import Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Draft, Line
from hub.model.loss import LossKind, LossReport
from hub.model.report import Report
from hub.model.summary import Summary
from hub.model.values import Identifier
from hub.rules.module import sibling

words = sibling(__file__, "words")
rowsof = sibling(__file__, "rowsof")
alternatives = sibling(__file__, "alternatives")
places = sibling(__file__, "places")
duties = sibling(__file__, "duties")
functions = sibling(__file__, "functions")

RULES = {
    **dict.fromkeys(RowFault, "BIZ-01"),
    RowFault.COLUMNS_MISSING: "BIZ-02",
    RowFault.COLUMN_UNKNOWN: "BIZ-02",
    RowFault.COLUMN_TWICE: "BIZ-02",
    RowFault.ENCODING: "BIZ-03",
    RowFault.ENCODING_UNKNOWN: "BIZ-03",
    RowFault.ENCODING_GUESSED: "BIZ-03",
    RowFault.REPLACEMENT: "BIZ-03",
    RowFault.CELL_ERROR: "BIZ-07",
    RowFault.CELL_DAMAGED: "BIZ-07",
    RowFault.FRACTION: "BIZ-07",
    RowFault.CELLS_TOO_MANY: "BIZ-06",
    RowFault.COLUMN_UNNAMED: "BIZ-02",
    RowFault.SUM: "BIZ-06",
    RowFault.NO_ITEM: "BIZ-06",
    **{
        fault: f"ROW-{fault}"
        for fault in (
            RowFault.TRIMMED,
            RowFault.HIDDEN_ROWS,
            RowFault.HIDDEN_COLUMNS,
            RowFault.HIDDEN_SHEET,
            RowFault.MERGED_CELLS,
        )
    },
}
"""Which rule each trouble with rows breaks."""

PRICES = "required_item_location_quantity"
DUTY = f"{PRICES}.price.allowance_charge"
VIRTUAL = (
    "_ACTION",
    "_PRICED",
    "_REPLACES",
    "_CURRENCY",
    "_GUIDE_TOLL",
    "_SERVICE",
    "_BASE_QTY",
    "_NOTE",
)
FROM_ITEM = ("ITEM_UNIT", "ITEM_LEADTIME", "ITEM_VAT", "ITEM_TOLL")
"""What a price needs of the item's own row."""
SHOWN = 5
YES, NO = ("J", "Y", "1", "TRUE"), ("N", "0", "FALSE")
FREE_DELIVERY = "Fragtfri levering fra {least} {currency}"
"""For the buyers' clerks, who read Danish."""

WITH_PRICE = ("ITEM_LEADTIME", "ITEM_VAT")

Read = tuple[Any, Callable[[str], Place], Draft | None]
"""A line, where its fields stand, and what could be read of it when it is refused."""


def trouble_for(report: Report | None) -> RowTrouble:
    """Return what files the trouble of this format."""
    return RowTrouble(report, RULES, Layer.OFFICIAL)


class BizDocument:
    """One catalogue; its tables stay open until the reader goes on."""

    def __init__(
        self,
        form: FormatId,
        table: Table,
        tables: Any,
        spill: Spill,
        trouble: RowTrouble,
        *,
        original: Original,
        pointing: bool,
    ) -> None:
        self.format = form
        self.original = original
        self._table = table
        self._tables = tables
        self._spill = spill
        self._pointing = pointing
        self._loops = {key: loop for loop in spill.loops() for key in loop} if pointing else {}
        self.header = self._read_header(trouble)
        ports = tuple(p.strip() for p in tables.said("PORTS").split(",") if p.strip())
        self.summary: Summary = summary_of(self.header, form.document, ports)

    def _read_header(self, trouble: RowTrouble) -> Any:
        keys = list(self._tables.head)
        cells = [self._tables.head[key][0] for key in keys]

        def tell(field: Field, text: str, why: Any, more: str) -> None:
            rule, sentence, _, value, expected = rowsof.judge_misfit(field, text, why, more)
            place = self._head_place(field.path)
            trouble.file(rule, Severity.FATAL, sentence, place, value, expected)

        reader = RowReader(self._table.header, {key: n for n, key in enumerate(keys)})
        action = self._tables.said("ACTION").upper()
        if action not in ("", "FULL", "DELTA"):
            sentence = words.WRONG_CODE.fill(value=action[:40], expected="FULL, DELTA")
            trouble.file("BIZ-07", Severity.FATAL, sentence, self._head_place("ACTION"), action)
        return reader.read(cells, tell)

    def _head_place(self, key: str) -> Place:
        row = self._tables.head.get(key, ("", None))[1]
        return Place(sheet=self._tables.head_title, row=row, column=key)

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands."""
        plain = places.without_counts(field)
        for one in self._table.header.fields:
            if one.name == plain or one.name.startswith(f"{plain}."):
                return self._head_place(one.path)
        return Place(sheet=self._tables.head_title)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield a line for each item and other unit of it; refused ones without a body."""
        reading = _Reading(self._table, self._tables, self._spill, report)
        reading.pointing = self._pointing
        reading.loops = self._loops
        number = 0
        for row, cells in rowsof.data_rows(self._tables.masters):
            for body, locate, draft in reading.item(row, cells):
                number += 1
                yield Line(number, body, locate, draft)
        if self._tables.prices is None or self._tables.together:
            return
        for key, rows, near in self._spill.orphans():
            place = Place(sheet=self._tables.prices.title, row=rows[0], column="ITEM_NO")
            if near is None and sum_said([key]) is not None:
                reading.trouble.tell(RowFault.SUM, Place(sheet=place.sheet, row=rows[0]), key)
                number += 1
                yield Line(number, None, _fixed(place))
                continue
            listed = ", ".join(map(str, rows[:SHOWN])) + (" …" if len(rows) > SHOWN else "")
            template = words.NO_MASTER if near is None else words.NEAR_MASTER
            sentence = template.fill(rows=listed, value=key, near=near)
            reading.trouble.file("BIZ-08", Severity.ERROR, sentence, place, key, near)
            number += 1
            yield Line(number, None, _fixed(place))


class _Reading:
    """One pass over the lines."""

    def __init__(self, table: Table, tables: Any, spill: Spill, report: Report | None) -> None:
        self.trouble = trouble_for(report)
        self.pointing = False
        self.loops: dict[str, list[str]] = {}
        self._losses = LossReport() if report is None else report.losses
        self._spill = spill
        self._together = tables.together
        self._delta = tables.said("ACTION").upper() == "DELTA"
        self._currency = tables.said("CURRENCY")
        free = tables.said("FREE_DELIVERY_MIN")
        self._note = FREE_DELIVERY.format(least=free, currency=self._currency) if free else ""
        self._unspsc_version = tables.said("UNSPSC_VERSION")
        comma = tables.said("ALLOW_COMMA").upper() in ("J", "Y", "1")
        assert table.line is not None  # noqa: S101 - the tables of this folder say so
        parts = [part for name, part in table.parts.items() if name != "prices"]
        fields = [f for group in (table.line, *parts) for f in group.fields]
        taken = {f.path for f in table.parts["prices"].fields if f.path in FROM_ITEM}
        housed = {f.path for f in fields} | taken | set(table.ignore)
        unread = set(tables.masters.columns.at) - housed
        self._items = rowsof.Rows(
            tables.masters, self.trouble, self._losses, comma=comma, unread=unread
        )
        width = self._items.width
        self._at = dict(tables.masters.columns.at)
        for offset, name in enumerate(VIRTUAL):
            self._at[name] = width + offset
        if "ITEM_UNSPSC_VER" not in self._at:
            self._at["ITEM_UNSPSC_VER"] = width + len(VIRTUAL)
        extra = [places.own_field(name) for name in tables.masters.columns.extra]
        self._fields = (*fields, *extra)
        group = Group("line", CatalogueLine, self._fields)
        self._line = RowReader(group, {**self._at, **tables.masters.columns.extra})
        self._places = places.Places(group, table.parts["prices"])
        self._prices: Any = None
        if tables.prices is not None:
            self._open_prices(tables.prices, table.parts["prices"], comma=comma)

    def _open_prices(self, sheet: Any, group: Group, *, comma: bool) -> None:
        self._prices = rowsof.Rows(
            sheet, self.trouble, self._losses, comma=comma,
            unread=set(sheet.columns.at) - {f.path for f in group.fields} - {"ITEM_NO"},
        )  # fmt: skip
        self._price_at = dict(sheet.columns.at)
        for offset, name in enumerate((*FROM_ITEM, "_BASE_QTY", "PRICE_TYPE", "PRICE_QTY")):
            self._price_at.setdefault(name, sheet.width + offset)
        self._price = RowReader(group, self._price_at)

    def item(self, row: int, cells: Cells) -> Iterator[Read]:
        """Yield the line of an item, and one for each other unit."""
        rows, at = self._items, self._at
        clean = rows.begin(row, cells)
        given = list(clean)
        clean.extend([""] * (len(VIRTUAL) + 1))
        key = clean[at["ITEM_NO"]]
        first = self._spill.master_row(key) if key else None
        if first is not None and first != row:
            template = words.DUPLICATE_PRICED if self._together else words.DUPLICATE
            sentence = template.fill(value=key[:40], first=first)
            rows.object("BIZ-04", sentence, "ITEM_NO", key)
        priced = self._priced(row, key, first)
        self._fill_virtual(clean, key, priced)
        line = self._line.read(clean, rows.tell)
        quantities, price_rows, prices_bad = self._quantities(clean, priced)
        locate = self._places.of(rows, price_rows, given, self._prices)
        bad = rows.bad or prices_bad
        if not bad:
            guide = line.required_item_location_quantity
            places = self._taxed((*quantities, *guide), clean)
            line = replace(line, required_item_location_quantity=places)
            if self.pointing:
                line = self._replaced(line, key)
        units = self._other_units(clean)
        if bad or rows.bad:
            yield None, locate, rows.draft(line, self._fields)
            return
        yield line, locate, None
        for column, unit, factor in units:
            other = alternatives.alternative_line(line, unit, factor, self._losses)
            said = f"{unit} = {factor}"
            if other is None:
                self._losses.add(column, LossKind.NO_HOME, f"{key}: {said}")
                continue
            self._losses.add("orderable_unit", LossKind.DERIVED, said)
            yield other, locate, None

    def _priced(self, row: int, key: str, first: int | None) -> list[tuple[int, Cells]]:
        """Return the price rows of an item."""
        if self._prices is None or self._items.shifted:
            return []
        if self._together:
            return self._spill.details(str(row)) if key else []
        # The prices of a number given twice are the first one's.
        return self._spill.details(key) if first == row else []

    def _fill_virtual(self, clean: Cells, key: str, priced: list[tuple[int, Cells]]) -> None:
        at = self._at
        status = self._cell(clean, "ITEM_STATUS").upper()
        removed = self._delta and status == "U"
        clean[at["_ACTION"]] = "Delete" if removed else "Update" if self._delta else "Add"
        clean[at["_PRICED"]] = "J" if priced else "N"
        clean[at["_BASE_QTY"]] = "1"
        clean[at["_NOTE"]] = self._note.strip()
        if self._note:
            self._losses.add("note", LossKind.DERIVED, f"FREE_DELIVERY_MIN: {self._note}")
        clean[at["_CURRENCY"]] = self._currency or self._first_currency(priced)
        if self._cell(clean, "ITEM_GUIDE_PRICE"):
            clean[at["_GUIDE_TOLL"]] = self._cell(clean, "ITEM_TOLL")
        elif not priced and self._cell(clean, "ITEM_TOLL"):
            self._losses.add("ITEM_TOLL", LossKind.NO_HOME, self._cell(clean, "ITEM_TOLL"))
        self._fill_service(clean)
        if not clean[at["ITEM_UNSPSC_VER"]] and self._cell(clean, "ITEM_UNSPSC"):
            clean[at["ITEM_UNSPSC_VER"]] = self._unspsc_version
        if self._cell(clean, "ITEM_BASE_UNIT") and not self._cell(clean, "ITEM_CONTENT"):
            lost = self._cell(clean, "ITEM_BASE_UNIT")
            self._losses.add("ITEM_BASE_UNIT", LossKind.NO_HOME, lost)
        if not priced:
            for name in WITH_PRICE:
                if name == "ITEM_VAT" and clean[at["_GUIDE_TOLL"]]:
                    continue  # the duty inside the guiding price bears it
                if self._cell(clean, name):
                    self._losses.add(name, LossKind.NO_HOME, self._cell(clean, name))
        self._judge_replaces(clean, key)

    def _fill_service(self, clean: Cells) -> None:
        said = self._cell(clean, "ITEM_SERVICE")
        if said.upper() in YES:
            clean[self._at["_SERVICE"]] = "true"
        elif said.upper() in NO:
            clean[self._at["_SERVICE"]] = "false"
        elif said:
            sentence = words.WRONG_CODE.fill(value=said[:40], expected="J, N")
            self._items.object("BIZ-07", sentence, "ITEM_SERVICE", said, "J, N")

    def _judge_replaces(self, clean: Cells, key: str) -> None:
        old = self._cell(clean, "ITEM_REPLACES")
        if not old:
            return
        if key in self.loops:
            loop = " > ".join(self.loops[key][:SHOWN])
            sentence = words.REPLACES_ITSELF.fill(value=key[:40], loop=loop[:80])
            self._items.object("BIZ-16", sentence, "ITEM_REPLACES", old)
        elif self._spill.master_row(old) is None:
            if self._delta:
                clean[self._at["_REPLACES"]] = old
            else:
                sentence = words.REPLACES_NOTHING.fill(value=old[:40])
                self._items.object("BIZ-16", sentence, "ITEM_REPLACES", old)

    def _replaced(self, line: Any, key: str) -> Any:
        new = self._spill.pointing_to(key)
        if not new:
            return line
        return replace(
            line, replacement_related_item=tuple(RelatedItem(id=Identifier(n)) for n in new)
        )

    def _first_currency(self, priced: list[tuple[int, Cells]]) -> str:
        index = self._price_at.get("PRICE_CURRENCY") if self._prices is not None else None
        if index is None:
            return ""
        return next((c[index].strip() for _, c in priced if len(c) > index), "")

    def _quantities(
        self, clean: Cells, priced: list[tuple[int, Cells]]
    ) -> tuple[list[Any], list[int], bool]:
        """Return the prices of an item, the rows they stand in, and whether one is refused."""
        made: list[Any] = []
        places: list[int] = []
        bad = False
        told: set[str] = set()

        def tell(field: Field, text: str, why: Any, sentence: str) -> None:
            """Place what the prices take from the item at the item, once for all its prices."""
            if field.path not in FROM_ITEM:
                self._prices.tell(field, text, why, sentence)
            elif field.path not in told:
                told.add(field.path)
                self._items.tell(field, text, why, sentence)

        for row, raw in priced:
            rows, at = self._prices, self._price_at
            cells = rows.begin(row, raw)
            cells.extend([*(self._cell(clean, name) for name in FROM_ITEM), "1", "", "1"])
            if "PRICE_QTY" not in rows.sheet.columns.at:
                self._losses.add(f"{PRICES}.minimum_quantity", LossKind.DERIVED, "1")
            if not cells[at["PRICE_TYPE"]]:
                cells[at["PRICE_TYPE"]] = "A"
                self._losses.add(f"{PRICES}.price.price_type_code", LossKind.DERIVED, "A")
            made.extend(self._price.read(cells, tell).required_item_location_quantity)
            places.append(row)
            bad = bad or rows.bad
        return made, places, bad

    def _taxed(self, places: tuple[Any, ...], clean: Cells) -> tuple[Any, ...]:
        """Return the prices of an item, the duties inside them taxed as the item is."""
        text = self._cell(clean, "ITEM_VAT")
        if not text or not any(map(duties.bears_duty, places)):
            return places
        reading = rowsof.read_number(text)
        if reading.value is None:
            sentence = reading.message or words.WRONG_WHOLE.fill(value=text[:40])
            self._items.object("BIZ-07", sentence, "ITEM_VAT", text)
            return places
        tax = duties.item_tax(functions.read_tax_category(text), reading.value)
        taxed = tuple(duties.with_tax(p, tax) if duties.bears_duty(p) else p for p in places)
        said = " ".join(part for part in (tax.id.value if tax.id else "", text) if part)
        count = sum(map(duties.bears_duty, places))
        self._losses.add(f"{DUTY}.tax_category", LossKind.DERIVED, said, count)
        return taxed

    def _other_units(self, clean: Cells) -> list[tuple[str, str, Decimal]]:
        found = []
        for n in (1, 2, 3):
            unit_column, factor_column = f"ITEM_ALT_UNIT_{n}", f"ITEM_ALT_FACTOR_{n}"
            unit, factor = self._cell(clean, unit_column), self._cell(clean, factor_column)
            if not unit and not factor:
                continue
            if not unit or not factor:
                lacking = factor_column if unit else unit_column
                sentence = words.HALF_UNIT.fill(value=lacking)
                self._items.object("BIZ-06", sentence, lacking, unit or factor)
                continue
            value = self._factor(factor, factor_column)
            if value is not None:
                found.append((unit_column, unit, value))
        return found

    def _factor(self, text: str, column: str) -> Decimal | None:
        reading = rowsof.read_number(text)
        if reading.value is not None and reading.value > 0:
            return Decimal(reading.value)
        sentence = reading.message or words.FACTOR.fill(value=text[:40])
        self._items.object("BIZ-07", sentence, column, text)
        return None

    def _cell(self, clean: Cells, name: str) -> str:
        index = self._at.get(name)
        return "" if index is None else clean[index]


def _fixed(place: Place) -> Callable[[str], Place]:
    return lambda _field: place


__all__ = ["BizDocument", "trouble_for"]
