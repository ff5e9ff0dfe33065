"""Orders, their changes and cancellations of other formats in OIOUBL's words.

What OIOUBL excludes is lost and said to be; what it demands and nobody gave refuses.
"""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import decimals, pad_decimals, round_half_up
from hub.model.address import Address
from hub.model.delivery import Delivery
from hub.model.item import Item, ItemIdentification
from hub.model.lineitem import LineItem, OrderLine
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.party import (
    Contact,
    CustomerParty,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    SupplierParty,
)
from hub.model.tax import TaxCategory
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
lines = sibling(__file__, "billlines")
parties = sibling(__file__, "billparties")
taxes = sibling(__file__, "billtaxes")

PROFILES = MappingProxyType(
    {
        "order_only": "Procurement-OrdSim-BilSim-1.0",
        "ordering": "Procurement-OrdSimR-BilSim-1.0",
        "advanced_ordering": "Procurement-OrdAdvR-BilSim-1.0",
    }
)
"""The processes of both sides: without an answer, with one, and with changes."""

CHANGES = MappingProxyType({"1": "Added", "2": "Cancelled", "3": "Revised", "4": "NoStatus"})
BUYER, SELLER = "buyer_customer_party", "seller_supplier_party"
NATIONAL = "DK"
RATE = Decimal(25)
"""The one rate of value added tax of that country, in percent."""
PLACES = 2
LONGEST = 4


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
        **with_contact(sides(given, said, lists, owing=BUYER), None, said),
    )


def _common(given: Any, said: Translation, lists: Any) -> Any:
    """Return what orders and their changes have in common."""
    payer = given.accounting_customer_party
    where = "accounting_customer_party.party"
    if payer is not None:
        payer = CustomerParty(
            party=owed(parties.party(payer.party, where, said, lists), where, said)
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
        delivery=tuple(delivered(one, "delivery", said, lists) for one in given.delivery[:1]),
        delivery_terms=terms,
        allowance_charge=charges.on_head(given, said),
        tax_total=_taxes(given, said),
        anticipated_monetary_total=_sums(given, said),
        **with_contact(sides(given, said, lists, owing=BUYER), given.customer_reference, said),
    )


def _profile(given: Any, said: Translation) -> Identifier:
    """Return the process, which no side leaves out."""
    named = given.profile_id.value if given.profile_id is not None else ""
    name = PROFILES.get(named.removeprefix("urn:fdc:peppol.eu:poacc:bis:").removesuffix(":3"))
    if name is None:
        said.impossible("OIO-37", "profile_id", named)
    return Identifier(name or named)


def sides(given: Any, said: Translation, lists: Any, *, owing: str) -> dict[str, Any]:
    """Return buyer, seller and originator; who is ``owing`` its number as a company has it."""
    made: dict[str, Any] = {}
    for name, role in ((BUYER, CustomerParty), (SELLER, SupplierParty)):
        side = getattr(given, name)
        where = f"{name}.party"
        party = parties.party(side.party if side else None, where, said, lists)
        party = owed(party, where, said) if name == owing else numbered(party)
        made[name] = role(party=party)
    originator = given.originator_customer_party
    if originator is not None and originator.party is not None:
        named = parties.plain_party(
            originator.party, "originator_customer_party.party", said, lists
        )
        made["originator_customer_party"] = CustomerParty(party=asked(named))
    return made


def with_contact(made: dict[str, Any], reference: Text | None, said: Translation) -> dict[str, Any]:
    """Give the buyer a contact with an id, by which the document finds its way (F-ORD041)."""
    party = made[BUYER].party
    found = parties.with_id(party, reference, f"{BUYER}.party", said)
    return {**made, BUYER: CustomerParty(party=found)}


def numbered(given: DocumentParty | None) -> DocumentParty | None:
    """F-LIB022: a party has a number or a name; what it is reached by is its number too."""
    if given is None or given.party_identification or given.party_name or not given.endpoint_id:
        return given
    return replace(given, party_identification=(PartyIdentification(given.endpoint_id),))


def owed(given: DocumentParty | None, field: str, said: Translation) -> DocumentParty | None:
    """Return a party with its one legal entity (F-ORD034, F-LIB187).

    A party whose address is its number in the national register has said that number.
    """
    given = numbered(given)
    if given is None or given.party_legal_entity:
        return given
    numbers = [given.endpoint_id, *(one.id for one in given.party_identification)]
    for one in numbers:
        if one is not None and (one.scheme_id or "") in parties.LEGAL:
            said.derived(f"{field}.party_legal_entity.company_id", one)
            name = next((name.name for name in given.party_name), None)
            company = Identifier(one.value, scheme_id=one.scheme_id)
            entity = PartyLegalEntity(registration_name=name, company_id=company)
            return replace(given, party_legal_entity=(entity,))
    return parties.registered(given, field, said)  # type: ignore[no-any-return]


