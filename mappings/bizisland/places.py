"""Where the fields of a line stand in the supplier's file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.formats.rowsource import Cells
from hub.formats.table import Group
from hub.model.finding import Place

PRICES = "required_item_location_quantity"

_COUNT = re.compile(r"\[([0-9]+)\]")


def without_counts(field: str) -> str:
    """Return a path without the counts of its groups."""
    return _COUNT.sub("", field)


@dataclass(frozen=True, slots=True)
class Places:
    """Tells where fields of a line stand: the row of the item, or of one of its prices."""

    line: Group
    prices: Group

    def of(
        self, rows: Any, price_rows: list[int], cells: Cells, prices: Any
    ) -> Callable[[str], Place]:
        """Return the locator of the item in hand and of the prices in these rows."""
        row = rows.row

        def locate(field: str) -> Place:
            plain = without_counts(field)
            if plain.startswith(PRICES):
                count = _COUNT.search(field)
                index = int(count[1]) if count else 0
                if index < len(price_rows):
                    prices.row = price_rows[index]
                    return prices.place(_column(self.prices, plain))  # type: ignore[no-any-return]
            rows.row = row
            at = rows.sheet.columns.at
            counts = _COUNT.findall(field)
            # Fields that share a path are members of a group: only filled ones are counted.
            same = [f for f in self.line.fields if f.name == plain]
            if len(same) > 1:
                same = [f for f in same if f.path in at and cells[at[f.path]]] or same
                index = int(counts[-1]) if counts else 0
                return rows.place(same[min(index, len(same) - 1)].path)  # type: ignore[no-any-return]
            return rows.place(_column(self.line, plain))  # type: ignore[no-any-return]

        return locate


def _column(group: Group, plain: str) -> str | None:
    """Return the column of a path, else of the longest beginning of it that has one."""
    real = [f for f in group.fields if not f.path.startswith("_")]
    while plain:
        exact = next((f for f in real if f.name == plain), None)
        found = exact or next((f for f in real if f.name.startswith(f"{plain}.")), None)
        if found is not None:
            return found.path
        plain = plain.rpartition(".")[0]
    return None


__all__ = ["Places", "without_counts"]
