"""Which price of a line goes into which document, and what it is with and without duties.

A price book has the agreement's price (``hub.rules.chosenprice``), a catalogue update the
guiding one.
"""

from decimal import Decimal

from hub.errors import Defect
from hub.facts.money import decimals, pad_decimals, trim_decimals, write_number
from hub.model.catalogue import CatalogueLine
from hub.model.price import ItemLocationQuantity
from hub.rules.chosenprice import (
    GUIDE,
    Chosen,
    agreed_price,
    has_amount,
    least_quantity,
    price_type,
    unsaid,
)

__all__ = [
    "Chosen",
    "agreed_price",
    "guide_price",
    "is_counted",
    "money",
    "split_duty",
    "unsaid",
]

DECIMALS = 2
ONE = Decimal(1)


def guide_price(line: CatalogueLine) -> Chosen | None:
    """Return the guiding price (2.38): type CAT, never a customer's agreed price.

    One from no quantity comes first, else the one from the least quantity.
    """
    places = line.required_item_location_quantity
    found = [place for place in places if price_type(place) == GUIDE and has_amount(place)]
    found.sort(key=least_quantity)
    return Chosen(found[0], tuple(found[1:])) if found else None


def is_counted(quantity: ItemLocationQuantity) -> bool:
    """Whether a price is counted over to the ordered unit, by a factor or a base quantity."""
    price = quantity.price
    if price is None:
        return False
    # With a factor the base quantity is no part of the arithmetic (F-INV343).
    if price.orderable_unit_factor_rate is not None:
        return price.orderable_unit_factor_rate != ONE
    return price.base_quantity is not None and price.base_quantity.value != ONE


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
    amount = price.price_amount.value
    if not is_counted(quantity):
        return amount, amount - duty
    factor, base = price.orderable_unit_factor_rate or ONE, ONE
    if price.orderable_unit_factor_rate is None and price.base_quantity is not None:
        base = price.base_quantity.value
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