def asked(given: DocumentParty | None) -> DocumentParty | None:
    """Return a named party whose contact, if it has one, has an id (F-LIB283)."""
    if given is None or given.contact is None or given.contact.id is not None:
        return given
    contact: Contact = given.contact
    known = contact.name or contact.electronic_mail or contact.telephone
    if known is None:
        return replace(given, contact=None)
    return replace(given, contact=replace(contact, id=Identifier(known.value)))


def documents(given: Any, said: Translation) -> Any:
    """F-LIB092: a document says of what type it is."""
    made = []
    for one in given.additional_document_reference:
        kind = one.document_type or next(iter(one.document_description), None)
        if kind is None:
            kind = Text("Attachment")
            said.derived("additional_document_reference.document_type", kind)
        made.append(replace(one, document_type=kind, document_description=()))
    return tuple(made)


def _either(given: Any, said: Translation) -> Any:
    """F-ORD098: terms of delivery are a code or words."""
    if given.id is None or not given.special_terms:
        return given
    said.lost("delivery_terms.special_terms", given.special_terms)
    return replace(given, special_terms=())


def _taxes(given: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the tax by category, which F-ORD123 counts and other orders do not have.

    It follows where there is nothing to choose: no tax at all, or all of the sum at the one
    rate that the seller's country has. Otherwise the document does not say at which rates.
    """
    total = given.anticipated_monetary_total
    amount = given.tax_total[0].tax_amount if given.tax_total else None
    if amount is None or amount.value == 0 or total is None:
        said.lost("tax_total", given.tax_total)
        return ()
    net = total.tax_exclusive_amount or total.line_extension_amount
    whole = round_half_up(net.value * RATE / taxes.HUNDRED, PLACES)
    if whole != amount.value or not _national(given.seller_supplier_party):
        said.impossible("OIO-38", "tax_total.tax_amount", amount)
        return ()
    said.derived("tax_total.tax_subtotal.tax_category.percent", RATE)
    category = TaxCategory(id=Identifier("StandardRated"), percent=RATE, tax_scheme=taxes.SCHEME)
    part = TaxSubtotal(
        taxable_amount=taxes.cents(net), tax_amount=taxes.cents(amount), tax_category=category
    )
    return (TaxTotal(tax_amount=taxes.cents(amount), tax_subtotal=(part,)),)


def _national(seller: Any) -> bool:
    party = seller.party if seller is not None else None
    address = party.postal_address if party is not None else None
    country = address.country if address is not None else None
    code = country.identification_code if country is not None else None
    return code is not None and code.value == NATIONAL


def _sums(given: Any, said: Translation) -> Any:
    """Return the sums as OIOUBL has them: its TaxExclusiveAmount is the tax (F-ORD117)."""
    total = given.anticipated_monetary_total
    if total is None:
        return None
    amount = given.tax_total[0].tax_amount if given.tax_total else None
    tax = amount.value if amount is not None else Decimal(0)
    said.derived("anticipated_monetary_total.tax_exclusive_amount", tax)
    inclusive, rounding = total.tax_inclusive_amount, total.payable_rounding_amount
    if inclusive is not None and rounding is not None:
        inclusive = Amount(inclusive.value + rounding.value, inclusive.currency_id)
    if total.prepaid_amount is not None and total.prepaid_amount.value != 0:
        # F-ORD121 counts payments, which an order does not have.
        said.impossible("OIO-39", "anticipated_monetary_total.prepaid_amount", total.prepaid_amount)
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


def delivered(given: Delivery, field: str, said: Translation, lists: Any) -> Delivery:
    """Return where and when something is delivered (F-ORD079, F-ORD209)."""
    for name in ("id", "shipment", "despatch"):
        said.lost(f"{field}.{name}", getattr(given, name))
    place, who = given.delivery_location, given.delivery_party
    if place is not None:
        number = parties.number(place.id, lists("party-scheme"))
        if number is None and place.id is not None:
            number = replace(place.id, scheme_id=parties.OTHER)
        where = f"{field}.delivery_location.address"
        place = replace(place, id=number, address=_carried(place.address, where, said))
        if place.name is not None and not place.description:
            place = replace(place, description=(place.name,), name=None)
    if who is not None:
        where = f"{field}.delivery_party"
        address = _carried(who.postal_address, f"{where}.postal_address", said)
        who = parties.plain_party(replace(who, postal_address=None), where, said, lists)
        who = asked(replace(who, postal_address=address))
    return replace(
        given, id=None, shipment=None, despatch=None, delivery_location=place, delivery_party=who
    )


def _carried(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address with all it says: whoever delivers needs it (TTK-17, F-LIB036)."""
    if given is None:
        return None
    more = [one.line.value for one in given.address_line if one.line is not None]
    made = replace(given, address_format_code=parties.LAX, address_line=())
    if not more:
        return made
    said.derived(f"{field}.additional_street_name", ", ".join(more))
    first = () if given.additional_street_name is None else (given.additional_street_name.value,)
    return replace(made, additional_street_name=Text(", ".join([*first, *more])))


def line(given: OrderLine, head: Any, said: Translation, lists: Any) -> OrderLine:
    """Return one line of an order or of its change."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    notes = (*given.note, *item.note)
    quantity = counted(item, inner)
    status = item.line_status_code
    if status is not None:
        status = stated(status, CHANGES, inner)
    deliveries = tuple(
        _once(delivered(one, "delivery", inner, lists), head, inner) for one in item.delivery[:1]
    )
    price = item.price
    if price is not None and price.price_amount is not None:
        price = lines.follows(item, quantity, inner)
    made = replace(
        item,
        note=(),
        line_status_code=status,
        quantity=quantity,
        line_extension_amount=_rounded(item.line_extension_amount, inner),
        delivery=tuple(one for one in deliveries if one != Delivery()),
        originator_party=(
            None
            if item.originator_party is None
            else parties.plain_party(item.originator_party, "originator_party", inner, lists)
        ),
        allowance_charge=_charges(item, inner),
        price=priced(price, quantity, inner),
        item=described(item, inner),
    )
    return replace(given, note=notes, line_item=made)


def priced(given: Any, quantity: Quantity | None, said: Translation) -> Any:
    """Return the price with two decimals at least (F-ORD169, F-ORE103)."""
    made = lines.priced(given, quantity, said)
    return made if made is None else replace(made, price_amount=taxes.cents(made.price_amount))


def described(item: LineItem, said: Translation) -> Item | None:
    """Return the item, with a number of the seller's (F-ORD185)."""
    made: Item | None = lines.described(item.item, said)
    if made is None or made.sellers_item_identification is not None:
        return made
    # As where there is no contact: nobody gave one.
    said.derived("item.sellers_item_identification.id", parties.NO_CONTACT)
    number = ItemIdentification(id=Identifier(parties.NO_CONTACT, scheme_id=parties.NO_CONTACT))
    return replace(made, sellers_item_identification=number)


def counted(item: LineItem, said: Translation) -> Quantity | None:
    """Return the quantity: some, in a unit of both lists, with two decimals (F-ORD133, 135)."""
    quantity = lines.crossed(item.quantity, "quantity", said)
    if quantity is None:
        return None
    if quantity.value == 0:
        said.impossible("OIO-12", "quantity", quantity)
    return Quantity(pad_decimals(quantity.value, PLACES), quantity.unit_code)


def stated(given: Code, codes: Any, said: Translation) -> Code:
    """Return what becomes of a line, in OIOUBL's list."""
    name = codes.get(given.value)
    if name is None:
        said.impossible("OIO-40", "line_status_code", given, ", ".join(sorted(codes)))
    return Code(name or given.value)


def _charges(item: LineItem, said: Translation) -> Any:
    """F-LIB226: what is added or taken off is taxed as the item is."""
    if not item.allowance_charge:
        return ()
    found = item.item.classified_tax_category if item.item is not None else ()
    category = taxes.category(next(iter(found), None), "item.classified_tax_category", said)
    return charges.on_line(item, category, said)


def _rounded(given: Amount | None, said: Translation) -> Amount | None:
    """F-ORD136, F-ORD137: two to four decimals."""
    if given is not None and decimals(given.value) > LONGEST:
        said.impossible("OIO-41", "line_extension_amount", given)
    return taxes.cents(given)  # type: ignore[no-any-return]


def _once(given: Delivery, head: Any, said: Translation) -> Delivery:
    """F-ORD250 to F-ORD252: what the head says of delivery, a line does not say again."""
    above = head.delivery[0] if head.delivery else Delivery()
    for name in ("requested_delivery_period", "delivery_location", "delivery_party"):
        here, there = getattr(given, name), getattr(above, name)
        if here is None or there is None:
            continue
        if here != there:
            said.impossible("OIO-42", f"delivery.{name}", _said(here), _said(there))
        given = replace(given, **{name: None})
    return given


def _said(group: Any) -> object:
    """Return something people recognise of a period, place or party."""
    for name in ("start_date", "end_date", "id", "name"):
        found = getattr(group, name, None)
        if found is not None:
            return getattr(found, "value", found)
    return None
