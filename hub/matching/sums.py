"""Whether the lines and totals of a bill add up (MAT-10). Nothing is ever corrected.

Only sums that mean the same in every format: OIOUBL's total without tax is the tax itself, so
the totals between the lines and what is to be paid are not compared one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from msgspec import Struct

from hub.matching.identification import text_of
from hub.model.values import Amount

__all__ = ["Gap", "cents", "gaps_of"]

ZERO = Decimal(0)


class Gap(Struct, frozen=True):
    """A sum that was stated, and what it would be: ``line`` is None for sums of the whole bill."""

    line: str | None
    field: str
    stated: Decimal
    follows: Decimal

    @property
    def size(self) -> Decimal:
        """How far the two are apart."""
        return abs(self.stated - self.follows)


def cents(amount: Decimal | Fraction) -> Decimal:
    """Return an amount at two decimals, a half away from zero; exact before that."""
    exact = Fraction(amount)
    whole = floor(abs(exact) * 100 + Fraction(1, 2))
    return Decimal(whole if exact >= 0 else -whole).scaleb(-2)


def gaps_of(head: Any, lines: Sequence[Any]) -> Iterator[Gap]:
    """Yield every sum that is not exactly what follows; the customer's tolerance comes later."""
    for body in lines:
        yield from _line_gap(body)
    total = head.legal_monetary_total
    if total is None:
        return
    stated = total.line_extension_amount
    if stated is not None:
        added = sum((_value(body.line_extension_amount) for body in lines), ZERO)
        yield from _gap("line_extension_amount", stated, added)
    listed = [one for one in head.allowance_charge if one.amount is not None]
    allowed = sum((one.amount.value for one in listed if not one.charge_indicator), ZERO)
    charged = sum((one.amount.value for one in listed if one.charge_indicator), ZERO)
    for name, amount in (("allowance_total_amount", allowed), ("charge_total_amount", charged)):
        given = getattr(total, name)
        if given is not None and listed:
            yield from _gap(name, given, amount)
    if stated is None or total.payable_amount is None or head.withholding_tax_total:
        return
    paid_in = total.payable_amount.currency_id
    tax = sum(
        (
            one.tax_amount.value
            for one in head.tax_total
            if one.tax_amount is not None and one.tax_amount.currency_id in (None, paid_in)
        ),
        ZERO,
    )
    follows = (
        stated.value
        - (allowed if total.allowance_total_amount is None else total.allowance_total_amount.value)
        + (charged if total.charge_total_amount is None else total.charge_total_amount.value)
        + tax
        + _value(total.payable_rounding_amount)
        - _value(total.prepaid_amount)
    )
    yield from _gap("payable_amount", total.payable_amount, follows)


def _line_gap(body: Any) -> Iterator[Gap]:
    stated = body.line_extension_amount
    if stated is None:
        return
    amounts = [cents(one) for one in _of_line(body)]
    if amounts:
        nearest = min(amounts, key=lambda one: abs(one - stated.value))
        yield from _gap("line_extension_amount", stated, nearest, text_of(body.id) or "")


def _of_line(body: Any) -> Iterable[Fraction]:
    """Return what a line may come to (F-INV340, F-INV343, F-INV346), none when it is not said."""
    quantity = getattr(body, "invoiced_quantity", None) or getattr(body, "credited_quantity", None)
    price = body.price
    if quantity is None or price is None or price.price_amount is None:
        return ()
    if body.free_of_charge_indicator or price.pricing_exchange_rate is not None:
        return ()
    if price.price_amount.currency_id != body.line_extension_amount.currency_id:
        return ()
    base, factor = price.base_quantity, price.orderable_unit_factor_rate
    gross = Fraction(price.price_amount.value) * Fraction(quantity.value)
    per = 1 if base is None or base.value == 0 else Fraction(base.value)
    bases = [gross / per]
    if factor is not None:
        bases.append(gross * Fraction(factor))
    extra = sum(
        (
            one.amount.value if one.charge_indicator else -one.amount.value
            for one in body.allowance_charge
            if one.amount is not None
        ),
        ZERO,
    )
    # OIOUBL leaves the discounts of a line out of its amount, EN 16931 takes them in.
    return [one + other for one in bases for other in (Fraction(extra), Fraction(0))]


def _gap(field: str, stated: Amount, follows: Decimal, line: str | None = None) -> Iterator[Gap]:
    one, other = cents(stated.value), cents(follows)
    if one != other:
        yield Gap(line, field, one, other)


def _value(amount: Amount | None) -> Decimal:
    return ZERO if amount is None else amount.value
