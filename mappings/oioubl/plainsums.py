"""Sums of reminders, statements and quotations that come in plain UBL (EN-20).

They are carried: what OIOUBL demands besides and follows from them is told as derived, and a sum
that contradicts the others refuses the document, as in bills.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hub.model.total import MonetaryTotal
from hub.model.values import Amount
from hub.rules.rule import Hit, Locate, RuleContext
from hub.rules.translation import Translation

ZERO = Decimal(0)
LISTED = (("allowance_total_amount", False), ("charge_total_amount", True))


def agreed(
    head: Any, total: MonetaryTotal, tax: Decimal, where: str, said: Translation
) -> Decimal | None:
    """Return the total with tax and rounding, as OIOUBL has it (F-REM080).

    Args:
        head: what the sums are of, with its allowances, charges and taxes.
        total: the sums, in the words of UBL.
        tax: the tax in the currency of the document.
        where: the field of the sums.
        said: is told of a sum that does not follow, and of a total that was not stated so.

    Returns:
        The total; None where there is no sum of the lines that it could follow from.
    """
    _parts_agree(head, total, where, said)
    if total.line_extension_amount is None:
        return None
    exclusive = (
        total.line_extension_amount.value
        - _value(total.allowance_total_amount)
        + _value(total.charge_total_amount)
    )
    stated = total.tax_exclusive_amount
    if stated is not None and stated.value not in (exclusive, tax):
        # UBL's total without tax, or OIOUBL's sum of the taxes; nothing else is known.
        said.impossible("EN-20", f"{where}.tax_exclusive_amount", stated, exclusive)
    inclusive, rounding = exclusive + tax, _value(total.payable_rounding_amount)
    stated = total.tax_inclusive_amount
    if stated is not None and stated.value not in (inclusive, inclusive + rounding):
        said.impossible("EN-20", f"{where}.tax_inclusive_amount", stated, inclusive)
    if stated is None or stated.value != inclusive + rounding:
        said.derived(f"{where}.tax_inclusive_amount", inclusive + rounding)
    return inclusive + rounding


def _parts_agree(head: Any, total: MonetaryTotal, where: str, said: Translation) -> None:
    for name, charge in LISTED:
        stated = getattr(total, name)
        amounts = [
            one.amount.value
            for one in head.allowance_charge
            if one.amount is not None and bool(one.charge_indicator) is charge
        ]
        if stated is not None and amounts and stated.value != sum(amounts, ZERO):
            said.impossible("EN-20", f"{where}.{name}", stated, sum(amounts, ZERO))
    for index, one in enumerate(head.tax_total):
        parts = [part.tax_amount for part in one.tax_subtotal]
        if one.tax_amount is None or not parts or None in parts:
            continue
        whole = sum((_value(part) for part in parts), ZERO)
        if one.tax_amount.value != whole:
            said.impossible("EN-20", f"tax_total[{index}].tax_amount", one.tax_amount, whole)


Parts = tuple[Decimal | None, ...]
"""What one line adds to each of the sums; None for a line that does not say."""


def _of_quotation(head: Any) -> Iterator[tuple[str, Amount | None]]:
    total = head.quoted_monetary_total
    where = "quoted_monetary_total.line_extension_amount"
    yield where, None if total is None else total.line_extension_amount


def _of_statement(head: Any) -> Iterator[tuple[str, Amount | None]]:
    for name in ("total_debit_amount", "total_credit_amount"):
        yield name, getattr(head, name)


def _quoted(body: Any) -> Parts:
    item = body.line_item
    amount = None if item is None else item.line_extension_amount
    return (None if amount is None else amount.value,)


def _owed(body: Any) -> Parts:
    return (_value(body.debit_line_amount), _value(body.credit_line_amount))


SUMS: MappingProxyType[
    str,
    tuple[Callable[[Any], Iterator[tuple[str, Amount | None]]], Callable[[Any], Parts]],
] = MappingProxyType(
    {
        "quotation": (_of_quotation, _quoted),
        "statement": (_of_statement, _owed),
    }
)
"""The sums that a head states of its lines, and what a line adds to each.

The lines of a reminder are bills; its own sum is of what it asks for besides.
"""


class LinesAgree:
    """EN-20: the lines make the sums that the head states of them."""

    def __init__(self, ctx: RuleContext, *, due: bool) -> None:
        self._stated: list[tuple[str, Amount | None]] = []
        self._sums: list[Decimal | None] = []
        """Of what the lines add to each so far; None once one of them does not say."""
        if due:
            of_head, self._of_line = SUMS[ctx.kind]
            self._stated = list(of_head(ctx.header))

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Add a line up."""
        if self._stated:
            parts = self._of_line(body)
            self._sums = [
                None if sofar is None or more is None else sofar + more
                for sofar, more in zip(self._sums or [ZERO] * len(parts), parts, strict=True)
            ]
        return ()

    def end(self) -> Iterable[Hit]:
        """Compare with the head, where every line says what it adds."""
        return [
            Hit(field, stated, made)
            for (field, stated), made in zip(self._stated, self._sums, strict=False)
            if stated is not None and made is not None and stated.value != made
        ]


def _value(amount: Amount | None) -> Decimal:
    return ZERO if amount is None else amount.value
