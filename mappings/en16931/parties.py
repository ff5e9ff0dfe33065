"""Parties in core words: numbers by their ISO 6523 scheme, addresses in a few lines."""

from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint, is_personal, peppol_spelling
from hub.model.address import Address, Country
from hub.model.party import (
    Contact,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyTaxScheme,
)
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

registrations = sibling(__file__, "registrations")
taxes = sibling(__file__, "taxes")

NATIONAL_FORMAT = "StructuredDK"
"""OIOUBL's address format whose addresses are all in the one country."""


HOME = "DK"
COMPANY = "0184"
"""The number that companies of that country are known by (DK-R-014, DK-R-017)."""


def number(given: Identifier | None) -> Identifier | None:
    """Return an identifier by its number in the list of address schemes, or None without one.

    Personal numbers address nobody.
    """
    if given is None:
        return None
    address = endpoint(given.scheme_id or "", given.value)
    spelled = peppol_spelling(address)
    if spelled is None or is_personal(address.scheme):
        return None
    return Identifier(spelled[1], scheme_id=spelled[0])


def party(
    given: DocumentParty | None,
    field: str,
    said: Translation,
    *,
    names: int | None = None,
    placed: bool = True,
) -> DocumentParty | None:
    """Return a party of either side; ``names`` is how many identifiers it may have.

    It has an address in a country, unless it need not be ``placed``. The id of its contact is
    what the buyer's reference is made of (``heads``).
    """
    if given is None:
        return None
    # What has no number stays as it is: whether an address is needed is the target's to say.
    address = number(given.endpoint_id) or given.endpoint_id
    entity = _entity(given, f"{field}.party_legal_entity", said)
    return replace(
        given,
        endpoint_id=address,
        party_identification=_identified(given, field, said, names),
        party_name=_first(given.party_name, f"{field}.party_name", said),
        postal_address=postal(given.postal_address, f"{field}.postal_address", said, placed=placed),
        party_tax_scheme=_taxed(given, field, said),
        party_legal_entity=() if entity is None else (entity,),
        contact=_contact(given.contact, f"{field}.contact", said),
    )


def registered(given: Identifier | None) -> Identifier | None:
    """Return an identifier of a party or company, whose scheme is one of ISO 6523 (BR-CL-10)."""
    found = number(given)
    # Numbers above 9900 are addresses only.
    return found if found is not None and (found.scheme_id or "").startswith("0") else None


def country_of(party: Any) -> str:
    """Return the country of a party in core words, empty when it is not known."""
    address = None if party is None else party.postal_address
    country = None if address is None else address.country
    code = None if country is None else country.identification_code
    return "" if code is None else code.value


def payee(given: Any, seller: Any, said: Translation) -> Any:
    """Return who is to be paid, when it is not the seller (UBL-SR-19)."""
    names = {one.registration_name for one in seller.party_legal_entity} if seller else set()
    if given is not None and any(one.name in names for one in given.party_name):
        said.lost("payee_party", given)
        return None
    return plain_party(given, "payee_party", said)


def representative(head: Any, said: Translation) -> DocumentParty | None:
    """Return the seller's tax representative: name, address and VAT number (BG-11)."""
    given = head.tax_representative_party
    if given is None:
        return None
    field = "tax_representative_party"
    said.lost_but(field, given, "party_name", "postal_address", "party_tax_scheme")
    return DocumentParty(
        party_name=_first(given.party_name, f"{field}.party_name", said),
        postal_address=postal(given.postal_address, f"{field}.postal_address", said),
        party_tax_scheme=_taxed(given, field, said),
    )


def plain_party(given: DocumentParty | None, field: str, said: Translation) -> Any:
    """Return a party that is only named: payee, tax representative, receiver of goods."""
    if given is None:
        return None
    entity = next(iter(given.party_legal_entity), None)
    company = None if entity is None else registered(entity.company_id)
    for one in given.party_legal_entity:
        kept = ("company_id",) if one is entity and company is not None else ()
        said.lost_but(f"{field}.party_legal_entity", one, *kept)
    return replace(
        given,
        party_identification=_identified(given, field, said, 1),
        party_name=_first(given.party_name, f"{field}.party_name", said),
        party_legal_entity=() if company is None else (PartyLegalEntity(company_id=company),),
    )


def _identified(
    given: DocumentParty, field: str, said: Translation, most: int | None
) -> tuple[PartyIdentification, ...]:
    found = []
    for one in given.party_identification:
        known = registered(one.id)
        if known is None or (most is not None and len(found) == most):
            said.lost(f"{field}.party_identification", one)
        else:
            found.append(PartyIdentification(known))
    return tuple(found)


