"""The tax of an order in OIOUBL's words: by category, where other orders state one sum."""

from decimal import Decimal
from typing import Any

from hub.facts.money import round_half_up
from hub.model.lineitem import LineItem
from hub.model.tax import TaxCategory
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

taxes = sibling(__file__, "billtaxes")

NATIONAL = "DK"
RATE = Decimal(25)
"""The one rate of value added tax of that country, in percent."""
PLACES = 2


def by_category(given: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the tax by category, which F-ORD123 counts and other orders do not have.

    It follows where there is nothing to choose: no tax at all, or all of the sum at one rate.
    That is the one rate that the seller's country has, or the one that every line states, as
    ``line`` sees to. Otherwise the document cannot be said with its rates.
    """
    amount, total = stated(given), given.anticipated_monetary_total
    if amount is None or amount.value == 0 or total is None:
        said.lost("tax_total", given.tax_total)
        if total is not None and _hidden(total):
            said.impossible(
                "OIO-38", "anticipated_monetary_total.payable_amount", total.payable_amount
            )
        return ()
    net = total.tax_exclusive_amount or _taxed(total)
    rate = _rate(net.value, amount.value)
    if rate is None or not all(_at(one.tax_category, rate) for one in given.allowance_charge):
        said.impossible("OIO-38", "tax_total.tax_amount", amount)
        return ()
    said.derived("tax_total.tax_subtotal.tax_category.percent", rate)
    category = TaxCategory(
        id=Identifier(taxes.STANDARD_RATED), percent=rate, tax_scheme=taxes.SCHEME
    )
    part = TaxSubtotal(
        taxable_amount=taxes.cents(net), tax_amount=taxes.cents(amount), tax_category=category
    )
    return (TaxTotal(tax_amount=taxes.cents(amount), tax_subtotal=(part,)),)


def stated(given: Any) -> Amount | None:
    """Return the tax of the whole order: as it is stated, or between its sums without and with."""
    if given.tax_total and given.tax_total[0].tax_amount is not None:
        return given.tax_total[0].tax_amount  # type: ignore[no-any-return]
    total = given.anticipated_monetary_total
    if total is None or total.tax_exclusive_amount is None or total.tax_inclusive_amount is None:
        return None
    without, whole = total.tax_exclusive_amount, total.tax_inclusive_amount
    return Amount(whole.value - without.value, whole.currency_id)


def _hidden(total: Any) -> bool:
    """Whether more or less is to be paid than the sums say: a tax that nobody states."""
    paid = total.payable_amount
    if paid is None or total.line_extension_amount is None:
        return False
    rounding = total.payable_rounding_amount
    return paid.value != _taxed(total).value + (Decimal(0) if rounding is None else rounding.value)


def _taxed(total: Any) -> Amount:
    """Return the sum without tax: that of the lines, with what is added and taken off."""
    net = total.line_extension_amount.value
    if total.charge_total_amount is not None:
        net += total.charge_total_amount.value
    if total.allowance_total_amount is not None:
        net -= total.allowance_total_amount.value
    return Amount(net, total.line_extension_amount.currency_id)


def _rate(net: Decimal, tax: Decimal) -> Decimal | None:
    """Return the rate in percent at which a sum has this tax; None when there is none."""
    if round_half_up(net * RATE / taxes.HUNDRED, PLACES) == tax:
        return RATE
    if net == 0:
        return None
    rate = round_half_up(tax * taxes.HUNDRED / net, 1).normalize()
    exact = round_half_up(net * rate / taxes.HUNDRED, PLACES) == tax
    return Decimal(f"{rate:f}") if exact and rate > 0 else None


def _at(stated: tuple[TaxCategory, ...], rate: Decimal) -> bool:
    """Whether nothing is stated, or just this rate."""
    return all(one.id is not None and one.id.value == "S" and one.percent == rate for one in stated)


def confirm(given: LineItem, head: Any, said: Translation) -> None:
    """Refuse a line that states another rate than the head's, or none where that tells one.

    A line's reverse side: the head's rate followed from its sums, and holds if all agree.
    """
    parts = [part for one in head.tax_total for part in one.tax_subtotal]
    if not parts:
        return
    rate = parts[0].tax_category.percent
    found = given.item.classified_tax_category if given.item is not None else ()
    known = bool(found) or (rate == RATE and _national(head.seller_supplier_party))
    if not known or not _at(found, rate):
        percent = next((one.percent for one in found), None)
        said.impossible("OIO-38", "item.classified_tax_category.percent", percent)


def _national(seller: Any) -> bool:
    party = seller.party if seller is not None else None
    address = party.postal_address if party is not None else None
    country = address.country if address is not None else None
    code = country.identification_code if country is not None else None
    return code is not None and code.value == NATIONAL
