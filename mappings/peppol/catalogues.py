"""The head of a catalogue in Peppol's words (T19): dates, parties, agreement.

What the table of the folder leaves out is lost by itself; here is what needs other words, and
what Peppol demands.
"""

from collections.abc import Callable

from msgspec.structs import replace

from hub.facts.schemes import endpoint, peppol_spelling
from hub.model.address import Address, Country
from hub.model.catalogue import Catalogue
from hub.model.context import Agreement, PartyCard, RouteContext
from hub.model.identity import EndpointID
from hub.model.party import (
    CustomerParty,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    SupplierParty,
)
from hub.model.period import Period
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

numbers = sibling(__file__, "numbers")
parties = sibling(__file__, "../en16931/parties")

ACTIONS = ("Add", "Replace", "Update", "Delete")
ADDRESSES = "address-scheme"
Codes = Callable[[str], frozenset[str]]


def head(given: Catalogue, route: RouteContext, codes: Codes, said: Translation) -> Catalogue:
    """Return the head of a catalogue; the parties of the route stand in where it names none."""
    action = given.action_code
    if action is not None and action.value not in ACTIONS:
        said.impossible("PEP-70", "action_code", action, ", ".join(ACTIONS))
    said.lost("referenced_contract", given.referenced_contract[1:])
    provider = _provider(given, route, said)
    return replace(
        given,
        validity_period=_validity(given, route.agreement, said),
        referenced_contract=tuple(one for one in given.referenced_contract[:1] if one.id),
        provider_party=_sending(provider, "provider_party", codes, said),
        receiver_party=_sending(_receiver(given, route, said), "receiver_party", codes, said),
        seller_supplier_party=_seller(given, provider, route, codes, said),
        contractor_customer_party=_customer(given, codes, said),
        trading_terms=tuple(one for one in given.trading_terms if one.information),
    )


def _validity(
    given: Catalogue, agreement: Agreement | None, said: Translation
) -> tuple[Period, ...]:
    """B00105 and R001: from when to when a catalogue holds, else its agreement does."""
    said.lost("validity_period", given.validity_period[1:])
    period = next(iter(given.validity_period), None) or Period()
    if period.start_date is None and period.end_date is None and agreement is not None:
        period = Period(start_date=agreement.valid_from, end_date=agreement.valid_to)
        said.derived("validity_period", agreement.id)
    start, end = period.start_date, period.end_date
    if start is None and end is None:
        said.impossible("PEP-71", "validity_period")
    if start is not None and end is not None and start > end:
        said.impossible("PEP-72", "validity_period", f"{start} - {end}")
    return (period,)


def _provider(given: Catalogue, route: RouteContext, said: Translation) -> DocumentParty | None:
    """Return who sends the catalogue, with what the configuration knows of it."""
    party, card = given.provider_party, route.sender
    if card is None:
        return party
    described = _described(card)
    if party is None:
        said.derived("provider_party", card.name)
        return described
    if party.endpoint_id is None and described.endpoint_id is not None:
        said.derived("provider_party.endpoint_id", described.endpoint_id)
        party = replace(party, endpoint_id=described.endpoint_id)
    elif not _is_at(party, card):
        return party
    return _called(party, card, "provider_party", said)


def _receiver(given: Catalogue, route: RouteContext, said: Translation) -> DocumentParty | None:
    """Return to whom it goes: each of several receivers is told that it is meant."""
    card = route.receiver
    party = given.receiver_party
    if card is None:
        return party
    if party is not None and _is_at(party, card):
        return _called(party, card, "receiver_party", said)
    said.derived("receiver_party", card.name)
    return _described(card)


def _called(party: DocumentParty, card: PartyCard, field: str, said: Translation) -> DocumentParty:
    """Return a party with a name; the configured one where it gives none."""
    if party.party_name or any(one.registration_name for one in party.party_legal_entity):
        return party
    said.derived(f"{field}.party_name", card.name)
    return replace(party, party_name=(PartyName(Text(card.name)),))


def _is_at(party: DocumentParty, card: PartyCard) -> bool:
    """Whether a party named in a document is the configured one, by its address."""
    named = party.endpoint_id
    known = {*card.endpoints, *(EndpointID(*number) for number in card.numbers.items())}
    return named is not None and endpoint(named.scheme_id or "", named.value) in known


def _described(card: PartyCard) -> DocumentParty:
    """Return a configured party by the numbers that Peppol knows it by."""
    company = next((_spelled(EndpointID(*one)) for one in card.numbers.items()), None)
    name = Text(card.name)
    return DocumentParty(
        endpoint_id=next(filter(None, map(_spelled, card.endpoints)), company),
        party_identification=() if company is None else (PartyIdentification(company),),
        party_name=(PartyName(name),),
        postal_address=_address(card),
        party_legal_entity=(PartyLegalEntity(registration_name=name, company_id=company),),
    )


def _spelled(address: EndpointID) -> Identifier | None:
    known = peppol_spelling(address)
    return None if known is None else Identifier(known[1], scheme_id=known[0])


