"""Reads catalogue updates and price books back into the model.

Prices with and without duties become one price with the duty inside it, as it was before the
two were parted (``prices.split_duty``).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import read_number
from hub.formats.csvtext import CsvSource, guess_dialect
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.rowread import RowReader
from hub.formats.rowsource import Cells, RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.rowvalues import Misfit
from hub.formats.summary import summary_of
from hub.formats.table import Field, Table
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossKind, LossReport
from hub.model.party import DocumentParty, PartyIdentification
from hub.model.period import Period
from hub.model.price import AllowanceCharge, ItemLocationQuantity, Price
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Amount, Code, Identifier, Text

MEDIA_TYPE = "text/csv; charset=utf-8"
HEADS = ("AFTALEREF", "KUNDE_GLN")
CURRENCY = "DKK"
UNKNOWN = "ukendt"
"""Stands in a file name for what the document did not say."""

NAMED = re.compile(r"ttk_(katalog|prisbog)_(.+)_([^_]+)\.csv")
COLUMNS = {
    "catalogue": ("PRIS_INKL_AFGIFT", "PRIS_EKSKL_AFGIFT", "CAT"),
    "pricebook": ("NETTOPRIS_INKL", "NETTOPRIS_EKSKL", "CON"),
}
MISSING = Sentence(
    "{value} is missing. Fill it in.", "{value} mangler. Udfyld det.",
    "{value} ontbreekt. Vul het in.",
)  # fmt: skip
WRONG = Sentence(
    "{value} does not fit {column}.", "{value} passer ikke i {column}.",
    "{value} past niet in {column}.",
)  # fmt: skip


def recognise(payload: Payload) -> str | None:
    """Return the document that a CSV's first rows tell of."""
    rows = _rows(payload, RowTrouble(None))
    first = next(iter(rows), (0, [""]))[1]
    if "VARENR" in first and "HANDLING" in first:
        return "catalogue:1"
    return "pricebook:1" if first[:1] == ["AFTALEREF"] else None


def reader(form: Any) -> "TtkReader":
    """Return the reader of one of the two documents."""
    return TtkReader(form.id, form.table)


def _rows(payload: Payload, trouble: RowTrouble) -> Iterator[tuple[int, Cells]]:
    dialect = guess_dialect(payload.open, trouble, payload.name)
    if dialect is not None:
        yield from CsvSource(payload.name, payload.open, dialect, trouble).rows()


class TtkReader:
    """From a file to its one document."""

    def __init__(self, form: FormatId, table: Table, limits: RowLimits | None = None) -> None:
        self.form = form
        self.table = table
        self._limits = limits or RowLimits()

    def read(self, payload: Payload, report: Report) -> Iterator["TtkDocument"]:
        """Yield the document; nothing when its header row cannot be used (TTK-01)."""
        report.begin(Layer.SYNTAX)
        trouble = RowTrouble(report, {RowFault.COLUMNS_MISSING: "TTK-01"}, Layer.SYNTAX)
        if payload.size > self._limits.size:
            expected = str(self._limits.size)
            trouble.tell(RowFault.TOO_BIG, value=str(payload.size), expected=expected)
            return
        heads: dict[str, tuple[str, int]] = {}
        for row, cells in _rows(payload, trouble):
            if cells and cells[0] in HEADS:
                heads[cells[0]] = (cells[1].strip() if len(cells) > 1 else "", row)
                continue
            document = TtkDocument(self, payload, heads, row, cells)
            document.judge_columns(trouble)
            if not trouble.fatal:
                yield document
            return
        if not trouble.fatal:
            trouble.tell(RowFault.EMPTY, value=payload.name)


