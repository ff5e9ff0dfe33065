"""PRI-06: the factors of items that can be ordered in several units."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hub.model.catalogue import CatalogueLine
from hub.rules.catalogues import item_key
from hub.rules.rule import Hit, Locate, RuleContext
from hub.rules.uniqueness import Ledger, seen_at


class Factors:
    """PRI-06: an item in several units has a factor for each, and the smallest has 1.

    A factor that is not given is 1, so only one of the units may leave it out.
    """

    def __init__(self, _ctx: RuleContext) -> None:
        self._items = Ledger()

    def line(self, number: int, body: CatalogueLine, locate: Locate) -> Iterable[Hit]:
        """Judge the factors of one line, and its unit beside those of the same item."""
        hits: list[Hit] = []
        factor = None
        for index, place in enumerate(body.required_item_location_quantity):
            price = place.price
            if price is None:
                continue
            rate = price.orderable_unit_factor_rate
            if rate is not None:
                factor = rate if factor is None else factor
                if rate <= 0:
                    hits.append(Hit(_rate(index), rate, "> 0", variant="positive"))
            elif _other_unit(body, price.base_quantity):
                unit = price.base_quantity.unit_code
                hits.append(Hit(_rate(index), expected="> 0", args={"unit": unit}, variant="base"))
        item = _item_of(body)
        if item is not None and body.orderable_unit is not None:
            row = seen_at(number, locate(""))
            hits.extend(self._beside(item, body.orderable_unit.value, factor, row))
        return hits

    def _beside(self, item: str, unit: str, factor: Decimal | None, row: int) -> Iterator[Hit]:
        """Compare with the first line of the item: note its unit, row, lowest factor, plainness."""
        lowest, plain = factor or Decimal(1), factor is None
        mine = _note(item, unit, row, lowest, plain=plain, several=False)
        first = self._items.first(item, mine)
        if first is None:
            return
        _, other, its_row, its_lowest, its_plain, _ = first.split(_SEPARATOR)
        if other == unit:
            return
        if plain and its_plain:
            args = {"unit": unit, "other": other, "row": its_row}
            yield Hit(_rate(0), item, "> 0", args)
        lowest = min(lowest, Decimal(its_lowest))
        plain = plain or bool(its_plain)
        note = _note(item, other, int(its_row), lowest, plain=plain, several=True)
        self._items.rewrite(item, note)

    def end(self) -> Iterable[Hit]:
        """Say which items have no unit of factor 1."""
        for note in self._items.notes():
            item, _, row, lowest, _, several = note.split(_SEPARATOR)
            if several and Decimal(lowest) != 1:
                args = {"least": Decimal(lowest), "row": row}
                yield Hit("", item, "1", args, variant="smallest")
        self._items.close()


_SEPARATOR = "\x1f"


def _note(item: str, unit: str, row: int, lowest: Decimal, *, plain: bool, several: bool) -> str:
    marks = ("x" if plain else "", "x" if several else "")
    return _SEPARATOR.join((item, unit, str(row), str(lowest), *marks))


def _rate(index: int) -> str:
    return f"required_item_location_quantity[{index}].price.orderable_unit_factor_rate"


def _item_of(body: CatalogueLine) -> str | None:
    """Return number and variant; the unit that extends the number of a further unit is none."""
    key = item_key(body)
    if key is None or body.orderable_unit is None:
        return None
    number, variant = key
    unit = body.orderable_unit.value
    if variant is None or variant == unit:
        return number
    return f"{number}/{variant.removesuffix(f'/{unit}')}"


def _other_unit(body: CatalogueLine, base: Any) -> bool:
    unit = body.orderable_unit.value if body.orderable_unit else None
    return base is not None and base.unit_code is not None and base.unit_code != unit
