"""Allowances, charges and sums in core words.

Amounts are carried. Two sums that Danish documents do not have follow from those they do
have by BR-CO-13 and BR-CO-15: OIOUBL's TaxExclusiveAmount is the sum of the taxes (F-INV127),
and its TaxInclusiveAmount holds the rounding (F-INV128).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import decimals, round_half_up
from hub.model.price import AllowanceCharge
from hub.model.total import MonetaryTotal
from hub.model.values import Amount, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

taxes = sibling(__file__, "taxes")

ZERO = Decimal(0)
PLACES = 2
HUNDRED = Decimal(100)
SLACK = Decimal("0.02")
"""What R040 allows between an amount and its percentage of the base."""


def joined(given: tuple[Text, ...], field: str, said: Translation) -> tuple[Text, ...]:
    """Return several texts as one, where the core takes one only."""
    if len(given) < 2:  # noqa: PLR2004 - one text or none
        return given
    said.derived(field, len(given))
    return (Text("\n".join(text.value for text in given)),)


def cents(given: Amount | None, field: str, said: Translation) -> Amount | None:
    """Return an amount with two decimals at most (BR-DEC rules); it is not rounded."""
    if given is None or decimals(given.value) <= PLACES:
        return given
    rounded = round_half_up(given.value, PLACES)
    if rounded != given.value:
        said.impossible("EN-29", field, given)
    return replace(given, value=rounded)


def amounts(given: AllowanceCharge, field: str) -> Iterator[tuple[str, Amount]]:
    """Yield the amounts of an allowance or charge."""
    for name in ("amount", "base_amount"):
        amount = getattr(given, name)
        if amount is not None:
            yield f"{field}.{name}", amount


def account(given: Any, said: Translation) -> Text | None:
    """Return the buyer's account, whether given as a text or as a code (F-LIB021)."""
    if given.accounting_cost is not None or given.accounting_cost_code is None:
        said.lost("accounting_cost_code", given.accounting_cost_code)
        return given.accounting_cost  # type: ignore[no-any-return]
    return Text(given.accounting_cost_code.value)


def on_head(head: Any, said: Translation, *, taxed: bool = True) -> tuple[AllowanceCharge, ...]:
    """Return the allowances and charges of a head, each with its VAT category.

    Those of an order need not be ``taxed``, and have a category only where it was given.
    """
    made = []
    for index, one in enumerate(head.allowance_charge):
        field = f"allowance_charge[{index}]"
        category = next(iter(one.tax_category), None)
        if taxed or category is not None:
            category = taxes.category(category, f"{field}.tax_category", said, reason=False)
        plain = _plain(one, field, said)
        made.append(replace(plain, tax_category=() if category is None else (category,)))
    return tuple(made)


def on_line(given: Any, said: Translation) -> tuple[AllowanceCharge, ...]:
    """Return those of a line, which are taxed as the line is (BG-27, BG-28)."""
    return tuple(
        replace(_plain(one, f"allowance_charge[{index}]", said), tax_category=())
        for index, one in enumerate(given.allowance_charge)
    )


def _plain(given: AllowanceCharge, field: str, said: Translation) -> AllowanceCharge:
    """Return one with a reason, and a percentage instead of a factor (R040, R042)."""
    if not given.allowance_charge_reason:
        said.impossible("EN-18", f"{field}.allowance_charge_reason")
    said.lost(f"{field}.allowance_charge_reason_code", given.allowance_charge_reason_code)
    factor, base = given.multiplier_factor_numeric, given.base_amount
    if factor is not None and base is not None and _is_percent(factor, base, given.amount):
        # UBL's is a factor; what fits only as a percentage was meant as one.
        factor /= HUNDRED
    if factor is None or base is None:
        said.lost(f"{field}.multiplier_factor_numeric", factor)
        said.lost(f"{field}.base_amount", base)
        factor = base = None
    elif given.amount is not None and abs(base.value * factor - given.amount.value) > SLACK:
        said.impossible("EN-19", f"{field}.multiplier_factor_numeric", factor, given.amount)
    return replace(
        given,
        id=None,
        allowance_charge_reason_code=None,
        allowance_charge_reason=joined(
            given.allowance_charge_reason, f"{field}.allowance_charge_reason", said
        ),
        multiplier_factor_numeric=None if factor is None else factor * HUNDRED,
        amount=cents(given.amount, f"{field}.amount", said),
        base_amount=cents(base, f"{field}.base_amount", said),
    )


