"""The first pass over a file: numbers of items and rows of prices are put aside."""

from collections.abc import Iterator
from typing import Any

from hub.formats.decimalmarks import LOOKED_AT
from hub.formats.rowsource import Cells
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.spill import Spill
from hub.model.finding import Place
from hub.rules.module import sibling

rowsof = sibling(__file__, "rowsof")


def index_tables(tables: Any, spill: Spill, rows_at_most: int, trouble: RowTrouble) -> bool:
    """Put items and prices aside; return whether any item names one that it replaces."""
    masters = tables.masters
    key, old = masters.columns.at["ITEM_NO"], masters.columns.at.get("ITEM_REPLACES")
    pointing = False
    filled = False

    def items() -> Iterator[tuple[str, int, str | None]]:
        nonlocal pointing, filled
        for row, cells in _counted(masters, rows_at_most, trouble):
            filled = True
            number = cells[key].strip() if key < len(cells) else ""
            points_to = cells[old].strip() if old is not None and old < len(cells) else ""
            pointing = pointing or bool(points_to)
            if number:
                yield number, row, points_to or None

    for _ in spill.add_masters(items()):
        pass
    if not filled and not _has_rows(tables.prices):
        trouble.tell(RowFault.NO_ROWS, Place(sheet=masters.title), masters.title)
    if tables.together:
        # One price for a row at the most, found again by it: an item given twice keeps its own.
        counted = () if trouble.fatal else _counted(tables.prices, rows_at_most, trouble)
        spill.add_details((str(row), row, cells) for row, cells in counted)
    elif tables.prices is not None:
        price_key = tables.prices.columns.at["ITEM_NO"]
        spill.add_details(
            (cells[price_key].strip() if price_key < len(cells) else "", row, cells)
            for row, cells in _counted(tables.prices, rows_at_most, trouble)
        )
    spill.settle()
    return pointing


def _has_rows(sheet: Any) -> bool:
    return sheet is not None and next(rowsof.data_rows(sheet), None) is not None


def _counted(sheet: Any, most: int, trouble: RowTrouble) -> Iterator[tuple[int, Cells]]:
    for count, (row, cells) in enumerate(rowsof.data_rows(sheet), start=1):
        if count > most:
            place = Place(sheet=sheet.title, row=row)
            trouble.tell(RowFault.TOO_MANY_ROWS, place, str(count), str(most))
            return
        if count <= LOOKED_AT:
            sheet.marks.look(cells)
        yield row, cells


__all__ = ["index_tables"]
