"""Orders, their changes and cancellations in Peppol's words.

What the tables of the folder leave out is lost by itself; here is what needs other words, and
what Peppol demands (T01, T114, T115).
"""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.address import Address, AddressLine
from hub.model.delivery import Delivery
from hub.model.item import Item
from hub.model.lineitem import LineItem, OrderLine
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.party import CustomerParty, DocumentParty, PartyName, SupplierParty
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "../en16931/charges")
files = sibling(__file__, "../en16931/files")
heads = sibling(__file__, "../en16931/heads")
lines = sibling(__file__, "../en16931/lines")
parties = sibling(__file__, "../en16931/parties")
taxes = sibling(__file__, "../en16931/taxes")

PROFILE = "urn:fdc:peppol.eu:poacc:bis:{}:3"
ADVANCED = Identifier(PROFILE.format("advanced_ordering"))
ORDERING = "urn:www.cenbii.eu:profile:bii28:"
"""The process of order and answer by the European workshop on whose work Peppol's stands."""

CHANGES = MappingProxyType({"Added": "1", "Cancelled": "2", "Revised": "3", "NoStatus": "4"})
"""UNCL 1229 for the status of a changed line."""

DELIVERED_TO = ("mark_attention", "mark_care", "department", "inhouse_mail", "floor", "room")
"""What an address says beyond street and city; whoever delivers needs it (TTK-17)."""


def order(given: Any, said: Translation) -> Any:
    """Return the head of an order as Peppol has it (T01)."""
    return replace(_common(given, said), profile_id=_profile(given))


def change(given: OrderChange, said: Translation) -> Any:
    """Return the head of a changed order (T114)."""
    made = _common(given, said)
    if made.order_reference is None or made.order_reference.id is None:
        said.impossible("PEP-53", "order_reference.id")
    return replace(made, profile_id=ADVANCED)


def cancellation(given: OrderCancellation, said: Translation) -> Any:
    """Return a cancelled order (T115), which names one order and says why."""
    order_reference = given.order_reference[:1]
    said.lost("order_reference", given.order_reference[1:])
    if not order_reference or order_reference[0].id is None:
        said.impossible("PEP-53", "order_reference.id")
    if not given.cancellation_note:
        said.impossible("PEP-54", "cancellation_note")
    return replace(
        given,
        profile_id=ADVANCED,
        copy_indicator=given.copy_indicator or None,
        note=charges.joined(given.note, "note", said),
        cancellation_note=charges.joined(given.cancellation_note, "cancellation_note", said),
        order_reference=order_reference,
        contract=given.contract[:1],
        additional_document_reference=_documents(given, said),
        **_sides(given, said),
    )


def _common(given: Any, said: Translation) -> Any:
    """Return what orders and their changes have in common."""
    said.lost("contract", given.contract[1:])
    terms = given.delivery_terms
    if isinstance(terms, tuple):
        said.lost("delivery_terms", terms[1:])
        terms = terms[:1]
    roles = _sides(given, said)
    reference = given.customer_reference
    contact = heads.contact_id(given.buyer_customer_party)
    selling = heads.contact_id(given.seller_supplier_party)
    said.lost("seller_supplier_party.party.contact.id", selling)
    if reference is None and contact is not None:
        # As on invoices, the id of the buyer's contact is how the buyer finds the document.
        reference = Text(contact.value)
    else:
        said.lost("buyer_customer_party.party.contact.id", contact)
    total = given.anticipated_monetary_total
    return replace(
        given,
        copy_indicator=given.copy_indicator or None,
        note=charges.joined(given.note, "note", said),
        customer_reference=reference,
        accounting_cost=charges.account(given, said),
        accounting_cost_code=None,
        validity_period=tuple(one for one in given.validity_period[:1] if one.end_date),
        additional_document_reference=_documents(given, said),
        contract=given.contract[:1],
        delivery=_deliveries(given.delivery, said),
        delivery_terms=terms,
        payment_terms=tuple(one for one in given.payment_terms if one.note)[:1],
        allowance_charge=charges.on_head(given, said, taxed=False),
        tax_total=_taxes(given, said),
        anticipated_monetary_total=(
            None if total is None else charges.sums(given, said, "anticipated_monetary_total")
        ),
        **roles,
    )


