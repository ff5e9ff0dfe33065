"""Quantities and prices of bill lines against those agreed (MAT-04, MAT-06 to MAT-09)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from hub.matching.basis import Basis, BasisLine
from hub.matching.bill import BillLine
from hub.matching.rate import Counted, Rate, count_in, decimal_of
from hub.matching.sums import cents
from hub.matching.terms import Terms

__all__ = ["Deviation", "Weight", "price_deviation"]

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule that is broken, by which of its sentences, with both values as shown."""

    rule: str
    value: str
    expected: str
    variant: str | None = None


@dataclass
class Weight:
    """Everything that a bill asks of one line of an order or invoice, added up."""

    basis: Basis
    line: BasisLine
    total: Fraction = Fraction(0)
    converted: bool = False
    asked_by: list[str] = field(default_factory=list)

    def add(self, line: BillLine, counted: Counted) -> None:
        """Add a line of the bill."""
        self.total += counted.quantity
        self.converted = self.converted or counted.converted
        self.asked_by.append(line.id)

    def too_much(self, terms: Terms, *, credit: bool) -> Iterator[Deviation]:
        """Yield what is more than ordered (MAT-07) or than received (MAT-08), or less than 0."""
        slack = self._slack(terms)
        left = Fraction(self.line.quantity - self.line.billed)
        asked = min(self.total, max(left, Fraction(0)))
        if self.total > left + slack:
            variant = "credit" if credit else None
            yield Deviation("MAT-07", shown(self.total), shown(left), variant)
        elif self.total + Fraction(self.line.billed) < -slack:
            yield Deviation("MAT-07", shown(self.total), shown(-self.line.billed), "below")
        there = Fraction(self.line.received - self.line.billed)
        if terms.receipts and not credit and asked > max(there, Fraction(0)) + slack:
            yield Deviation("MAT-08", shown(self.total), shown(max(there, Fraction(0))))

    def is_part(self, terms: Terms) -> bool:
        """Whether less than the whole order line is billed (MAT-04)."""
        return self.total < Fraction(self.line.quantity) - self._slack(terms)

    def _slack(self, terms: Terms) -> Fraction:
        return Fraction(terms.quantity_tolerance) if self.converted else Fraction(0)


def price_deviation(
    agreed: BasisLine, line: BillLine, counted: Counted, terms: Terms
) -> Deviation | None:
    """Return what is wrong with the price of a unit (MAT-09), or that none can be compared.

    Amounts are compared at two decimals: the price of one unit, and what the difference comes
    to for the whole line, because much can hide behind two decimals of a thousand pieces.
    """
    if agreed.rate is None or line.rate is None:
        return Deviation("MAT-09", _said(line.rate), _said(agreed.rate), "missing")
    if agreed.rate.currency != line.rate.currency:
        return Deviation("MAT-09", _said(line.rate), _said(agreed.rate), "currency")
    own = count_in(agreed.unit, Decimal(1), agreed.unit, agreed.rate, factor=False)
    known = {} if own is None else own.prices
    common = [unit for unit in (agreed.unit, *known) if unit in known and unit in counted.prices]
    if not common:
        # Prices of different units, and nothing says how many of one are in the other.
        given, wanted = line.rate.unit or line.unit, agreed.rate.unit or agreed.unit
        return Deviation("MAT-06", given or "-", wanted or "-", "price")
    asked, ordered = counted.prices[common[0]], known[common[0]]
    tolerance = Fraction(terms.price_tolerance)
    apart = abs(Fraction(cents(asked)) - Fraction(cents(ordered)))
    for_all = abs(asked - ordered) * abs(counted.quantity)
    most = tolerance * abs(counted.quantity) + Fraction(terms.sum_tolerance)
    if apart <= tolerance and for_all <= most:
        return None
    return Deviation("MAT-09", shown(asked), shown(ordered))


def shown(number: Decimal | Fraction) -> str:
    """Return a number as people read it: no exponent, no useless decimals, six at most."""
    rounded = round(decimal_of(Fraction(number)), _SHOWN)
    text = format(rounded, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _said(rate: Rate | None) -> str:
    if rate is None:
        return "-"
    return f"{format(rate.amount, 'f')} {rate.currency or ''}".strip()
