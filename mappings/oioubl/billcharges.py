"""Allowances, charges and sums of other formats in OIOUBL's words.

Amounts are carried. OIOUBL's TaxExclusiveAmount is the sum of the taxes (F-INV127) and its
TaxInclusiveAmount holds the rounding (F-INV128), so both follow from carried amounts.
"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals
from hub.model.orderreference import OrderReference
from hub.model.payment import Payment
from hub.model.price import AllowanceCharge
from hub.model.total import MonetaryTotal
from hub.model.values import Amount
from hub.rules.module import sibling
from hub.rules.translation import Translation

taxes = sibling(__file__, "billtaxes")

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def one(given: AllowanceCharge, category: Any, field: str, said: Translation) -> AllowanceCharge:
    """Return one with a factor instead of a percentage (F-LIB228)."""
    said.lost(f"{field}.allowance_charge_reason_code", given.allowance_charge_reason_code)
    percent = given.multiplier_factor_numeric
    if percent is None:
        said.lost(f"{field}.base_amount", given.base_amount)
    return replace(
        given,
        allowance_charge_reason_code=None,
        multiplier_factor_numeric=None if percent is None else percent / HUNDRED,
        amount=taxes.cents(given.amount),
        base_amount=None if percent is None else taxes.cents(given.base_amount),
        tax_category=() if category is None else (category,),
    )


def on_head(head: Any, said: Translation) -> tuple[AllowanceCharge, ...]:
    """Return those of a head; an amount of nothing is none (F-LIB019)."""
    made = []
    for index, given in enumerate(head.allowance_charge):
        field = f"allowance_charge[{index}]"
        if given.amount is not None and given.amount.value == 0:
            said.lost(field, given.allowance_charge_reason)
            continue
        found = next(iter(given.tax_category), None)
        category = taxes.category(found, f"{field}.tax_category", said)
        made.append(one(given, category, field, said))
    return tuple(made)


def on_line(given: Any, category: Any, said: Translation) -> tuple[AllowanceCharge, ...]:
    """Return those of a line, which are taxed as the line is (F-LIB226).

    An amount of nothing is none (F-LIB317).
    """
    made = []
    for index, each in enumerate(given.allowance_charge):
        field = f"allowance_charge[{index}]"
        said.lost(f"{field}.tax_category", each.tax_category)
        if each.amount is not None and each.amount.value == 0:
            said.lost(field, each.allowance_charge_reason)
            continue
        made.append(one(each, category, field, said))
    return tuple(made)


def sums(head: Any, said: Translation) -> MonetaryTotal:
    """Return the sums, which core words have all (EN-20).

    OIOUBL has no negative ones (F-LIB016) and none of nothing (F-LIB013).
    """
    given: Any = head.legal_monetary_total
    currency = given.payable_amount.currency_id
    rounding = given.payable_rounding_amount
    tax = sum(
        (
            part.tax_amount.value
            for total in head.tax_total
            for part in total.tax_subtotal
            if part.tax_amount is not None
        ),
        ZERO,
    )
    inclusive = given.tax_inclusive_amount.value + (rounding.value if rounding else ZERO)
    for amount in (given.payable_amount, given.tax_inclusive_amount):
        if amount.value < 0:
            said.impossible("OIO-10", "legal_monetary_total.payable_amount", amount)
    said.derived("legal_monetary_total.tax_exclusive_amount", tax)
    return replace(  # type: ignore[no-any-return]
        given,
        line_extension_amount=taxes.cents(given.line_extension_amount),
        tax_exclusive_amount=Amount(pad_decimals(tax, 2), currency),
        tax_inclusive_amount=Amount(pad_decimals(inclusive, 2), currency),
        allowance_total_amount=_some(given.allowance_total_amount),
        charge_total_amount=_some(given.charge_total_amount),
        prepaid_amount=_some(given.prepaid_amount),
        payable_rounding_amount=_some(rounding),
        payable_amount=taxes.cents(given.payable_amount),
    )


def _some(given: Amount | None) -> Amount | None:
    return None if given is None or given.value == 0 else taxes.cents(given)  # type: ignore[no-any-return]


def prepaid(head: Any, said: Translation) -> tuple[Payment, ...]:
    """F-INV131: what was paid before is also given as a payment."""
    total = head.legal_monetary_total
    paid = _some(total.prepaid_amount) if total is not None else None
    if paid is None:
        return ()
    said.derived("prepaid_payment.paid_amount", paid)
    return (Payment(paid_amount=paid),)


def order(given: OrderReference | None, said: Translation) -> OrderReference | None:
    """F-INV024: a reference to an order has its number."""
    if given is None or given.id is None:
        said.lost("order_reference", given)
        return None
    return given
