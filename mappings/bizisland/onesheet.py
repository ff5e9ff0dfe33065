"""One table that holds master data and prices: taken apart into the two that are read.

Each row is an item and, where any of its price columns has something in it, one price of that
item. Both parts keep the sheet's name and its row numbers, and each sees its own columns only, so
that nothing is told twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from hub.formats.decimalmarks import DecimalMarks
from hub.formats.rowsource import Cells, RowSource

PRICE = "PRICE_"
KEY = "ITEM_NO"
TOLD_BY = frozenset(("ITEM_NAME", "PRICE_AMOUNT"))
"""A table with both of these columns holds items and prices."""


class Part:
    """Some of the columns of a table; the cells of the others are empty.

    ``only`` keeps these columns and the rows with anything in them, ``without`` drops some.
    """

    def __init__(
        self, source: RowSource, only: Collection[int] = (), without: Collection[int] = ()
    ) -> None:
        self.name = source.name
        self._source = source
        self._only = sorted(only)
        self._without = sorted(without)

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield row number and cells, as many as before or fewer."""
        for row, cells in self._source.rows():
            if not self._only:
                kept = list(cells)
                for index in self._without:
                    if index < len(kept):
                        kept[index] = ""
                yield row, kept
                continue
            there = [index for index in self._only if index < len(cells) and cells[index].strip()]
            if there:
                kept = [""] * (there[-1] + 1)
                for index in there:
                    kept[index] = cells[index]
                yield row, kept


def is_whole(sheet: Any) -> bool:
    """Whether a table holds items and prices."""
    return sheet is not None and set(sheet.columns.at) >= TOLD_BY


def parted(sheet: Any, numbers: Collection[str]) -> tuple[Any, Any]:
    """Return the master data and the prices of a table; ``numbers`` are columns with decimals.

    The prices have no column of item numbers: whoever reads them joins them by their rows.
    """
    columns = sheet.columns
    prices = {name: at for name, at in columns.at.items() if name.startswith(PRICE)}
    items = {name: at for name, at in columns.at.items() if name not in prices}
    priced = replace(columns, at=prices, extra={}, unread={}, unnamed=())

    def part(source: RowSource, own: Any) -> Any:
        marks = DecimalMarks(own.at[name] for name in numbers if name in own.at)
        return replace(sheet, source=source, columns=own, marks=marks)

    return (
        part(Part(sheet.source, without=prices.values()), replace(columns, at=items)),
        part(Part(sheet.source, only=prices.values()), priced),
    )


__all__ = ["KEY", "PRICE", "is_whole", "parted"]
