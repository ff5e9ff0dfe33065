"""Taxes in core words: VAT only, by the categories of UN/CEFACT 5305.

OIOUBL has categories of its own (``urn:oioubl:id:taxcategoryid``) and calls VAT scheme 63.
Its duties have no place in EN 16931 but as charges, which would change the sums: refused.
"""

from collections.abc import Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import round_half_up
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier
from hub.rules.translation import Translation

CATEGORIES = MappingProxyType({"StandardRated": "S", "ZeroRated": "Z", "ReverseCharge": "AE"})
KNOWN = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B"})
RATED = frozenset({"S", "L", "M"})
UNREASONED = RATED | {"Z"}
NOUGHT = frozenset({"Z", "E", "AE", "K", "G"})
"""What is not taxed has the rate 0 (BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05)."""

VAT = frozenset({"63", "VAT"})
SCHEME = TaxScheme(id=Identifier("VAT"))
CARRIED = ("taxable_amount", "tax_amount", "tax_category", "transaction_currency_tax_amount")
"""What is carried of a part of a total: the last, in the currency of the tax, as a total."""

_CATEGORY = ("id", "percent", "tax_scheme")
_REASONS = ("tax_exemption_reason_code", "tax_exemption_reason")

REVERSED = Code("VATEX-EU-AE")


def is_vat(category: TaxCategory | None) -> bool:
    """Whether a category belongs to value added tax."""
    scheme = None if category is None else category.tax_scheme
    return scheme is not None and scheme.id is not None and scheme.id.value.strip() in VAT


def categories(total: TaxTotal) -> Iterable[TaxCategory | None]:
    """Return the categories of a total."""
    return (part.tax_category for part in total.tax_subtotal)


def category(
    given: TaxCategory | None, field: str, said: Translation, *, reason: bool = True
) -> TaxCategory | None:
    """Return a category as the core writes it; ``reason`` says why no tax is due, where it may."""
    if given is None or given.id is None or not is_vat(given):
        said.impossible("EN-02", field, None if given is None else given.id)
        return given
    code = CATEGORIES.get(given.id.value.strip(), given.id.value.strip())
    if code not in KNOWN:
        said.impossible("EN-01", f"{field}.id", given.id, ", ".join(sorted(CATEGORIES)))
        return given
    percent = given.percent
    if code == "O":
        # BR-O-05: what is outside VAT has no rate.
        percent = None
    if code == "S" and not percent:
        # BR-S-05: what is taxed has a rate, and what has none is not said to be exempt here.
        said.impossible("EN-01", f"{field}.percent", f"S {percent or 0} %", "Z, E, O")
    if code in NOUGHT and percent != 0:
        said.derived(f"{field}.percent", "0")
        percent = Decimal(0)
    made = TaxCategory(id=Identifier(code), percent=percent, tax_scheme=SCHEME)
    said.lost_but(field, given, *_CATEGORY, *(_REASONS if reason else ()))
    if not reason:
        return made
    made = replace(
        made,
        tax_exemption_reason_code=given.tax_exemption_reason_code,
        tax_exemption_reason=given.tax_exemption_reason,
    )
    if code == "AE" and given.tax_exemption_reason_code is None:
        # BR-AE-10 asks for a reason, P0107 says which code the category stands for.
        said.derived(f"{field}.tax_exemption_reason_code", REVERSED)
        made = replace(made, tax_exemption_reason_code=REVERSED)
    return made


def key(category: TaxCategory) -> tuple[str, Decimal | None]:
    """Return what a part is about: only rates of what is taxed make parts of their own."""
    code = "" if category.id is None else category.id.value.strip()
    rate = category.percent if code in RATED else None
    return code, None if rate is None else rate.normalize()


def named(part: tuple[str, Decimal | None]) -> str:
    """Return how people are told of such a part."""
    code, rate = part
    return code if rate is None else f"{code} {rate.normalize():f} %"


