"""What one unit costs, and how much of the ordered unit an invoiced quantity is.

The arithmetic of OrderableUnitFactorRate is that of OIOUBL (F-INV340, F-INV343): where the unit
of the price is the unit of the line, the price is divided by its base quantity; where it is
another, the price is multiplied by the factor and the base quantity is not in the formula.
Fractions keep it exact: a price for three pieces has no last decimal.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from hub.facts.units import units
from hub.model.price import Price
from hub.model.values import Quantity

__all__ = ["Counted", "Rate", "count_in", "decimal_of", "rate_of", "same_unit", "unit_of"]


class Rate(Struct, frozen=True):
    """A price as a line states it: ``amount`` for ``per`` of ``unit``.

    ``unit`` None is the unit of the line; ``factor`` is the OrderableUnitFactorRate.
    """

    amount: Decimal
    currency: str | None = None
    per: Decimal = Decimal(1)
    unit: str | None = None
    factor: Decimal | None = None


class Counted(Struct, frozen=True):
    """A quantity in a wanted unit, and what one unit costs, by every unit that is known of it."""

    quantity: Fraction
    prices: Mapping[str | None, Fraction]
    converted: bool = False


def rate_of(price: Price | None) -> Rate | None:
    """Return the price of a line; None when it states none."""
    if price is None or price.price_amount is None:
        return None
    base = price.base_quantity
    return Rate(
        price.price_amount.value,
        price.price_amount.currency_id,
        Decimal(1) if base is None or base.value == 0 else base.value,
        unit_of(base),
        price.orderable_unit_factor_rate or None,
    )


def unit_of(quantity: Quantity | None) -> str | None:
    """Return the unit code of a quantity; None when it states none."""
    if quantity is None or quantity.unit_code is None:
        return None
    return quantity.unit_code.strip() or None


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two codes name one unit, each perhaps in the words of another unit list."""
    return one == other or _follows(one, other) or _follows(other, one)


def _follows(one: str | None, other: str | None) -> bool:
    known = units().get(one or "")
    return known is not None and known.successor == other and known.factor == 1


def count_in(
    wanted: str | None, quantity: Decimal, unit: str | None, rate: Rate | None, *, factor: bool
) -> Counted | None:
    """Return a quantity counted in the ``wanted`` unit; None when nothing says how.

    ``factor`` says whether the customer takes the factor of the line for another unit
    (TTK-18); without it only equal units will do.
    """
    by = None if rate is None or rate.factor is None else Fraction(rate.factor)
    if same_unit(unit, wanted):
        return Counted(Fraction(quantity), _prices(wanted, rate))
    if rate is None or by is None or not factor:
        return None
    if rate.unit is None or same_unit(rate.unit, unit):
        each = Fraction(rate.amount) / Fraction(rate.per)
        return Counted(Fraction(quantity) / by, {wanted: each * by, unit: each}, converted=True)
    if same_unit(rate.unit, wanted):
        return Counted(Fraction(quantity) * by, {wanted: Fraction(rate.amount)}, converted=True)
    return None


def _prices(unit: str | None, rate: Rate | None) -> Mapping[str | None, Fraction]:
    if rate is None:
        return {}
    each = Fraction(rate.amount) / Fraction(rate.per)
    if rate.unit is None or same_unit(rate.unit, unit):
        return {unit: each}
    if rate.factor is None:
        return {rate.unit: each}
    return {unit: Fraction(rate.amount) * Fraction(rate.factor), rate.unit: each}


def decimal_of(exact: Fraction) -> Decimal:
    """Return a fraction as a decimal number: exact where it has an end, else 28 digits."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
