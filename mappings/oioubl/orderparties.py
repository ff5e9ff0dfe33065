"""Who orders, who sells and where to, of other formats, in OIOUBL's words."""

from typing import Any

from msgspec.structs import replace

from hub.model.address import Address, Location
from hub.model.delivery import Delivery
from hub.model.party import (
    Contact,
    CustomerParty,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    SupplierParty,
)
from hub.model.values import Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

parties = sibling(__file__, "billparties")

BUYER, SELLER = "buyer_customer_party", "seller_supplier_party"


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
        named = parties.known_party(
            originator.party, "originator_customer_party.party", said, lists
        )
        made["originator_customer_party"] = named and CustomerParty(party=asked(named))
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
    number = given.endpoint_id
    if number.scheme_id == parties.OPERATORS:
        # F-LIB183: operators have addresses, and their scheme is none of numbers.
        number = replace(number, scheme_id=parties.OTHER)
    return replace(given, party_identification=(PartyIdentification(number),))


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


def delivered(given: Delivery, field: str, said: Translation, lists: Any) -> Delivery:
    """Return where and when something is delivered (F-ORD079, F-ORD209)."""
    given = _placed(given, field, said)
    for name in ("id", "shipment", "despatch"):
        said.lost(f"{field}.{name}", getattr(given, name))
    place, who = given.delivery_location, given.delivery_party
    if place is not None:
        number = parties.number(place.id, lists("party-scheme"))
        if number is None and place.id is not None:
            number = replace(place.id, scheme_id=parties.OTHER)
            if place.id.scheme_id is not None:
                said.narrowed(f"{field}.delivery_location.id.scheme_id", place.id.scheme_id)
        where = f"{field}.delivery_location.address"
        place = replace(place, id=number, address=_carried(place.address, where, said))
        if place.name is not None and not place.description:
            said.narrowed(f"{field}.delivery_location.name", place.name)
            place = replace(place, description=(place.name,), name=None)
    if who is not None:
        where = f"{field}.delivery_party"
        address = _carried(who.postal_address, f"{where}.postal_address", said)
        who = parties.known_party(replace(who, postal_address=None), where, said, lists)
        if who is None:
            said.lost(f"{where}.postal_address", address)
        else:
            who = asked(replace(who, postal_address=address))
    return replace(
        given, id=None, shipment=None, despatch=None, delivery_location=place, delivery_party=who
    )


def _placed(given: Delivery, field: str, said: Translation) -> Delivery:
    """F-ORD210: the address of a delivery stands with its place, which has one at most."""
    address, place = given.delivery_address, given.delivery_location
    if address is None:
        return given
    if place is None or place.address is None:
        said.derived(f"{field}.delivery_location.address", _street(address))
        place = replace(place or Location(), address=address)
    elif place.address != address:
        said.lost(f"{field}.delivery_address", _street(address))
    return replace(given, delivery_address=None, delivery_location=place)


def _street(given: Address) -> str:
    """Return what people recognise of an address."""
    parts = (given.street_name, given.building_number, given.postal_zone, given.city_name)
    return " ".join(one.value for one in parts if one is not None)


def _carried(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address with all it says: whoever delivers needs it (TTK-17, F-LIB036)."""
    if given is None:
        return None
    more = [one.line.value for one in given.address_line if one.line is not None]
    made = replace(given, address_format_code=parties.LAX, address_line=())
    if not more:
        return made
    said.joined(f"{field}.additional_street_name", ", ".join(more))
    first = () if given.additional_street_name is None else (given.additional_street_name.value,)
    return replace(made, additional_street_name=Text(", ".join([*first, *more])))
