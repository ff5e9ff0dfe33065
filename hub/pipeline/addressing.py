"""Write the parties and the agreement of a route into the head of a document.

A sheet names neither parties nor address lines, and one catalogue goes to many receivers.
What is put in comes from the configuration, never from a guess, and is reported as
``derived``. So is the day of issue of a catalogue that names none: the day it was received.

Numbers are written as their own country does, or as Peppol does where the document does so
already.
"""

from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint, national_spelling, peppol_spelling
from hub.model.address import Address, Country
from hub.model.catalogue import Catalogue
from hub.model.context import PartyCard, RouteContext
from hub.model.identity import EndpointID
from hub.model.loss import LossKind, LossReport
from hub.model.party import (
    Contact,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    SupplierParty,
)
from hub.model.reference import Contract
from hub.model.values import Code, Identifier, Text

__all__ = ["addressed"]


def addressed(header: Any, context: RouteContext, losses: LossReport) -> Any:
    """Return the head with the parties and agreement of the route.

    What the document says itself stays, except the receiver: a document goes to one
    receiver at a time, and each is told that it is meant.
    """
    if not isinstance(header, Catalogue):
        return header
    sender, receiver, agreement = context.sender, context.receiver, context.agreement
    put: dict[str, Any] = {}
    numbered = _speaks_numbers(header)
    if sender is not None:
        provider = _completed(header.provider_party, sender)
        if provider is not header.provider_party:
            put["provider_party"] = provider
        if header.seller_supplier_party is None and not numbered:
            put["seller_supplier_party"] = SupplierParty(party=provider)
    if receiver is not None and not _is_at(header.receiver_party, receiver):
        put["receiver_party"] = describe(receiver, numbered=numbered)
    if agreement is not None and not header.referenced_contract:
        put["referenced_contract"] = (Contract(id=Identifier(agreement.id)),)
    for name in put:
        losses.add(name, LossKind.DERIVED, "set from the parties' configuration")
    if header.issue_date is None:
        # Files of rows do not say when they were made; it is not before the hub took them.
        put["issue_date"] = context.today
        losses.add("issue_date", LossKind.DERIVED, f"{context.today} (day of receipt)")
    return replace(header, **put) if put else header


def _completed(party: DocumentParty | None, card: PartyCard) -> DocumentParty:
    """Return the party with what it does not give itself: endpoint, number, address, contact."""
    if party is None:
        return describe(card)
    if not (_is_at(party, card) or _is_numbered(party, card)):
        return party
    put: dict[str, Any] = {}
    if party.endpoint_id is None and card.endpoints:
        put["endpoint_id"] = _identifier(card.endpoints[0])
    if not party.party_legal_entity and card.numbers:
        put["party_legal_entity"] = describe(card).party_legal_entity
    if party.postal_address is None and card.address:
        put["postal_address"] = _address(card)
    if party.contact is None and card.contact:
        put["contact"] = _contact(card)
    return replace(party, **put) if put else party


def _speaks_numbers(header: Catalogue) -> bool:
    """Whether the document names schemes by their number, as Peppol does."""
    party = header.provider_party
    named = None if party is None else party.endpoint_id
    return named is not None and (named.scheme_id or "").isdigit()


def describe(card: PartyCard, *, numbered: bool = False) -> DocumentParty:
    """Return a configured party as a document describes one.

    ``numbered`` is for documents that name schemes by their number, whose parties have a
    legal name always.
    """
    name = (PartyName(Text(card.name)),)
    company = next((EndpointID(s, v) for s, v in card.numbers.items()), None)
    identifier = _identifier(company, numbered=numbered) if company else None
    return DocumentParty(
        endpoint_id=_identifier(card.endpoints[0], numbered=numbered) if card.endpoints else None,
        party_identification=(PartyIdentification(identifier),) if identifier else (),
        party_name=name,
        postal_address=_address(card),
        party_legal_entity=(
            PartyLegalEntity(registration_name=Text(card.name), company_id=identifier),
        )
        if identifier or numbered
        else (),
        contact=_contact(card),
    )


def _identifier(address: EndpointID, *, numbered: bool = False) -> Identifier:
    known = peppol_spelling(address) if numbered else None
    if known is not None:
        return Identifier(known[1], scheme_id=known[0])
    scheme, value = national_spelling(address)
    agency = "9" if address.scheme == "GLN" else None
    return Identifier(value, scheme_id=scheme, scheme_agency_id=agency)


def _address(card: PartyCard) -> Address | None:
    if not card.address:
        return None

    def text(key: str) -> Text | None:
        return Text(card.address[key]) if key in card.address else None

    return Address(
        street_name=text("street_name"),
        building_number=text("building_number"),
        mark_attention=text("mark_attention"),
        city_name=text("city_name"),
        postal_zone=text("postal_zone"),
        country=Country(identification_code=Code(card.country)),
    )


def _contact(card: PartyCard) -> Contact | None:
    if not card.contact:
        return None
    return Contact(
        id=Identifier(card.contact["id"]) if "id" in card.contact else None,
        name=Text(card.contact["name"]) if "name" in card.contact else None,
        telephone=Text(card.contact["telephone"]) if "telephone" in card.contact else None,
        electronic_mail=Text(card.contact["mail"]) if "mail" in card.contact else None,
    )


def _addresses_of(card: PartyCard) -> set[EndpointID]:
    return {*card.endpoints, *(EndpointID(*number) for number in card.numbers.items())}


def _is_numbered(party: DocumentParty, card: PartyCard) -> bool:
    """Whether a party that gives no endpoint is the configured one, by its registered number."""
    if party.endpoint_id is not None:
        return False
    named = [one.id for one in party.party_identification]
    named += [one.company_id for one in party.party_legal_entity]
    known = _addresses_of(card)
    return any(
        one is not None and endpoint(one.scheme_id or "", one.value) in known for one in named
    )


def _is_at(party: DocumentParty | None, card: PartyCard) -> bool:
    """Whether a party named in a document is the configured one, by its endpoint."""
    if party is None or party.endpoint_id is None:
        return False
    named = party.endpoint_id
    return endpoint(named.scheme_id or "", named.value) in _addresses_of(card)