class TtkDocument:
    """One catalogue update or price book."""

    def __init__(self, made_by: TtkReader, payload: Payload, heads: dict[str, tuple[str, int]],
                 header_row: int, columns: Cells) -> None:  # fmt: skip
        assert made_by.table.line is not None  # noqa: S101 - the tables of this folder say so
        self.format = made_by.form
        self.original = Original.whole(payload)
        self._table = made_by.table
        self._payload = payload
        self._heads = heads
        self._header_row = header_row
        self._at = {name.strip().upper(): index for index, name in enumerate(columns)}
        self._fields = made_by.table.line.fields
        self._line = RowReader(made_by.table.line, self._at)
        self.header = self._read_header()
        self.summary = summary_of(self.header, made_by.form.document)

    def judge_columns(self, trouble: RowTrouble) -> None:
        """Say which columns and head rows are missing."""
        needed = [f.path for f in self._fields if f.required and f.path not in self._at]
        needed += [f.path for f in self._table.header.fields if f.path not in self._heads]
        if needed:
            place = Place(sheet=self._payload.name, row=self._header_row)
            listed = ", ".join(needed)
            trouble.tell(RowFault.COLUMNS_MISSING, place, listed, listed)

    def _read_header(self) -> Any:
        keys = list(self._heads)
        cells = [self._heads[key][0] for key in keys]
        reader_ = RowReader(self._table.header, {key: n for n, key in enumerate(keys)})
        header = reader_.read(cells, lambda *_: None)
        named = NAMED.fullmatch(self._payload.name)
        if named is None:
            return header
        if named[3] != UNKNOWN:
            header = replace(header, version_id=Identifier(named[3]))
        if named[1] == "katalog" and named[2].isdigit():
            number = Identifier(f"DK{named[2]}", scheme_id="DK:CVR")
            party = DocumentParty(party_identification=(PartyIdentification(number),))
            header = replace(header, provider_party=party)
        return header

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands."""
        found = next((f.path for f in self._table.header.fields if f.name.startswith(field)), None)
        row = self._heads[found][1] if found in self._heads else None
        return Place(sheet=self._payload.name, row=row, column=found)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield a line for each row; refused ones without a body."""
        trouble = RowTrouble(report, {}, Layer.OFFICIAL)
        losses = LossReport() if report is None else report.losses
        number = 0
        for row, cells in _rows(self._payload, trouble):
            if row <= self._header_row or not any(cells):
                continue
            number += 1
            yield self._read_row(number, row, cells, trouble, losses)

    def _read_row(
        self, number: int, row: int, cells: Cells, trouble: RowTrouble, losses: LossReport
    ) -> Line:
        clean = [cell.strip() for cell in cells] + [""] * (len(self._at) - len(cells))
        bad = False

        def object_(column: str, value: str, sentence: Sentence, rule: str = "TTK-01") -> None:
            nonlocal bad
            bad = True
            place = Place(sheet=self._payload.name, row=row, column=column)
            trouble.file(rule, Severity.ERROR, sentence, place, value or None)

        def tell(field: Field, text: str, _why: Misfit, _more: str) -> None:
            object_(field.path, text, WRONG.fill(value=text[:40], column=field.path))

        for field in self._fields:
            if field.required and not clean[self._at[field.path]]:
                object_(field.path, "", MISSING.fill(value=field.path))
        body = self._line.read(clean, tell)
        if not bad:
            body = self._priced(body, clean, object_, losses)
        return Line(number, None if bad else body, self._locator(row))

    def _priced(
        self, body: CatalogueLine, clean: Cells, object_: Callable[..., None], losses: LossReport
    ) -> CatalogueLine:
        inclusive_column, exclusive_column, kind = COLUMNS[self.format.document]
        found: list[Decimal] = []
        for column in (inclusive_column, exclusive_column):
            reading = read_number(clean[self._at[column]])
            if reading.value is None:
                object_(column, reading.text, reading.message, "TTK-02")
                return body
            found.append(reading.value)
        inclusive, exclusive = found
        start = self._start(clean, object_)
        duty = inclusive - exclusive
        if duty < 0:
            sentence = WRONG.fill(value=str(exclusive), column=exclusive_column)
            object_(exclusive_column, str(exclusive), sentence, "TTK-03")
        charges = ()
        if duty:
            losses.add("price.allowance_charge", LossKind.DERIVED, f"{inclusive} - {exclusive}")
            charge = AllowanceCharge(
                charge_indicator=True,
                allowance_charge_reason=(Text("Afgift"),),
                amount=Amount(duty, CURRENCY),
            )
            charges = (charge,)
        price = Price(
            price_amount=Amount(inclusive, CURRENCY),
            price_type_code=Code(kind, list_id="UN/ECE 5387", list_agency_id="6"),
            validity_period=(Period(start_date=start),) if start else (),
            allowance_charge=charges,
        )
        identification = body.item.sellers_item_identification if body.item is not None else None
        return replace(
            body,
            id=identification.id if identification is not None else None,
            required_item_location_quantity=(ItemLocationQuantity(price=price),),
        )

    def _start(self, clean: Cells, object_: Callable[..., None]) -> Any:
        index = self._at.get("GYLDIG_FRA")
        text = "" if index is None else clean[index]
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            object_("GYLDIG_FRA", text, WRONG.fill(value=text[:40], column="GYLDIG_FRA"))
            return None

    def _locator(self, row: int) -> Callable[[str], Place]:
        def locate(field: str) -> Place:
            plain = re.sub(r"\[[0-9]+\]", "", field)
            path = next((f.path for f in self._fields if f.name.startswith(plain)), None)
            if path is None and plain.startswith("required_item_location_quantity"):
                path = COLUMNS[self.format.document][1 if "allowance" in plain else 0]
            return Place(sheet=self._payload.name, row=row, column=path)

        return locate
