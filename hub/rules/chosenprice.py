"""Which price of a catalogue line a receiver gets that knows only one for an item."""

import datetime as dt
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from msgspec import Struct

from hub.facts.money import write_number
from hub.model.catalogue import CatalogueLine
from hub.model.price import ItemLocationQuantity

__all__ = [
    "GUIDE",
    "Chosen",
    "agreed_price",
    "has_amount",
    "in_force",
    "is_guide",
    "least_quantity",
    "price_type",
    "selling_price",
    "unsaid",
]

GUIDE = "CAT"
"""Price type of a guiding price (UN/ECE 5387: catalogue price)."""

AGREED = ("CON", None)
ONE = Decimal(1)
RANKS = {"CON": 0, None: 0, "PRP": 1}
"""Of prices that begin alike the agreement's comes first, then a campaign's, then others."""


class Chosen(Struct, frozen=True):
    """The price that goes out; ``others`` have no place beside it."""

    quantity: ItemLocationQuantity
    others: tuple[ItemLocationQuantity, ...]


def agreed_price(
    line: CatalogueLine, day: dt.date, kinds: Collection[str | None] = AGREED
) -> Chosen | None:
    """Return the agreement's price on a day: of the set that then holds the least quantity.

    Of several sets the one that began last up to the day holds, else the first to begin.
    """
    return _in_force(line, day, lambda place: price_type(place) in kinds)


def selling_price(line: CatalogueLine, day: dt.date) -> Chosen | None:
    """Return the price at which a line is sold on a day, of whatever type.

    A guiding price is none, unless the line can be ordered and has no other: then it is what
    the supplier sells at.
    """
    places = line.required_item_location_quantity
    sold = any(has_amount(place) and not is_guide(place) for place in places)
    if not sold and line.orderable_indicator is False:
        return None
    return _in_force(line, day, lambda place: not (sold and is_guide(place)))


def in_force(line: CatalogueLine, day: dt.date) -> tuple[ItemLocationQuantity, ...]:
    """Return the prices of the sets that hold on a day, in their order.

    The prices of one type that begin together are a set; of those of a type the one that began
    last up to the day holds, else the first to begin. Guiding prices have no sets.
    """
    places = line.required_item_location_quantity
    open_ = [q for q in places if (end := _period(q, "end_date")) is None or end >= day]
    starts: dict[str | None, dt.date] = {}
    for kind in {price_type(q) for q in open_ if not is_guide(q)}:
        days = [_start(q) for q in open_ if not is_guide(q) and price_type(q) == kind]
        begun = [start for start in days if start <= day]
        starts[kind] = max(begun) if begun else min(days)
    return tuple(q for q in open_ if is_guide(q) or _start(q) == starts[price_type(q)])


def unsaid(chosen: Chosen) -> list[str]:
    """Return what one price does not say of an item's prices, each as people read it.

    These are the other prices, and the quantity from which alone the chosen one holds.
    """
    own = [chosen.quantity] if least_quantity(chosen.quantity) > ONE else []
    return [_shown(quantity) for quantity in (*own, *chosen.others) if has_amount(quantity)]


def price_type(quantity: ItemLocationQuantity) -> str | None:
    """Return the type of a price (UN/ECE 5387), None when it names none."""
    price = quantity.price
    return None if price is None or price.price_type_code is None else price.price_type_code.value


def is_guide(quantity: ItemLocationQuantity) -> bool:
    """Whether a price is a guiding one: of type CAT, from no quantity."""
    return price_type(quantity) == GUIDE and quantity.minimum_quantity is None


def has_amount(quantity: ItemLocationQuantity) -> bool:
    """Whether there is an amount."""
    return quantity.price is not None and quantity.price.price_amount is not None


def least_quantity(quantity: ItemLocationQuantity) -> Decimal:
    """Return the quantity from which a price holds, 0 when it does not say."""
    return quantity.minimum_quantity.value if quantity.minimum_quantity else Decimal(0)


def _in_force(
    line: CatalogueLine, day: dt.date, wanted: Callable[[ItemLocationQuantity], bool]
) -> Chosen | None:
    places = line.required_item_location_quantity
    found = [q for q in places if has_amount(q) and wanted(q)]
    found = [q for q in found if (end := _period(q, "end_date")) is None or end >= day]
    if not found:
        return None
    if len(found) == len(places) == 1:
        # As in most lines: nothing to choose from.
        return Chosen(found[0], ())
    begun = [q for q in found if _start(q) <= day]
    start = max(map(_start, begun)) if begun else min(map(_start, found))
    same = [q for q in found if _start(q) == start]
    best = min(same, key=lambda q: (least_quantity(q), RANKS.get(price_type(q), 2)))
    # The guiding price is no price of an agreement: whoever wants it has a place for it.
    others = tuple(q for q in places if q is not best and not is_guide(q))
    return Chosen(best, others)


def _shown(quantity: ItemLocationQuantity) -> str:
    """Return a price with what it depends on: ``7.00 (CON, >= 10, 2026-01-01..)``."""
    price = quantity.price
    assert price is not None  # noqa: S101 - only prices with an amount are shown
    assert price.price_amount is not None  # noqa: S101 - only prices with an amount are shown
    start, end = _period(quantity, "start_date"), _period(quantity, "end_date")
    least = least_quantity(quantity)
    depends = [price_type(quantity) or ""]
    depends.append(f">= {write_number(least)}" if least > ONE else "")
    depends.append(f"{start or ''}..{end or ''}" if start or end else "")
    listed = ", ".join(part for part in depends if part)
    return f"{write_number(price.price_amount.value)} ({listed})"


def _start(quantity: ItemLocationQuantity) -> dt.date:
    start: dt.date | None = _period(quantity, "start_date")
    return start or dt.date.min


def _period(quantity: ItemLocationQuantity, end: str) -> Any:
    price = quantity.price
    return getattr(price.validity_period[0], end) if price and price.validity_period else None