def _address(card: PartyCard) -> Address | None:
    if not card.address:
        return None
    said = {key: Text(value) for key, value in card.address.items()}
    return Address(
        street_name=said.get("street_name"),
        building_number=said.get("building_number"),
        city_name=said.get("city_name"),
        postal_zone=said.get("postal_zone"),
        country=Country(identification_code=Code(card.country)),
    )


def _sending(
    given: DocumentParty | None, field: str, codes: Codes, said: Translation
) -> DocumentParty | None:
    """Return a party that sends or receives: its address and its legal name (B016, B040)."""
    if given is None:
        said.impossible("PEP-73", field)
        return None
    made = _numbered(given, field, codes, said)
    if made.endpoint_id is None:
        said.impossible("PEP-05", f"{field}.endpoint_id", given.endpoint_id)
    entity = next(iter(given.party_legal_entity), None) or PartyLegalEntity()
    said.lost(f"{field}.party_legal_entity", given.party_legal_entity[1:])
    name = entity.registration_name
    if name is None and given.party_name and given.party_name[0].name is not None:
        # The party is named once, and a legal name is what Peppol asks for.
        name = given.party_name[0].name
        said.derived(f"{field}.party_legal_entity.registration_name", name)
    elif given.party_name and given.party_name[0].name != name:
        said.lost(f"{field}.party_name", given.party_name)
    if name is None:
        said.impossible("EN-06", f"{field}.party_legal_entity.registration_name")
    company = parties.registered(entity.company_id)
    if company is None:
        said.lost(f"{field}.party_legal_entity.company_id", entity.company_id)
    entity = replace(entity, registration_name=name, company_id=company)
    # The name has become the legal one; whoever answers for the catalogue is the seller.
    made = replace(made, party_name=(), party_legal_entity=(entity,))
    numbers.judge(made, field, said)
    return made


def _seller(
    given: Catalogue,
    provider: DocumentParty | None,
    route: RouteContext,
    codes: Codes,
    said: Translation,
) -> SupplierParty | None:
    """R004: who sells has a name or a number; it is who sends where nobody else is named."""
    seller = given.seller_supplier_party
    party = None if seller is None else seller.party
    if party is None and route.sender is not None:
        party = provider
        said.derived("seller_supplier_party", route.sender.name)
    if party is None:
        return None
    made = _trading(party, "seller_supplier_party.party", codes, said)
    return None if made is None else SupplierParty(party=made)


def _customer(given: Catalogue, codes: Codes, said: Translation) -> CustomerParty | None:
    """R005: for whom it is has a name or a number."""
    customer = given.contractor_customer_party
    if customer is None or customer.party is None:
        return None
    made = _trading(customer.party, "contractor_customer_party.party", codes, said)
    return None if made is None else CustomerParty(party=made)


def _trading(
    given: DocumentParty, field: str, codes: Codes, said: Translation
) -> DocumentParty | None:
    """Return a party that trades, which need not be reached."""
    made = _numbered(given, field, codes, said)
    if made.endpoint_id is None:
        said.lost(f"{field}.endpoint_id", given.endpoint_id)
    legal = next((one.registration_name for one in given.party_legal_entity), None)
    if not made.party_name and legal is not None:
        made = replace(made, party_name=(PartyName(legal),))
    said.lost(f"{field}.party_name", made.party_name[1:])
    for one in given.party_legal_entity:
        known = {each.name for each in made.party_name}
        said.lost(f"{field}.party_legal_entity.company_id", one.company_id)
        if one.registration_name not in known:
            said.lost(f"{field}.party_legal_entity.registration_name", one.registration_name)
    contact = None if given.contact is None else replace(given.contact, id=None)
    if contact is not None and contact == type(contact)():
        contact = None
    if given.contact is not None:
        said.lost(f"{field}.contact.id", given.contact.id)
    if not made.party_name and not made.party_identification:
        said.lost(field, given)
        return None
    made = replace(made, party_name=made.party_name[:1], party_legal_entity=(), contact=contact)
    numbers.judge(made, field, said)
    return made


def _numbered(given: DocumentParty, field: str, codes: Codes, said: Translation) -> DocumentParty:
    """Return a party by numbers of Peppol's lists, with an address that names its country."""
    address = parties.number(given.endpoint_id)
    if address is not None and address.scheme_id not in codes(ADDRESSES):
        address = None
    known = []
    for one in given.party_identification:
        number = parties.registered(one.id)
        if number is None or known:
            said.lost(f"{field}.party_identification", one)
        else:
            known.append(PartyIdentification(number))
    return replace(
        given,
        endpoint_id=address,
        party_identification=tuple(known),
        postal_address=_postal(given.postal_address, f"{field}.postal_address", said),
    )


def _postal(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address; one that names no country is not known to Peppol (B022, B046)."""
    if given is None:
        return None
    style = given.address_format_code
    code = given.country.identification_code if given.country is not None else None
    if code is None and (style is None or style.value != parties.NATIONAL_FORMAT):
        said.lost(field, given)
        return None
    return parties.postal(given, field, said)  # type: ignore[no-any-return]