def _profile(given: Any) -> Identifier:
    """Return the process: whether the order is answered, and whether it may be changed.

    One that names none, or one that nobody here knows, is an order and no more.
    """
    named = given.profile_id.value if given.profile_id is not None else ""
    if "OrdAdv" in named or named == ADVANCED.value:
        return ADVANCED
    answered = "OrdSimR" in named or named.startswith(ORDERING)
    return Identifier(PROFILE.format("ordering" if answered else "order_only"))


def _sides(given: Any, said: Translation) -> dict[str, Any]:
    """Return the parties of a head under their names."""
    buyer, seller = given.buyer_customer_party, given.seller_supplier_party
    ordering, selling = buyer.party if buyer else None, seller.party if seller else None
    ordering = parties.party(ordering, "buyer_customer_party.party", said, placed=False)
    selling = parties.party(selling, "seller_supplier_party.party", said, placed=False)
    made: dict[str, Any] = {
        "buyer_customer_party": CustomerParty(party=ordering),
        "seller_supplier_party": SupplierParty(party=selling),
    }
    originator = given.originator_customer_party
    if originator is not None and originator.party is not None:
        named = _named(originator.party, "originator_customer_party.party", said)
        made["originator_customer_party"] = CustomerParty(party=named)
    if getattr(given, "accounting_customer_party", None) is not None:
        payer = given.accounting_customer_party.party
        where = "accounting_customer_party.party"
        made["accounting_customer_party"] = CustomerParty(
            party=parties.party(payer, where, said, placed=False)
        )
    return made


def _named(given: DocumentParty, field: str, said: Translation) -> DocumentParty:
    """Return a party that is only named, with a person to ask (T01-R014)."""
    made: DocumentParty = parties.plain_party(given, field, said)
    if not made.party_name and not made.party_identification:
        name = next((one.registration_name for one in given.party_legal_entity), None)
        made = replace(made, party_name=() if name is None else (PartyName(name=name),))
    return made


def _documents(given: Any, said: Translation) -> Any:
    """Return further documents by number and type, with their files."""
    return tuple(
        replace(
            one,
            id=Identifier(one.id.value) if one.id is not None else None,
            document_type=one.document_type or next(iter(one.document_description), None),
            document_description=one.document_description[0 if one.document_type else 1 :],
            attachment=files.attached(one, said),
        )
        for one in given.additional_document_reference
    )


def _taxes(given: Any, said: Translation) -> Any:
    """Return the one total of VAT; other taxes would be part of no sum (T01-R017)."""
    for index, total in enumerate(given.tax_total):
        if not all(taxes.is_vat(one) for one in taxes.categories(total)):
            said.impossible("EN-02", f"tax_total[{index}]", total.tax_amount)
    if len(given.tax_total) > 1:
        said.impossible("EN-03", "tax_total[1]", len(given.tax_total))
    return given.tax_total


def in_categories(given: Any, said: Translation) -> Any:
    """Return totals of tax by the core's categories, for targets that have parts of them.

    Peppol itself has the amount alone.
    """
    field = "tax_total.tax_subtotal.tax_category"
    return tuple(
        replace(
            total,
            tax_subtotal=tuple(
                replace(part, tax_category=taxes.category(part.tax_category, field, said))
                for part in total.tax_subtotal
            ),
        )
        for total in given
    )


def _deliveries(given: tuple[Delivery, ...], said: Translation) -> tuple[Delivery, ...]:
    said.lost("delivery", given[1:])
    return tuple(_delivery(one, "delivery", said) for one in given[:1])


