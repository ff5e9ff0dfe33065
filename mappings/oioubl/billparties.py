"""Parties of other formats in OIOUBL's words: numbers by OIOUBL's schemes, formatted addresses."""

import re
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint, national_spelling
from hub.model.address import Address, Location
from hub.model.party import (
    Contact,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    PartyTaxScheme,
)
from hub.model.values import Code, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

dutch = sibling(__file__, "../en16931/dutch")
taxes = sibling(__file__, "billtaxes")

LAX = Code("StructuredLax")
FORMS = MappingProxyType({"GLN": re.compile("[0-9]{13}"), "DK:CVR": re.compile("DK[0-9]{8}")})
OTHER = "ZZZ"
OPERATORS = "DK:VANS"
NO_CONTACT = "n/a"
LEGAL = frozenset({"DK:CVR", "DK:CPR"})
COUNTRY_PREFIX = "DK"


def number(given: Identifier | None, known: frozenset[str]) -> Identifier | None:
    """Return an identifier by a scheme of one of OIOUBL's closed lists, or None.

    What is called a GLN and has other than 13 digits is none (F-LIB185), and so is a company
    number of another form than the register's (F-LIB190).
    """
    made = _listed(given, known)
    return None if _is_misnamed(made) else made


def _listed(given: Identifier | None, known: frozenset[str]) -> Identifier | None:
    if given is None:
        return None
    scheme, value = national_spelling(endpoint(given.scheme_id or "", given.value))
    if scheme not in known:
        return None
    return Identifier(value, scheme_id=scheme, scheme_agency_id="9" if scheme == "GLN" else None)


def _is_misnamed(made: Identifier | None) -> bool:
    form = None if made is None else FORMS.get(made.scheme_id or "")
    return made is not None and form is not None and form.fullmatch(made.value) is None


def party(
    given: DocumentParty | None, field: str, said: Translation, lists: Any
) -> DocumentParty | None:
    """Return a party of either side; ``lists`` answers with a code list of the folder.

    An address that OIOUBL has no scheme for goes under that of its exchange operators, as in the
    national conversion of BIS Billing to OIOUBL.
    """
    if given is None:
        return None
    given = dutch.addressed(given, field, said)
    address = _listed(given.endpoint_id, lists("endpoint-scheme"))
    if _is_misnamed(address):
        # F-LIB179, F-LIB181
        said.impossible("OIO-04", f"{field}.endpoint_id", given.endpoint_id)
    elif address is None and given.endpoint_id is None:
        said.impossible("OIO-04", f"{field}.endpoint_id")
    elif address is None:
        said.narrowed(f"{field}.endpoint_id.scheme_id", given.endpoint_id.scheme_id)
        address = Identifier(given.endpoint_id.value, scheme_id=OPERATORS)
    # F-LIB168
    said.lost(f"{field}.agent_party", given.agent_party)
    return replace(
        given,
        agent_party=None,
        endpoint_id=address,
        party_identification=_identified(given, field, said, lists),
        party_name=given.party_name or _named(given),
        postal_address=postal(given.postal_address, f"{field}.postal_address", said),
        physical_location=_located(given.physical_location, f"{field}.physical_location", said),
        party_tax_scheme=_taxed(given, field, said),
        party_legal_entity=_entities(given, f"{field}.party_legal_entity", said),
    )


def plain_party(given: DocumentParty | None, field: str, said: Translation, lists: Any) -> Any:
    """Return a party that is only named; an address stays that OIOUBL has a scheme for."""
    if given is None:
        return None
    address = number(given.endpoint_id, lists("endpoint-scheme"))
    if address is None:
        # F-LIB179
        said.lost(f"{field}.endpoint_id", given.endpoint_id)
    # F-LIB168
    said.lost(f"{field}.agent_party", given.agent_party)
    return replace(
        given,
        agent_party=None,
        endpoint_id=address,
        party_identification=_identified(given, field, said, lists),
        party_name=given.party_name or _named(given),
        postal_address=postal(given.postal_address, f"{field}.postal_address", said),
        physical_location=_located(given.physical_location, f"{field}.physical_location", said),
        party_tax_scheme=_taxed(given, field, said),
        party_legal_entity=_entities(given, f"{field}.party_legal_entity", said),
    )


def known_party(given: DocumentParty | None, field: str, said: Translation, lists: Any) -> Any:
    """Return a party that is only named; F-LIB022: without a name and a number it is none."""
    made = plain_party(given, field, said, lists)
    if made is None or made.party_name or made.party_identification:
        return made
    said.lost(field, made)
    return None