def as_percentage(given: AllowanceCharge) -> AllowanceCharge:
    """Return one of plain UBL, whose factor may be meant as a percentage, with a percentage."""
    factor, base = given.multiplier_factor_numeric, given.base_amount
    if factor is None or (base is not None and _is_percent(factor, base, given.amount)):
        return given
    return replace(given, multiplier_factor_numeric=factor * HUNDRED)


def _is_percent(factor: Decimal, base: Amount, amount: Amount | None) -> bool:
    if amount is None or abs(base.value * factor - amount.value) <= SLACK:
        return False
    return abs(base.value * factor / HUNDRED - amount.value) <= SLACK


def sums(head: Any, said: Translation, where: str = "legal_monetary_total") -> MonetaryTotal | None:
    """Return the sums; refused when they do not follow from each other (BR-CO-13 to 16)."""
    given = getattr(head, where)
    needed = ("line_extension_amount", "payable_amount")
    missing = [name for name in needed if given is None or getattr(given, name) is None]
    for name in missing:
        said.impossible("EN-20", f"{where}.{name}")
    if missing:
        return None
    given = replace(
        given,
        **{
            name: cents(getattr(given, name), f"{where}.{name}", said)
            for name in given.__struct_fields__
        },
    )
    currency = given.payable_amount.currency_id
    rounding = _value(given.payable_rounding_amount)
    tax = _value(head.tax_total[0].tax_amount) if head.tax_total else ZERO
    allowances, charges = _value(given.allowance_total_amount), _value(given.charge_total_amount)
    exclusive = given.line_extension_amount.value - allowances + charges
    inclusive = exclusive + tax
    if not all(taxes.is_vat(c) for total in head.tax_total for c in taxes.categories(total)):
        # Refused already; the sums of other taxes would only say so again.
        return given  # type: ignore[no-any-return]
    payable = inclusive - _value(given.prepaid_amount) + rounding
    before = given.tax_exclusive_amount
    if before is not None and before.value not in (exclusive, tax):
        # UBL's total without tax, or OIOUBL's sum of the taxes; nothing else is known.
        field = f"{where}.tax_exclusive_amount"
        said.impossible("EN-20", field, before, exclusive)
    if payable != given.payable_amount.value:
        field = f"{where}.payable_amount"
        said.impossible("EN-20", field, given.payable_amount, payable)
    stated = given.tax_inclusive_amount
    if stated is not None and inclusive not in (stated.value, stated.value - rounding):
        field = f"{where}.tax_inclusive_amount"
        said.impossible("EN-20", field, stated, inclusive + rounding)
    if before is None or before.value != exclusive:
        said.derived(f"{where}.tax_exclusive_amount", exclusive)
    if stated is None or stated.value != inclusive:
        said.derived(f"{where}.tax_inclusive_amount", inclusive)
    return replace(
        given,
        tax_exclusive_amount=Amount(exclusive, currency),
        tax_inclusive_amount=Amount(inclusive, currency),
    )


def totalled(head: Any, said: Translation) -> Any:
    """BR-CO-11, BR-CO-12: where allowances or charges stand, so does their sum; also one of 0."""
    total = head.legal_monetary_total
    if total is None or total.payable_amount is None:
        return head
    for name, charge in (("allowance_total_amount", False), ("charge_total_amount", True)):
        listed = [one for one in head.allowance_charge if bool(one.charge_indicator) is charge]
        if listed and getattr(total, name) is None and not sum(_value(o.amount) for o in listed):
            said.derived(f"legal_monetary_total.{name}", ZERO)
            total = replace(total, **{name: Amount(ZERO, total.payable_amount.currency_id)})
    return replace(head, legal_monetary_total=total)


def _value(amount: Amount | None) -> Decimal:
    return ZERO if amount is None else amount.value