def _delivery(given: Delivery, field: str, said: Translation) -> Delivery:
    """Return where and when; everything the carrier needs stays (TTK-17)."""
    place, who = given.delivery_location, given.delivery_party
    if place is not None:
        where = f"{field}.delivery_location"
        address = place.address
        if address is not None:
            address = _carried(address, f"{where}.address", said)
        number = parties.registered(place.id)
        if number is None and place.id is not None:
            # A number of the buyer's own needs no scheme.
            number = Identifier(place.id.value)
            said.lost(f"{where}.id.scheme_id", place.id.scheme_id)
        name, description = place.name, place.description
        if name is None and description:
            # What OIOUBL says of a place besides its address.
            name = charges.joined(description, f"{where}.description", said)[0]
            description = ()
        place = replace(place, id=number, name=name, description=description, address=address)
    if who is not None:
        where = f"{field}.delivery_party"
        address = who.postal_address
        named = _named(who, where, said)
        if not named.party_name:
            said.impossible("EN-06", f"{where}.party_name")
        if address is not None:
            address = _carried(address, f"{where}.postal_address", said)
        contact = None if who.contact is None else replace(who.contact, id=None)
        who = replace(named, postal_address=address, contact=contact)
    return replace(given, delivery_location=place, delivery_party=who)


def _carried(given: Address, field: str, said: Translation) -> Address:
    """Return an address with all it says, what has no place of its own in the further line."""
    more = [getattr(given, name) for name in DELIVERED_TO if getattr(given, name) is not None]
    made: Address = parties.postal(given, field, said, placed=False)
    if not more:
        return made
    said.joined(f"{field}.address_line.line", ", ".join(one.value for one in more))
    words = [one.line.value for one in made.address_line if one.line is not None]
    line = Text(", ".join([*words, *(one.value for one in more)]))
    return replace(made, address_line=(AddressLine(line),), **dict.fromkeys(DELIVERED_TO, None))


def line(given: OrderLine, said: Translation, *, change: bool) -> Any:
    """Return one line of an order or of its ``change``."""
    item = given.line_item
    if item is None:
        return given
    notes = charges.joined((*given.note, *item.note), "note", said)
    inner = said.inside("line_item")
    quantity = item.quantity
    if quantity is not None or change:
        quantity = lines.crossed(quantity, "quantity", inner)
    made = replace(
        item,
        note=(),
        line_status_code=_status(item, inner) if change else None,
        quantity=quantity,
        line_extension_amount=charges.cents(
            item.line_extension_amount, "line_extension_amount", inner
        ),
        accounting_cost=charges.account(item, inner),
        accounting_cost_code=None,
        delivery=_line_deliveries(item, inner),
        originator_party=(
            None
            if item.originator_party is None
            else _named(item.originator_party, "originator_party", inner)
        ),
        allowance_charge=charges.on_line(item, inner),
        price=(
            None
            if item.price is None
            else lines.priced(item.price, quantity, item.line_extension_amount, inner)
        ),
        item=described(item, inner),
    )
    if made.line_extension_amount is not None and made.price is not None:
        made = lines.checked(made, quantity, inner)
    return replace(given, note=notes, line_item=made)


def _line_deliveries(item: LineItem, said: Translation) -> tuple[Delivery, ...]:
    """T01-B24701: a line's delivery says when."""
    made = []
    for one in item.delivery:
        if one.requested_delivery_period is None or made:
            said.lost("delivery", one)
        else:
            made.append(_delivery(one, "delivery", said))
    return tuple(made)


def described(item: LineItem, said: Translation) -> Item | None:
    """Return the item with the VAT that the line says it has, if it says any."""
    parts = [part.tax_category for total in item.tax_total for part in total.tax_subtotal]
    found = list(item.item.classified_tax_category) if item.item is not None else []
    found = [one for one in parts if one is not None] or found
    made = [
        taxes.category(one, "item.classified_tax_category", said, reason=False) for one in found
    ]
    if any(one != made[0] for one in made):
        said.impossible("EN-16", "tax_total", len(made))
    category = made[0] if made else None
    return lines.described(item.item, category, said)  # type: ignore[no-any-return]


def _status(item: LineItem, said: Translation) -> Code:
    """Return what becomes of a line: one without a status is as it is written now."""
    given = item.line_status_code
    if given is None:
        said.derived("line_status_code", "3")
        return Code("3")
    code = given.value if given.value in CHANGES.values() else CHANGES.get(given.value)
    if code is None:
        said.impossible("PEP-57", "line_status_code", given, ", ".join(CHANGES))
    return Code(code or given.value)
