"""Parties in the words of SI-UBL 1.2: numbers by the names of their registers."""

from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint, national_spelling, peppol_spelling
from hub.model.party import DocumentParty, PartyIdentification, PartyName, PartyTaxScheme
from hub.model.tax import TaxScheme
from hub.model.values import Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

numbers = sibling(__file__, "../peppol/numbers")

OTHER = "ZZZ"
VAT = TaxScheme(id=Identifier("VAT"))


def number(given: Identifier | None, known: frozenset[str]) -> Identifier | None:
    """Return an identifier by the name of its register, or None where there is none.

    One that does not look like the numbers of its register is none of it.
    """
    if given is None or not given.scheme_id:
        return None
    address = endpoint(given.scheme_id, given.value)
    spelled = peppol_spelling(address)
    form = None if spelled is None else numbers.FORMS.get(spelled[0])
    if spelled is not None and form is not None and not form[0].fullmatch(spelled[1]):
        return None
    scheme, value = national_spelling(address)
    return Identifier(value, scheme_id=scheme) if scheme in known else None


def party(given: Any, field: str, said: Translation, known: frozenset[str]) -> Any:
    """Return a party: one without an address for messages is none the worse for it."""
    if given is None:
        return None
    address = number(given.endpoint_id, known)
    if address is None:
        said.lost(f"{field}.endpoint_id", given.endpoint_id)
    names = given.party_name or _named(given)
    return replace(
        given,
        endpoint_id=address,
        party_name=names,
        party_identification=_identified(given, field, said, known),
        party_tax_scheme=_taxed(given, field, said, known),
        party_legal_entity=_entities(given, field, said, known),
    )


def named_party(given: DocumentParty, field: str, said: Translation, known: frozenset[str]) -> Any:
    """Return a party that is only named; SI-V12-INV-R007 holds for its legal entity as well."""
    return replace(
        given,
        party_name=given.party_name or _named(given),
        party_legal_entity=_entities(given, field, said, known),
    )


def _named(given: DocumentParty) -> tuple[PartyName, ...]:
    """BII2-T10-R006, R008: a party has a name; the legal one where there is no other."""
    names = (one.registration_name for one in given.party_legal_entity)
    return tuple(PartyName(name) for name in names if name is not None)[:1]


def _identified(
    given: DocumentParty, field: str, said: Translation, known: frozenset[str]
) -> tuple[PartyIdentification, ...]:
    """OP-T10-R003: any other number is one of its sender's own."""
    found = []
    for one in given.party_identification:
        if one.id is None:
            continue
        made = number(one.id, known)
        if made is None:
            made = Identifier(one.id.value, scheme_id=OTHER)
            if one.id.scheme_id is not None:
                said.narrowed(f"{field}.party_identification.id.scheme_id", one.id.scheme_id)
        found.append(PartyIdentification(made))
    return tuple(found)


def _taxed(
    given: DocumentParty, field: str, said: Translation, known: frozenset[str]
) -> tuple[PartyTaxScheme, ...]:
    """SI-V12-INV-R003: a VAT number names the country whose it is."""
    found = []
    for one in given.party_tax_scheme:
        scheme = one.tax_scheme.id.value if one.tax_scheme and one.tax_scheme.id else ""
        if one.company_id is None or scheme.strip().upper() != "VAT":
            said.lost(f"{field}.party_tax_scheme", one)
            continue
        value = one.company_id.value.strip()
        # Greek numbers begin with EL.
        name = f"{value[:2].upper().replace('EL', 'GR')}:VAT"
        name = name if name in known else OTHER
        found.append(PartyTaxScheme(company_id=Identifier(value, scheme_id=name), tax_scheme=VAT))
    return tuple(found)


def _entities(
    given: DocumentParty, field: str, said: Translation, known: frozenset[str]
) -> tuple[Any, ...]:
    """SI-V12-INV-R007: a legal entity has a number; without one only the name stays."""
    found = []
    for one in given.party_legal_entity[:1]:
        if one.company_id is None:
            if not given.party_name or given.party_name[0].name != one.registration_name:
                said.lost(f"{field}.party_legal_entity", one)
            continue
        made = number(one.company_id, known)
        if made is None:
            made = Identifier(one.company_id.value, scheme_id=OTHER)
            if one.company_id.scheme_id is not None:
                place = f"{field}.party_legal_entity.company_id.scheme_id"
                said.narrowed(place, one.company_id.scheme_id)
        said.lost(f"{field}.party_legal_entity.company_legal_form", one.company_legal_form)
        found.append(replace(one, company_id=made, company_legal_form=None))
    return tuple(found)
