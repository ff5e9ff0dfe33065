"""Requests for quotation and quotations of other formats in OIOUBL's words.

The agency publishes no stylesheet for these two; what its rules say of parties, items, prices
and taxes in orders is kept to all the same.
"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals
from hub.model.lineitem import LineItem
from hub.model.quotation import Quotation, RequestForQuotation
from hub.model.values import Amount, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
claims = sibling(__file__, "claims")
items = sibling(__file__, "../en16931/lines")
orderlines = sibling(__file__, "orderlines")
orders = sibling(__file__, "orders")
parties = sibling(__file__, "billparties")
payment = sibling(__file__, "billpayment")
plainsums = sibling(__file__, "plainsums")
sides = sibling(__file__, "orderparties")
taxes = sibling(__file__, "billtaxes")

ASKER = "originator_customer_party"
PROFILE = Identifier("Procurement-QuoSim-1.0")
ZERO = Decimal(0)


def request(given: RequestForQuotation, said: Translation, lists: Any) -> Any:
    """Return the head of a request for quotation."""
    return replace(_common(given, said, lists, owing=ASKER), profile_id=PROFILE)


def quotation(given: Quotation, said: Translation, lists: Any) -> Any:
    """Return the head of a quotation."""
    made = _common(given, said, lists, owing=sides.SELLER)
    means = given.payment_means
    if means is not None:
        (means,) = payment.means(replace(given, payment_means=(means,)), said)
    total = claims.taxes_of(given, said)
    return replace(
        made,
        profile_id=PROFILE,
        payment_means=means,
        allowance_charge=charges.on_head(claims.percented(given), said),
        tax_total=total,
        quoted_monetary_total=_sums(given, total, said),
    )


def line(given: Any, said: Translation) -> Any:
    """Return one line of either: the item that is asked for or offered."""
    put: dict[str, Any] = {}
    if given.line_item is not None:
        put["line_item"] = _item(given.line_item, said.inside("line_item"))
    for name in ("seller_proposed_substitute_line_item", "alternative_line_item"):
        if hasattr(given, name):
            inner = said.inside(name)
            put[name] = tuple(_item(one, inner) for one in getattr(given, name))
    if hasattr(given, "line_extension_amount"):
        put["line_extension_amount"] = taxes.cents(given.line_extension_amount)
        put["total_tax_amount"] = taxes.cents(given.total_tax_amount)
    if getattr(given, "quantity", None) is not None:
        put["quantity"] = orderlines.counted(given, said)
    return replace(given, **put)


def _common(given: Any, said: Translation, lists: Any, *, owing: str) -> Any:
    for name in ("signature", "line_count_numeric"):
        said.lost(name, getattr(given, name))
    deliveries = tuple(sides.delivered(one, "delivery", said, lists) for one in given.delivery)
    return replace(
        given,
        signature=(),
        line_count_numeric=None,
        additional_document_reference=orders.documents(given, said),
        delivery=deliveries,
        **_sides(given, said, lists, owing),
    )


def _sides(given: Any, said: Translation, lists: Any, owing: str) -> dict[str, Any]:
    """Return who asks and who offers: the one who writes has its number as a company has it."""
    made: dict[str, Any] = {}
    for name in (sides.SELLER, ASKER, sides.BUYER):
        side, where = getattr(given, name), f"{name}.party"
        if side is None or side.party is None:
            continue
        if name == sides.BUYER and given.originator_customer_party is not None:
            # Who is to have it; the messages go to who asks.
            party = parties.known_party(side.party, where, said, lists)
        else:
            party = parties.party(side.party, where, said, lists)
            party = sides.owed(party, where, said) if name == owing else sides.numbered(party)
        made[name] = party and replace(side, party=sides.asked(party))
    return made


def _item(given: LineItem, said: Translation) -> LineItem:
    quantity = given.quantity
    if quantity is not None:
        quantity = orderlines.counted(given, said)
    item = given.item
    if item is not None:
        found = next(iter(item.classified_tax_category), None)
        category = None
        if found is not None:
            category = taxes.category(found, "item.classified_tax_category", said)
        known = items.described(item, None, said)
        item = orderlines.described(replace(given, item=known), said)
        if item is not None and category is not None:
            item = replace(item, classified_tax_category=(category,))
    for name in ("tax_total", "allowance_charge", "delivery"):
        said.lost(name, getattr(given, name))
    return replace(
        given,
        quantity=quantity,
        line_extension_amount=taxes.cents(given.line_extension_amount),
        total_tax_amount=taxes.cents(given.total_tax_amount),
        price=orderlines.priced(given.price, given, quantity, said),
        item=item,
        tax_total=(),
        allowance_charge=(),
        delivery=(),
    )


def _sums(given: Quotation, taxed: Any, said: Translation) -> Any:
    """Return the sums as OIOUBL has them: its TaxExclusiveAmount is the tax (F-ORD117)."""
    total = given.quoted_monetary_total
    if total is None:
        return None
    tax = sum(
        (one.tax_amount.value for one in taxed if one.tax_amount is not None),
        ZERO,
    )
    currency = None if total.payable_amount is None else total.payable_amount.currency_id
    said.derived("quoted_monetary_total.tax_exclusive_amount", tax)
    inclusive = total.tax_inclusive_amount
    with_tax = plainsums.agreed(given, total, tax, "quoted_monetary_total", said)
    if with_tax is not None:
        inclusive = Amount(with_tax, currency)
        follows = with_tax - (ZERO if total.prepaid_amount is None else total.prepaid_amount.value)
        if total.payable_amount is not None and total.payable_amount.value != follows:
            field = "quoted_monetary_total.payable_amount"
            said.impossible("EN-20", field, total.payable_amount, follows)
    return replace(
        total,
        line_extension_amount=taxes.cents(total.line_extension_amount),
        tax_exclusive_amount=Amount(pad_decimals(tax, 2), currency),
        tax_inclusive_amount=taxes.cents(inclusive),
        payable_amount=taxes.cents(total.payable_amount),
    )
