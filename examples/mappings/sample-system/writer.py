"""Writes the catalogue of Sample System: a row for each price in force.

``hub/formats/document.py`` says what a writer is. What the file cannot say goes to ``losses``.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.facts.money import write_number
from hub.formats.csvout import CsvOut
from hub.formats.document import Part
from hub.formats.headrest import head_rest
from hub.formats.leaves import leaves_of
from hub.formats.onerow import one_row
from hub.formats.outfile import file_name
from hub.formats.rowwrite import RowWriter
from hub.formats.table import Table
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.model.price import ItemLocationQuantity
from hub.rules.catalogues import is_other_unit
from hub.rules.chosenprice import has_amount, in_force, is_guide, least_quantity

PRICES = "required_item_location_quantity"
CURRENCY = "DKK"
"""Of every price (SAM-05): the file has no column for it."""


def writer(form: Any) -> "CatalogueWriter":
    """Return the writer; ``form`` is the document of format.toml with its table."""
    return CatalogueWriter(form.table)


class CatalogueWriter:
    """Starts files."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> "CatalogueWriting":
        """Begin a file.

        ``context.options`` are the customer's own; an option that it does not set is missing there.
        """
        return CatalogueWriting(self._table, header, context, losses, folder)


class CatalogueWriting:
    """One file in the making."""

    def __init__(
        self,
        table: Table,
        header: Catalogue,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
    ) -> None:
        assert table.line is not None  # noqa: S101 - the table of this folder says so
        self._day = context.today
        self._losses = losses
        self._columns = [field.path for field in table.line.fields]
        self._rows = RowWriter(table.line, self._columns, losses, table.ignore)
        number = header.id.value if header.id is not None else None
        self._out = CsvOut(folder, file_name("catalogue", number, ".csv"), ";", mark=True)
        self._out.row(self._columns)
        # Nothing of the head has a column here. What has one is named in the second argument.
        for path, text in head_rest(header, ()):
            losses.add(path, LossKind.NO_HOME, text)

    def take(self, body: CatalogueLine) -> None:
        """Write one item; what nobody can order by this file is left out, and counted."""
        prices = [one for one in in_force(body, self._day) if has_amount(one)]
        sold = sorted((one for one in prices if not is_guide(one)), key=least_quantity)
        if not sold or is_other_unit(body):
            reason = "skipped without price" if not sold else "skipped other unit"
            self._losses.add(reason, LossKind.NO_HOME, body.id.value if body.id else None)
            return
        for price in body.required_item_location_quantity:
            self._lose(_rest(price) if price in sold else price)
        flat = replace(one_row(body, self._losses), required_item_location_quantity=())
        cells = self._rows.row(flat)
        for price in sold:
            self._out.row(self._priced(cells, price))

    def finish(self) -> list[Part]:
        """Close the file. A system that wants two gets two parts."""
        return [self._out.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._out.discard()

    def _priced(self, cells: list[str], place: ItemLocationQuantity) -> list[str]:
        """Return an item's cells with those of one price."""
        assert place.price is not None  # noqa: S101 - has_amount has seen it
        assert place.price.price_amount is not None  # noqa: S101 - the same
        row = list(cells)
        row[self._columns.index("FromQuantity")] = _comma(max(least_quantity(place), Decimal(1)))
        row[self._columns.index("Price")] = _comma(place.price.price_amount.value)
        return row

    def _lose(self, place: ItemLocationQuantity) -> None:
        for path, text in leaves_of(place, PRICES):
            if text:
                self._losses.add(path, LossKind.NO_HOME, text)


def _rest(place: ItemLocationQuantity) -> ItemLocationQuantity:
    """Return what a price says beyond amount and quantity."""
    price = place.price
    if price is None or price.price_amount is None:
        return place
    known = price.price_amount.currency_id in (None, CURRENCY)
    return replace(
        place,
        minimum_quantity=None,
        price=replace(price, price_amount=None) if known else price,
    )


def _comma(value: Decimal) -> str:
    """Return a number as the file has it, with a decimal comma."""
    return write_number(value).replace(".", ",")