def _entity(given: DocumentParty, field: str, said: Translation) -> PartyLegalEntity | None:
    entity = next(iter(given.party_legal_entity), None) or PartyLegalEntity()
    said.lost(field, given.party_legal_entity[1:])
    said.lost_but(field, entity, "registration_name", "company_id", "company_legal_form")
    company = registered(entity.company_id)
    if company is None or (_is_danish(given) and company.scheme_id != COMPANY):
        said.lost(f"{field}.company_id", entity.company_id)
        company = None
    name = entity.registration_name
    if name is None and given.party_name and given.party_name[0].name is not None:
        # BR-06 and BR-07: a seller and a buyer have a legal name.
        name = given.party_name[0].name
        said.derived(f"{field}.registration_name", name)
    if name is None:
        said.impossible("EN-06", f"{field}.registration_name")
        return None
    return PartyLegalEntity(
        registration_name=Text(name.value),
        company_id=company,
        company_legal_form=entity.company_legal_form,
    )


def _is_danish(given: DocumentParty) -> bool:
    address = given.postal_address
    if address is None:
        return False
    code = address.country.identification_code if address.country is not None else None
    style = address.address_format_code
    return (code or Code("")).value == "DK" or (style or Code("")).value == NATIONAL_FORMAT


def _taxed(given: DocumentParty, field: str, said: Translation) -> tuple[PartyTaxScheme, ...]:
    found = []
    for one in given.party_tax_scheme:
        scheme = one.tax_scheme.id if one.tax_scheme is not None else None
        company = one.company_id
        # BR-CO-09: the number begins with its country.
        known = company is not None and registrations.is_readable(company.value.strip())
        if found or company is None or not known or scheme is None:
            said.lost(f"{field}.party_tax_scheme", one)
        elif scheme.value.strip() in taxes.VAT:
            plain = Identifier(company.value.strip())
            found.append(PartyTaxScheme(company_id=plain, tax_scheme=taxes.SCHEME))
            said.lost_but(f"{field}.party_tax_scheme", one, "company_id", "tax_scheme")
        else:
            said.lost(f"{field}.party_tax_scheme", one)
    return tuple(found)


def _contact(given: Contact | None, field: str, said: Translation) -> Contact | None:
    if given is None:
        return None
    made = replace(given, id=None)
    if made.name or made.telephone or made.electronic_mail:
        return made
    said.lost(field, made)
    return None


def _first(given: tuple[Any, ...], field: str, said: Translation) -> tuple[Any, ...]:
    said.lost(field, given[1:])
    return given[:1]


def postal(
    given: Address | None, field: str, said: Translation, *, placed: bool = True
) -> Address | None:
    """Return an address: street and number as one, further lines, and always a country.

    What need not be ``placed`` may have none, or one without a country.
    """
    if given is None:
        if placed:
            said.impossible("EN-07", field)
        return None
    style = given.address_format_code.value if given.address_format_code else ""
    lines = [line.line for line in given.address_line if line.line is not None]
    street, more = given.street_name, given.additional_street_name
    if street is None and lines:
        street = lines.pop(0)
        if more is None and lines:
            more = lines.pop(0)
    if given.building_number is not None:
        said.joined(f"{field}.street_name", given.building_number)
        words = (street, given.building_number)
        street = Text(" ".join(word.value for word in words if word is not None))
    said.lost(f"{field}.address_line.line", tuple(lines[1:]))
    said.lost(f"{field}.id", given.id)
    kept = given.address_line if given.street_name is not None else ()
    return replace(
        given,
        id=None,
        address_format_code=None,
        street_name=street,
        additional_street_name=more,
        building_number=None,
        address_line=kept[:1] or tuple(type(given.address_line[0])(one) for one in lines[:1]),
        country=_country(given.country, style, field, said, placed=placed),
    )


def _country(
    given: Country | None, style: str, field: str, said: Translation, *, placed: bool
) -> Country | None:
    code = None if given is None else given.identification_code
    if code is not None and code.value.strip():
        return Country(identification_code=Code(code.value.strip()))
    if style == NATIONAL_FORMAT:
        said.derived(f"{field}.country.identification_code", "DK")
        return Country(identification_code=Code("DK"))
    if placed:
        said.impossible("EN-07", f"{field}.country.identification_code")
    return given
