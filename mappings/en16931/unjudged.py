"""Bills in core words that came in a syntax nobody publishes rules for: EDIFACT.

What UBL and CII say in core words the rules of EN 16931 have judged; an INVOIC may hold numbers
that they do not allow. Those are left out, and whatever then misses one refuses the bill.
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.identifiers import check, is_checked
from hub.facts.schemes import company_scheme, endpoint, peppol_spelling
from hub.model.party import DocumentParty, PartyIdentification
from hub.model.values import Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

parties = sibling(__file__, "parties")
registrations = sibling(__file__, "registrations")

REGISTERS = MappingProxyType({"NL": ("NL:KVK", "NL:OIN")})
"""Where a country has more than one: companies, and government."""

SIDES = ("accounting_supplier_party", "accounting_customer_party")
NAMED = MappingProxyType(
    {
        "payee_party": ("party_identification", "party_name", "party_legal_entity"),
        "tax_representative_party": ("party_name", "postal_address", "party_tax_scheme"),
    }
)
"""What is said of those who are neither seller nor buyer (BG-10, BG-11)."""


def head(made: Any, said: Translation) -> Any:
    """Return a head whose parties have no numbers but such as core words know."""
    for index, one in enumerate(made.allowance_charge):
        _reasoned(one, f"allowance_charge[{index}]", said)
        if not one.tax_category:
            # BR-32, BR-37
            said.impossible("EN-30", f"allowance_charge[{index}].tax_category")
    for name in SIDES:
        side = getattr(made, name)
        if side is not None and side.party is not None:
            party = _party(side.party, f"{name}.party", said)
            made = replace(made, **{name: replace(side, party=party)})
    for name, kept in NAMED.items():
        party = getattr(made, name)
        if party is None:
            continue
        other = {part: None if part == "postal_address" else () for part in kept}
        said.lost(name, replace(party, **other))
        given = DocumentParty(**{part: getattr(party, part) for part in kept})
        made = replace(made, **{name: _party(given, name, said)})
    return made


def line(made: Any, said: Translation) -> None:
    """Refuse a line with an allowance or charge that nobody gave a reason for."""
    for index, one in enumerate(made.allowance_charge):
        _reasoned(one, f"allowance_charge[{index}]", said)


def _reasoned(one: Any, field: str, said: Translation) -> None:
    """BR-33, BR-38, BR-42, BR-44."""
    if not (one.allowance_charge_reason or one.allowance_charge_reason_code):
        said.impossible("EN-18", f"{field}.allowance_charge_reason")


def _party(given: DocumentParty, field: str, said: Translation) -> DocumentParty:
    return replace(
        given,
        party_identification=tuple(_identified(given, field, said)),
        party_tax_scheme=tuple(_taxed(given, field, said)),
        party_legal_entity=tuple(_entities(given, field, said)),
    )


def _identified(given: DocumentParty, field: str, said: Translation) -> Any:
    """BR-CL-10: a number is of a scheme of ISO 6523, or of none."""
    for one in given.party_identification:
        known = parties.registered(one.id)
        if known is not None:
            yield PartyIdentification(known)
        elif one.id is not None and one.id.scheme_id is None:
            yield PartyIdentification(Identifier(one.id.value))
        else:
            said.lost(f"{field}.party_identification", one)


def _taxed(given: DocumentParty, field: str, said: Translation) -> Any:
    """BR-CO-09: a VAT number begins with the letters of its country."""
    for one in given.party_tax_scheme:
        number = "" if one.company_id is None else one.company_id.value.strip()
        if registrations.is_lettered(number):
            yield one
        else:
            said.lost(f"{field}.party_tax_scheme.company_id", one.company_id)


def _entities(given: DocumentParty, field: str, said: Translation) -> Any:
    """DK-R-014, BR-NL-1: the number of a company names its country's register.

    EDIFACT has no place for that name. It is put to a number that has the form of the register
    where the party is, check digit and all; no other is touched.
    """
    country = parties.country_of(given)
    registers = REGISTERS.get(country) or (company_scheme(country),)
    for one in given.party_legal_entity:
        number, place = one.company_id, f"{field}.party_legal_entity.company_id"
        spelled = None
        if number is not None and number.scheme_id is None:
            spelled = next(_spelled(number.value, registers), None)
        if spelled is None:
            yield one
            continue
        said.derived(f"{place}.scheme_id", spelled[0])
        yield replace(one, company_id=Identifier(spelled[1], scheme_id=spelled[0]))


def _spelled(number: str, registers: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Yield a number by the scheme of each register whose form it has, as core words spell it."""
    for register in registers:
        if register is not None and is_checked(register) and check(register, number).valid:
            spelled = peppol_spelling(endpoint(register, number))
            if spelled is not None:
                yield spelled
