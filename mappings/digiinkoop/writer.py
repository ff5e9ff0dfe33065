"""Writes the catalogue workbook (README.md)."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.formats.document import Part
from hub.formats.headrest import head_rest
from hub.formats.leaves import leaves_of
from hub.formats.onerow import AGREED, sold_row
from hub.formats.rowwrite import RowWriter
from hub.formats.sheetout import SheetOut
from hub.formats.table import Table
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Identifier
from hub.rules.catalogues import agreement_of, is_other_unit
from hub.rules.module import sibling
from hub.rules.rule import RuleContext

supplier = sibling(__file__, "supplier")

QUANTITIES = "required_item_location_quantity"
SHEET = "Catalogus"
NUMBER, CONTRACT = "Leveranciersnummer", "Contractnummer"
WIDE = {"Omschrijving": 40, "Lange omschrijving": 40, "Afbeelding URL": 40}
UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
VALUE_ADDED = frozenset({"VAT", "63"})
"""What value added tax is called in Peppol's and in OIOUBL's documents."""


def writer(form: Any) -> "_Writer":
    """Return the writer."""
    return _Writer(form.table)


class _Writer:
    """Starts workbooks."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> "_Writing":
        """Begin a workbook."""
        return _Writing(self._table, header, context, losses, folder)


class _Writing:
    """One workbook in the making."""

    def __init__(
        self,
        table: Table,
        header: Catalogue,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
    ) -> None:
        assert table.line is not None  # noqa: S101 - the table of this folder says so
        self._losses = losses
        self._day = context.today
        route = RuleContext(context, "catalogue", {}, lambda _: frozenset())
        self._number = supplier.number_of(header, route) or ""
        self._contract = agreement_of(header, route) or ""
        period = next(iter(header.validity_period), Period())
        self._whole = Period(start_date=period.start_date, end_date=period.end_date)
        heads = [f.path for f in table.header.fields]
        self._columns = [*heads, *dict.fromkeys(f.path for f in table.line.fields)]
        self._rows = RowWriter(
            table.line, self._columns[len(heads):], losses, table.ignore, guarded=False
        )  # fmt: skip
        self._file_losses(header)
        version = header.version_id.value if header.version_id is not None else ""
        name = "_".join(p for p in ("catalogus", _plain(self._contract), _plain(version)) if p)
        self._out = SheetOut(folder, f"{name}.xlsx")
        self._out.sheet(SHEET, self._columns, [WIDE.get(c, len(c) + 2) for c in self._columns])

    def take(self, body: CatalogueLine) -> None:
        """Write one item; what cannot be ordered here is left out and counted."""
        item = None if is_other_unit(body) else sold_row(body, self._day, self._losses)
        if item is None:
            reason = "skipped other unit" if is_other_unit(body) else "skipped without price"
            self._losses.add(reason, LossKind.NO_HOME, body.id.value if body.id else None)
            return
        place = self._dated(self._taxed(item.required_item_location_quantity[0]))
        cells = self._rows.row(replace(item, required_item_location_quantity=(place,)))
        self._out.row([self._head_cell(name) for name in (NUMBER, CONTRACT)] + cells)

    def finish(self) -> list[Part]:
        """Close the workbook."""
        return [self._out.finish()]

    def discard(self) -> None:
        """Remove it."""
        self._out.discard()

    def _head_cell(self, name: str) -> str:
        return self._number if name == NUMBER else self._contract

    def _file_losses(self, header: Catalogue) -> None:
        """Count what of the head has no place: all but supplier, contract, version and dates."""
        housed = {"version_id"}
        if header.validity_period:
            rest = Period(start_date=None, end_date=None)
            only = replace(header.validity_period[0], start_date=None, end_date=None) == rest
            housed |= {"validity_period"} if only and len(header.validity_period) == 1 else set()
        contracts = [c.id.value for c in header.referenced_contract if c.id is not None]
        if contracts == [self._contract]:
            housed.add("referenced_contract.id")
        for path, text in head_rest(header, housed, self._number):
            self._losses.add(path, LossKind.NO_HOME, text)

    def _taxed(self, place: ItemLocationQuantity) -> ItemLocationQuantity:
        """Return a price with the percentage of value added tax; what else a tax says is lost."""
        kept: tuple[TaxCategory, ...] = ()
        for tax in place.applicable_tax_category:
            scheme = tax.tax_scheme.id.value if tax.tax_scheme and tax.tax_scheme.id else "VAT"
            if kept or tax.percent is None or scheme not in VALUE_ADDED:
                self._lose(tax, f"{QUANTITIES}.applicable_tax_category")
                continue
            rest = replace(tax, percent=None, tax_scheme=None)
            if rest != TaxCategory():
                self._lose(rest, f"{QUANTITIES}.applicable_tax_category")
            kept = (TaxCategory(percent=tax.percent, tax_scheme=TaxScheme(id=Identifier("VAT"))),)
        price = place.price
        if price is not None:
            base = price.base_quantity
            if base is not None and base.value == 1:
                price = replace(price, base_quantity=None)  # the price of one is what it says
            kind = price.price_type_code
            if kind is not None and kind.value != AGREED:
                self._losses.add(
                    f"{QUANTITIES}.price.price_type_code", LossKind.NARROWED, kind.value
                )
            price = replace(price, price_type_code=None)
        return replace(place, applicable_tax_category=kept, price=price)

    def _dated(self, place: ItemLocationQuantity) -> ItemLocationQuantity:
        """Return a price with its dates, else those of the whole catalogue, which is told."""
        price = place.price
        if price is None or price.validity_period or self._whole == Period():
            return place
        for name in ("start_date", "end_date"):
            day = getattr(self._whole, name)
            if day is not None:
                path = f"{QUANTITIES}.price.validity_period.{name}"
                self._losses.add(path, LossKind.DERIVED, f"{day} (validity_period.{name})")
        return replace(place, price=replace(price, validity_period=(self._whole,)))

    def _lose(self, value: Any, path: str) -> None:
        for where, text in _said(leaves_of(value, path)):
            self._losses.add(where, LossKind.NO_HOME, text)


def _said(leaves: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((path, text) for path, text in leaves if text)


def _plain(text: str) -> str:
    """Return a text as a part of a file name."""
    return UNSAFE.sub("-", text).strip("-.")
