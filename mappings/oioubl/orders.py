"""Orders, their changes and cancellations of other formats in OIOUBL's words.

What OIOUBL excludes is lost and said to be; what it demands and nobody gave refuses.
"""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.party import (
    CustomerParty,
)
from hub.model.values import Amount, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
heads = sibling(__file__, "billheads")
ordertaxes = sibling(__file__, "ordertaxes")
parties = sibling(__file__, "billparties")
payment = sibling(__file__, "billpayment")
sides = sibling(__file__, "orderparties")
taxes = sibling(__file__, "billtaxes")

PROFILES = MappingProxyType(
    {
        "order_only": "Procurement-OrdSim-BilSim-1.0",
        "ordering": "Procurement-OrdSimR-BilSim-1.0",
        "advanced_ordering": "Procurement-OrdAdvR-BilSim-1.0",
    }
)
"""The processes of both sides: without an answer, with one, and with changes."""

PLACES = 2
ATTACHMENT = Text("Attachment")


def order(given: Any, said: Translation, lists: Any) -> Any:
    """Return the head of an order (F-ORD002 to F-ORD123)."""
    for name in ("sales_order_id", "order_document_reference"):
        said.lost(name, getattr(given, name))
    return replace(
        _common(given, said, lists),
        profile_id=_profile(given, said),
        sales_order_id=None,
        order_document_reference=(),
    )


def change(given: OrderChange, said: Translation, lists: Any) -> Any:
    """Return the head of a changed order, which is numbered (F-OCH005)."""
    if given.sequence_number_id is None:
        said.impossible("OIO-36", "sequence_number_id")
    return replace(_common(given, said, lists), profile_id=_profile(given, said))


def cancellation(given: OrderCancellation, said: Translation, lists: Any) -> Any:
    """Return a cancelled order."""
    return replace(
        given,
        profile_id=_profile(given, said),
        additional_document_reference=documents(given, said),
        **sides.with_contact(sides.sides(given, said, lists, owing=sides.BUYER), None, said),
    )


def _common(given: Any, said: Translation, lists: Any) -> Any:
    """Return what orders and their changes have in common."""
    payer = given.accounting_customer_party
    where = "accounting_customer_party.party"
    if payer is not None:
        payer = CustomerParty(
            party=sides.owed(parties.party(payer.party, where, said, lists), where, said)
        )
    terms = given.delivery_terms
    if isinstance(terms, tuple):
        terms = tuple(_either(one, said) for one in terms)
    elif terms is not None:
        terms = _either(terms, said)
    return replace(
        given,
        customer_reference=None,
        additional_document_reference=documents(given, said),
        accounting_customer_party=payer,
        delivery=tuple(sides.delivered(one, "delivery", said, lists) for one in given.delivery[:1]),
        delivery_terms=terms,
        payment_means=payment.means(given, said),
        allowance_charge=charges.on_head(given, said),
        tax_total=ordertaxes.by_category(given, said),
        anticipated_monetary_total=_sums(given, said),
        **sides.with_contact(
            sides.sides(given, said, lists, owing=sides.BUYER), given.customer_reference, said
        ),
    )


def _profile(given: Any, said: Translation) -> Identifier:
    """Return the process, which no side leaves out."""
    named = given.profile_id.value if given.profile_id is not None else ""
    name = PROFILES.get(named.removeprefix("urn:fdc:peppol.eu:poacc:bis:").removesuffix(":3"))
    if name is None:
        said.impossible("OIO-37", "profile_id", named)
    return Identifier(name or named)


def documents(given: Any, said: Translation) -> Any:
    """F-LIB092: a document says of what type it is."""
    made = []
    for one in given.additional_document_reference:
        kind = one.document_type or next(iter(one.document_description), None)
        if kind is None:
            kind = ATTACHMENT
            said.derived("additional_document_reference.document_type", kind)
        paper = replace(one, document_type=kind, document_description=())
        made.append(heads.with_one_file(paper, said))
    return tuple(made)


def _either(given: Any, said: Translation) -> Any:
    """F-ORD098: terms of delivery are a code or words."""
    if given.id is None or not given.special_terms:
        return given
    said.lost("delivery_terms.special_terms", given.special_terms)
    return replace(given, special_terms=())


def _sums(given: Any, said: Translation) -> Any:
    """Return the sums as OIOUBL has them: its TaxExclusiveAmount is the tax (F-ORD117)."""
    total = given.anticipated_monetary_total
    if total is None:
        return None
    amount = ordertaxes.stated(given)
    tax = amount.value if amount is not None else Decimal(0)
    said.derived_instead("anticipated_monetary_total.tax_exclusive_amount", tax)
    inclusive, rounding = total.tax_inclusive_amount, total.payable_rounding_amount
    if inclusive is not None and rounding is not None:
        inclusive = Amount(inclusive.value + rounding.value, inclusive.currency_id)
    if total.prepaid_amount is not None and total.prepaid_amount.value != 0:
        # F-ORD121 counts payments, which an order does not have.
        said.impossible("OIO-39", "anticipated_monetary_total.prepaid_amount", total.prepaid_amount)
    for name in ("line_extension_amount", "payable_amount"):
        if getattr(total, name) is None:
            # F-ORD110, F-ORD118, F-ORD123
            said.impossible("EN-20", f"anticipated_monetary_total.{name}")
    currency = total.payable_amount.currency_id if total.payable_amount is not None else None
    cents = {
        name: taxes.cents(getattr(total, name))
        for name in ("line_extension_amount", "payable_amount")
    }
    some = {
        name: _some(getattr(total, name))
        for name in ("allowance_total_amount", "charge_total_amount", "payable_rounding_amount")
    }
    return replace(
        total,
        tax_exclusive_amount=Amount(pad_decimals(tax, PLACES), currency),
        tax_inclusive_amount=taxes.cents(inclusive),
        prepaid_amount=None,
        **cents,
        **some,
    )


def _some(given: Amount | None) -> Amount | None:
    return None if given is None or given.value == 0 else taxes.cents(given)  # type: ignore[no-any-return]
