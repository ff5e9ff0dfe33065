"""Where the fields of a line stand in the supplier's file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hub.formats.rowsource import Cells
from hub.formats.structs import slots_of
from hub.formats.table import Field, Group, Step
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Place
from hub.model.item import ItemProperty

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
    _known: dict[tuple[str, str], "_Standing"] = field(default_factory=dict, repr=False)

    def of(
        self, rows: Any, price_rows: list[int], cells: Cells, prices: Any
    ) -> Callable[[str], Place]:
        """Return the locator of the item in hand and of the prices in these rows."""
        row = rows.row

        def locate(path: str) -> Place:
            plain = without_counts(path)
            if plain.startswith(PRICES):
                count = _COUNT.search(path)
                index = int(count[1]) if count else 0
                if index < len(price_rows):
                    column = self._standing(self.prices, plain).column
                    if column in prices.sheet.columns.at or column not in rows.sheet.columns.at:
                        prices.row = price_rows[index]
                        return prices.place(column)  # type: ignore[no-any-return]
                    # What a price takes from its item is mended there.
                    rows.row = row
                    return rows.place(column)  # type: ignore[no-any-return]
            rows.row = row
            at = rows.sheet.columns.at
            counts = _COUNT.findall(path)
            standing = self._standing(self.line, plain)
            same = standing.same
            if len(same) > 1:
                # Members of a group: only filled ones are counted.
                same = [one for one in same if one in at and cells[at[one]]] or same
                index = int(counts[-1]) if counts else 0
                return rows.place(same[min(index, len(same) - 1)])  # type: ignore[no-any-return]
            return rows.place(standing.column)  # type: ignore[no-any-return]

        return locate

    def _standing(self, group: Group, plain: str) -> "_Standing":
        """Return which columns a path stands in; the same few are asked of line after line."""
        key = (group.name, plain)
        found = self._known.get(key)
        if found is None:
            same = [f.path for f in group.fields if f.name == plain]
            found = self._known[key] = _Standing(_column(group, plain), same)
        return found


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a path of the model stands in a table.

    ``column`` is that of the path, else of the longest beginning of it that has one; ``same`` are
    the columns of the path alone, of which there are several where it is in a group that repeats.
    """

    column: str | None
    same: list[str]


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


def own_field(column: str) -> Field:
    """Return the field of a supplier's own column: a property of the item with its name."""
    slots = slots_of(CatalogueLine)["item"]
    item = Step("item", CatalogueLine, slots.holds, many=False)
    inside = slots_of(slots.holds)["additional_item_property"]
    member = Step("additional_item_property", slots.holds, inside.holds, many=True)
    value = slots_of(ItemProperty)["value"]
    leaf = Step("value", ItemProperty, value.holds, many=False)
    return Field(
        "item.additional_item_property.value", column, "text", (item, member, leaf),
        where={"item.additional_item_property.name": column},
    )  # fmt: skip


__all__ = ["Places", "own_field", "without_counts"]
