"""Taxes of other formats in OIOUBL's words: scheme 63, and three categories of VAT.

What is exempt, exported, sold within the union or outside VAT is ZeroRated there: so says the
national conversion of BIS Billing to OIOUBL (NemHandel, 1.8.0). The reason stays in words, and
that the category became a coarser one is reported.
"""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals, round_half_up
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Identifier, Text
from hub.rules.translation import Translation

CATEGORIES = MappingProxyType({"S": "StandardRated", "Z": "ZeroRated", "AE": "ReverseCharge"})
NOUGHT = frozenset({"E", "K", "G", "O"})
SCHEME = TaxScheme(id=Identifier("63"), name=Text("Moms"))
ZERO_RATED = "ZeroRated"
STANDARD_RATED = "StandardRated"
VAT = "VAT"
HUNDRED = Decimal(100)
TAX_CURRENCIES = frozenset({"DKK", "EUR"})
"""F-INV016."""


def category(given: TaxCategory | None, field: str, said: Translation) -> TaxCategory | None:
    """Return a category as OIOUBL writes it."""
    code = given.id.value.strip() if given is not None and given.id is not None else ""
    if given is None or (code not in CATEGORIES and code not in NOUGHT):
        said.impossible("OIO-01", f"{field}.id", code, ", ".join((*CATEGORIES, *sorted(NOUGHT))))
        return given
    if code in NOUGHT:
        said.narrowed(f"{field}.id", code)
    said.lost(f"{field}.tax_exemption_reason_code", given.tax_exemption_reason_code)
    return TaxCategory(
        id=Identifier(CATEGORIES.get(code, ZERO_RATED)),
        percent=Decimal(0) if given.percent is None else given.percent,
        tax_exemption_reason=given.tax_exemption_reason,
        tax_scheme=SCHEME,
    )


def cents(given: Amount | None) -> Amount | None:
    """Return an amount with two decimals at least (F-LIB014, F-INV149)."""
    return None if given is None else replace(given, value=pad_decimals(given.value, 2))


def total(head: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the one tax total (EN-03); the tax in another currency goes with its category."""
    main = [one for one in head.tax_total if one.tax_subtotal]
    other = [one for one in head.tax_total if not one.tax_subtotal]
    (given,) = main
    parts = tuple(
        TaxSubtotal(
            taxable_amount=cents(part.taxable_amount),
            tax_amount=cents(part.tax_amount),
            tax_category=category(part.tax_category, "tax_total.tax_subtotal.tax_category", said),
        )
        for part in given.tax_subtotal
    )
    parts = _united(parts, said)
    if other and head.tax_currency_code is not None:
        if head.tax_currency_code.value not in TAX_CURRENCIES:
            said.impossible("OIO-03", "tax_currency_code", head.tax_currency_code)
        parts = _in_tax_currency(parts, other[0], said)
    else:
        said.lost("tax_total", tuple(other))
    return (TaxTotal(tax_amount=cents(given.tax_amount), tax_subtotal=parts),)


def _united(parts: tuple[TaxSubtotal, ...], said: Translation) -> tuple[TaxSubtotal, ...]:
    """F-LIB402: what is not taxed is one part; taxed parts of several rates cannot be said."""
    rated = [part for part in parts if _named(part, STANDARD_RATED)]
    if len(rated) > 1:
        said.impossible("OIO-16", "tax_total.tax_subtotal", len(rated))
    nought = [part for part in parts if _named(part, ZERO_RATED)]
    if len(nought) < 2:  # noqa: PLR2004 - one or none
        return parts
    reasons = tuple(
        reason
        for part in nought
        if part.tax_category
        for reason in part.tax_category.tax_exemption_reason
    )
    first = nought[0]
    category = first.tax_category
    said.derived("tax_total.tax_subtotal.taxable_amount", len(nought))
    whole = replace(
        first,
        taxable_amount=_sum([part.taxable_amount for part in nought]),
        tax_amount=_sum([part.tax_amount for part in nought]),
        tax_category=None if category is None else replace(category, tax_exemption_reason=reasons),
    )
    kept = tuple(part for part in parts if part is first or part not in nought)
    return tuple(whole if part is first else part for part in kept)


def _named(part: TaxSubtotal, name: str) -> bool:
    category = part.tax_category
    return category is not None and category.id == Identifier(name)


def _sum(amounts: list[Amount | None]) -> Amount | None:
    given = [amount for amount in amounts if amount is not None]
    if not given:
        return None
    return replace(given[0], value=sum((amount.value for amount in given), Decimal(0)))


def _in_tax_currency(
    parts: tuple[TaxSubtotal, ...], other: TaxTotal, said: Translation
) -> tuple[TaxSubtotal, ...]:
    """F-INV018, F-LIB373: the amount belongs to what is StandardRated, which must be one."""
    rated = [p for p in parts if p.tax_category and p.tax_category.id == Identifier(STANDARD_RATED)]
    if len(rated) != 1:
        said.impossible("OIO-03", "tax_total[1].tax_amount", other.tax_amount)
        return parts
    return tuple(
        replace(part, transaction_currency_tax_amount=cents(other.tax_amount))
        if part is rated[0]
        else part
        for part in parts
    )


def on_line(given: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the tax of a line, which OIOUBL demands (F-INV138) and EN 16931 does not have.

    It is the line's amount times its rate (F-LIB401), rounded half up to two decimals, and
    reported as derived. It enters no sum: the sums of the document are carried.
    """
    said.lost("tax_total", given.tax_total)
    found = given.item.classified_tax_category if given.item is not None else ()
    made = category(next(iter(found), None), "item.classified_tax_category", said)
    net = given.line_extension_amount
    if made is None or net is None:
        return ()
    rate = made.percent or Decimal(0)
    tax = Amount(round_half_up(net.value * rate / HUNDRED, 2), net.currency_id)
    said.derived("tax_total.tax_amount", f"{net.value} x {rate} %")
    taxable = replace(net, value=pad_decimals(round_half_up(net.value, 2), 2))
    part = TaxSubtotal(taxable_amount=taxable, tax_amount=cents(tax), tax_category=made)
    return (TaxTotal(tax_amount=cents(tax), tax_subtotal=(part,)),)