def representative(head: Any, said: Translation) -> DocumentParty | None:
    """Return the seller's tax representative: name, address and number (F-LIB355 to 372)."""
    given = head.tax_representative_party
    if given is None:
        return None
    field = "tax_representative_party"
    said.lost_but(field, given, "party_name", "postal_address", "party_tax_scheme")
    return DocumentParty(
        party_name=given.party_name,
        postal_address=postal(given.postal_address, f"{field}.postal_address", said),
        physical_location=_located(given.physical_location, f"{field}.physical_location", said),
        party_tax_scheme=_taxed(given, field, said),
    )


def _identified(
    given: DocumentParty, field: str, said: Translation, lists: Any
) -> tuple[PartyIdentification, ...]:
    found = []
    for one in given.party_identification:
        known = number(one.id, lists("party-scheme"))
        if known is None and one.id is not None:
            # F-LIB183: any other number is one of its sender's own.
            known = replace(one.id, scheme_id=OTHER)
            if one.id.scheme_id is not None:
                said.narrowed(f"{field}.party_identification.id.scheme_id", one.id.scheme_id)
        if known is not None:
            found.append(PartyIdentification(known))
    return tuple(found)


def _named(given: DocumentParty) -> Any:
    """F-LIB022: a party has a name; the legal one where there is no other."""
    names = (one.registration_name for one in given.party_legal_entity)
    return tuple(PartyName(name) for name in names if name is not None)[:1]


def _entities(given: DocumentParty, field: str, said: Translation) -> tuple[Any, ...]:
    found = []
    for one in given.party_legal_entity[:1]:
        company = number(one.company_id, LEGAL)
        if company is None and one.company_id is not None:
            company = replace(one.company_id, scheme_id=OTHER)
            if one.company_id.scheme_id is not None:
                said.narrowed(f"{field}.company_id.scheme_id", one.company_id.scheme_id)
        if company is None:
            # F-LIB187: an entity without a number is none.
            said.lost(field, one)
            continue
        found.append(PartyLegalEntity(registration_name=one.registration_name, company_id=company))
        said.lost(f"{field}.company_legal_form", one.company_legal_form)
    return tuple(found)


def _taxed(given: DocumentParty, field: str, said: Translation) -> tuple[PartyTaxScheme, ...]:
    found = []
    for one in given.party_tax_scheme:
        scheme = one.tax_scheme.id if one.tax_scheme is not None else None
        if one.company_id is None or scheme is None or scheme.value != taxes.VAT:
            said.lost(f"{field}.party_tax_scheme", one)
            continue
        value = one.company_id.value
        # F-LIB195: a national number, or one of another country.
        name = "DK:SE" if value.startswith(COUNTRY_PREFIX) else OTHER
        found.append(
            PartyTaxScheme(company_id=Identifier(value, scheme_id=name), tax_scheme=taxes.SCHEME)
        )
    return tuple(found)


def _located(given: Location | None, field: str, said: Translation) -> Location | None:
    """Return where a party is, with an address in the same format (F-LIB025)."""
    if given is None:
        return None
    return replace(given, address=postal(given.address, f"{field}.address", said))


def postal(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address of OIOUBL's freest format (F-LIB025, F-LIB036)."""
    if given is None:
        return None
    said.lost(f"{field}.address_line.line", tuple(line.line for line in given.address_line))
    return replace(given, address_format_code=LAX, address_line=())


def with_id(given: DocumentParty | None, reference: Any, field: str, said: Translation) -> Any:
    """F-INV046, F-INV051: the buyer has a contact with an id, the buyer's reference (BT-10)."""
    if given is None:
        return None
    if reference is None:
        # So writes the national conversion, where there is nobody to name.
        said.derived(f"{field}.contact.id", NO_CONTACT)
    contact = given.contact or Contact()
    named = NO_CONTACT if reference is None else reference.value
    return replace(given, contact=replace(contact, id=Identifier(named)))


def registered(given: DocumentParty | None, field: str, said: Translation) -> Any:
    """F-INV035: a seller is a registered company; its other numbers stand in for the missing one.

    The national conversion takes the address for it; a VAT number is nearer.
    """
    if given is None or given.party_legal_entity:
        return given
    numbers = [one.company_id for one in given.party_tax_scheme]
    numbers += [one.id for one in given.party_identification]
    numbers.append(given.endpoint_id)
    found = next((one for one in numbers if one is not None), None)
    if found is None:
        return given
    said.derived(f"{field}.company_id", found)
    name = given.party_name[0].name if given.party_name else None
    entity = PartyLegalEntity(
        registration_name=name, company_id=Identifier(found.value, scheme_id=OTHER)
    )
    return replace(given, party_legal_entity=(entity,))
