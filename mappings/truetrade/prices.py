"""Which price of a line goes into which document, and what it is with and without duties."""

import datetime as dt
from decimal import Decimal
from typing import Any

from msgspec import Struct

from hub.errors import Defect
from hub.facts.money import decimals, pad_decimals, trim_decimals, write_number
from hub.model.catalogue import CatalogueLine
from hub.model.price import ItemLocationQuantity

__all__ = ["Chosen", "agreed_price", "guide_price", "money", "split_duty"]

GUIDE = "CAT"
AGREED = ("CON", None)
DECIMALS = 2
ONE = Decimal(1)


class Chosen(Struct, frozen=True):
    """The price that goes out; ``others`` have no place beside it."""

    quantity: ItemLocationQuantity
    others: tuple[ItemLocationQuantity, ...]


def guide_price(line: CatalogueLine) -> Chosen | None:
    """Return the guiding price (2.38): type CAT, never a customer's agreed price.

    One from no quantity comes first, else the one from the least quantity.
    """
    found = [q for q in line.required_item_location_quantity if _type(q) == GUIDE and _amount(q)]
    found.sort(key=_least)
    return Chosen(found[0], tuple(found[1:])) if found else None


def agreed_price(line: CatalogueLine, day: dt.date) -> Chosen | None:
    """Return the agreement's price on a day: of the set that then holds the least quantity.

    Of several sets the one that began last up to the day holds, else the first to begin.
    """
    found = [q for q in line.required_item_location_quantity if _type(q) in AGREED and _amount(q)]
    found = [q for q in found if (end := _period(q, "end_date")) is None or end >= day]
    if not found:
        return None
    begun = [q for q in found if (_period(q, "start_date") or dt.date.min) <= day]
    if begun:
        start = max(_period(q, "start_date") or dt.date.min for q in begun)
    else:
        start = min(_period(q, "start_date") or dt.date.min for q in found)
    same = [q for q in found if (_period(q, "start_date") or dt.date.min) == start]
    chosen = _choose(line, min(same, key=_least))
    # The guiding price is no price of an agreement: the catalogue update has it.
    others = (q for q in chosen.others if _type(q) != GUIDE or q.minimum_quantity is not None)
    return Chosen(chosen.quantity, tuple(others))


def unsaid(chosen: Chosen) -> list[str]:
    """Return what a price book does not say of an item's prices, each as people read it.

    These are the other prices, and the quantity from which alone the chosen one holds.
    """
    own = [chosen.quantity] if _least(chosen.quantity) > ONE else []
    return [_shown(quantity) for quantity in (*own, *chosen.others) if _amount(quantity)]


def _shown(quantity: ItemLocationQuantity) -> str:
    """Return a price with what it depends on: ``7.00 (CON, >= 10, 2026-01-01..)``."""
    price = quantity.price
    assert price is not None  # noqa: S101 - only prices with an amount are shown
    assert price.price_amount is not None  # noqa: S101 - only prices with an amount are shown
    start, end = _period(quantity, "start_date"), _period(quantity, "end_date")
    least = _least(quantity)
    depends = [_type(quantity) or ""]
    depends.append(f">= {write_number(least)}" if least > ONE else "")
    depends.append(f"{start or ''}..{end or ''}" if start or end else "")
    listed = ", ".join(part for part in depends if part)
    return f"{write_number(price.price_amount.value)} ({listed})"


def split_duty(quantity: ItemLocationQuantity) -> tuple[Decimal, Decimal]:
    """Return the price of one ordered unit with and without the duties in it (TTK-03).

    The duties are the charges inside the price (2.37); the price holds them. A factor to the
    orderable unit multiplies, a base quantity divides, both only when the result is exact.
    """
    price = quantity.price
    assert price is not None  # noqa: S101 - the tables of this folder say so
    assert price.price_amount is not None  # noqa: S101 - the tables of this folder say so
    duty = sum(
        (c.amount.value for c in price.allowance_charge if c.charge_indicator and c.amount),
        Decimal(0),
    )
    factor = price.orderable_unit_factor_rate or ONE
    base = ONE
    # With a factor the base quantity is no part of the arithmetic (F-INV343).
    if price.orderable_unit_factor_rate is None and price.base_quantity is not None:
        base = price.base_quantity.value
    amount = price.price_amount.value
    if factor == ONE and base == ONE:
        return amount, amount - duty
    whole = amount * factor / base
    return whole, whole - duty * factor / base


def money(value: Decimal) -> str:
    """Return an amount with exactly two decimals (TTK-02).

    Raises:
        Defect: there are more. A rule refuses such a price before, or rounds it where that
            is allowed; a writer never rounds.
    """
    exact = pad_decimals(trim_decimals(value, DECIMALS), DECIMALS)
    if decimals(exact) > DECIMALS:
        raise Defect(f"a price of {value} cannot be written with {DECIMALS} decimals (TTK-02)")
    return write_number(exact)


def _choose(line: CatalogueLine, chosen: ItemLocationQuantity) -> Chosen:
    others = tuple(q for q in line.required_item_location_quantity if q is not chosen)
    return Chosen(chosen, others)


def _type(quantity: ItemLocationQuantity) -> str | None:
    price = quantity.price
    return None if price is None or price.price_type_code is None else price.price_type_code.value


def _amount(quantity: ItemLocationQuantity) -> bool:
    return quantity.price is not None and quantity.price.price_amount is not None


def _least(quantity: ItemLocationQuantity) -> Decimal:
    return quantity.minimum_quantity.value if quantity.minimum_quantity else Decimal(0)


def _period(quantity: ItemLocationQuantity, end: str) -> Any:
    price = quantity.price
    return getattr(price.validity_period[0], end) if price and price.validity_period else None