def unreasoned(given: tuple[TaxTotal, ...], said: Translation) -> tuple[TaxTotal, ...]:
    """Return totals without a reason where tax is due, or is 0 by rate.

    BR-S-10, BR-Z-10, BR-AF-10, BR-AG-10: only what is exempt, reversed or outside has one.
    """
    made = []
    for one in given:
        parts = []
        for part in one.tax_subtotal:
            category = part.tax_category
            code = None if category is None or category.id is None else category.id.value.strip()
            kept = part
            if code in UNREASONED:
                field = "tax_total.tax_subtotal.tax_category"
                said.lost(f"{field}.tax_exemption_reason", category.tax_exemption_reason)
                said.lost(f"{field}.tax_exemption_reason_code", category.tax_exemption_reason_code)
                bare = replace(category, tax_exemption_reason=(), tax_exemption_reason_code=None)
                kept = replace(part, tax_category=bare)
            parts.append(kept)
        made.append(replace(one, tax_subtotal=tuple(parts)))
    return tuple(made)


def once(head: Any, said: Translation) -> Any:
    """Return a head that states the VAT once in the currency of the document (BR-CO-15).

    Where the currency of the VAT is the same, some state it again as a total without parts.
    """
    other, named = head.tax_currency_code, head.document_currency_code
    if other is None or named is None or other.value.strip() != named.value.strip():
        return head
    if not any(one.tax_subtotal for one in head.tax_total):
        return head
    kept = []
    for one in head.tax_total:
        amount = one.tax_amount
        if one.tax_subtotal or amount is None or amount.currency_id not in (None, named.value):
            kept.append(one)
        else:
            said.lost("tax_total.tax_amount", amount)
    return replace(head, tax_total=tuple(kept))


def totalled(head: Any, said: Translation) -> Any:
    """Return a head whose VAT is stated in total, which CII and EDIFACT may leave out (BT-110).

    Then it is the sum of the parts (BR-CO-14), and told as derived; the sums to pay have to
    follow from it like from any other.
    """
    if len(head.tax_total) != 1 or head.tax_total[0].tax_amount is not None:
        return head
    parts = [one.tax_amount for one in head.tax_total[0].tax_subtotal]
    if not parts or any(one is None for one in parts):
        return head
    if len({one.currency_id for one in parts}) != 1:
        return head
    amount = Amount(sum((one.value for one in parts), Decimal(0)), parts[0].currency_id)
    said.derived("tax_total.tax_amount", amount)
    return replace(head, tax_total=(replace(head.tax_total[0], tax_amount=amount),))


def total(head: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the tax totals of a head: that of VAT, and its amount in the tax currency."""
    vat: list[TaxTotal] = []
    for index, one in enumerate(head.tax_total):
        if not one.tax_subtotal or not all(is_vat(c) for c in categories(one)):
            said.impossible("EN-02", f"tax_total[{index}]", one.tax_amount)
            continue
        vat.append(one)
    if len(vat) != 1:
        if len(vat) > 1:
            said.impossible("EN-03", "tax_total[1]", len(vat))
        return head.tax_total
    (only,) = vat
    said.lost_but("tax_total", only, "tax_amount", "tax_subtotal")
    for part in only.tax_subtotal:
        said.lost_but("tax_total.tax_subtotal", part, *CARRIED)
    parts = tuple(
        TaxSubtotal(
            taxable_amount=part.taxable_amount,
            tax_amount=part.tax_amount,
            tax_category=category(part.tax_category, "tax_total.tax_subtotal.tax_category", said),
        )
        for part in only.tax_subtotal
    )
    (made,) = unreasoned((replace(only, tax_subtotal=parts),), said)
    return (made, *_in_tax_currency(head, only, said))


def _in_tax_currency(head: Any, only: TaxTotal, said: Translation) -> tuple[TaxTotal, ...]:
    wanted = head.tax_currency_code
    given = [part.transaction_currency_tax_amount for part in only.tax_subtotal]
    amounts = [amount for amount in given if amount is not None]
    own = head.document_currency_code
    # A document without a currency of its own is refused for that (EN-30).
    if wanted is None or own is None or wanted.value.strip() == own.value.strip():
        said.lost("tax_total.tax_subtotal.transaction_currency_tax_amount", tuple(amounts))
        return ()
    if not amounts:
        said.impossible("EN-04", "tax_currency_code", wanted)
        return ()
    if len(amounts) > 1:
        # BT-111 is the sum over the categories that OIOUBL gives one by one.
        said.derived("tax_total.tax_amount", sum(amount.value for amount in amounts))
    value = sum((amount.value for amount in amounts), Decimal(0))
    return (TaxTotal(tax_amount=Amount(round_half_up(value, 2), amounts[0].currency_id)),)
