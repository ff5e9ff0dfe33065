"""The head of a BMEcat file: the catalogue, its agreement, who sells and who buys."""

from types import MappingProxyType
from typing import Any

from hub.model.address import Address, Country
from hub.model.catalogue import Catalogue
from hub.model.catalogueupdate import CataloguePricingUpdate
from hub.model.loss import LossKind
from hub.model.party import (
    Contact,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    SupplierParty,
)
from hub.model.period import Period
from hub.model.reference import CatalogueReference, Contract
from hub.model.values import Code, Identifier, Text

SCHEMES = MappingProxyType({"gln": "GLN", "iln": "GLN", "duns": "DUNS", "cvr": "DK:CVR"})
"""Kinds of numbers that stand for themselves; others are the parties' own."""
REACHED = frozenset({"GLN", "DK:CVR"})


def head(top: Any) -> Catalogue:
    """Return the head of a catalogue from the element HEADER."""
    said = _common(top)
    return Catalogue(
        **said, validity_period=_validity(top), version_id=top.id("CATALOG/CATALOG_VERSION")
    )


def pricing_head(top: Any) -> CataloguePricingUpdate:
    """Return the head of new prices, which are those of a catalogue with this name."""
    said = _common(top)
    version = top.id("CATALOG/CATALOG_VERSION")
    return CataloguePricingUpdate(
        **said,
        version_id=version,
        validity_period=_validity(top),
        related_catalogue_reference=CatalogueReference(id=said["id"]),
    )


def currency(top: Any) -> str | None:
    """Return the currency of prices that name none."""
    return top.said("CATALOG/CURRENCY")  # type: ignore[no-any-return]


def pictures(top: Any) -> str:
    """Return where files lie that are named without a place."""
    return top.said("CATALOG/MIME_ROOT") or ""


def _common(top: Any) -> dict[str, Any]:
    number = top.id("CATALOG/CATALOG_ID")
    if number is None:
        top.lacks("CATALOG_ID")
    catalogue = top.one("CATALOG")
    supplier = _party(top, "SUPPLIER")
    agreement = top.id("AGREEMENT/AGREEMENT_ID")
    return {
        "id": number,
        "name": top.text("CATALOG/CATALOG_NAME"),
        "issue_date": catalogue and catalogue.date("GENERATION_DATE", "generation_date"),
        "referenced_contract": () if agreement is None else (Contract(id=agreement),),
        "provider_party": supplier,
        "receiver_party": _party(top, "BUYER"),
        "seller_supplier_party": None if supplier is None else SupplierParty(party=supplier),
    }


def _validity(top: Any) -> tuple[Period, ...]:
    """Return when the catalogue holds; one that does not say holds as long as its agreement."""
    catalogue, agreement = top.one("CATALOG"), top.one("AGREEMENT")
    if catalogue is not None:
        start = catalogue.date("VALID_START_DATE", "valid_start_date")
        end = catalogue.date("VALID_END_DATE", "valid_end_date")
        if start or end:
            return (Period(start_date=start, end_date=end),)
    if agreement is None:
        return ()
    start = agreement.date("AGREEMENT_START_DATE", "agreement_start_date")
    end = agreement.date("AGREEMENT_END_DATE", "agreement_end_date")
    if not start and not end:
        return ()
    top.book.lose("validity_period", LossKind.DERIVED, f"AGREEMENT {start or ''} - {end or ''}")
    return (Period(start_date=start, end_date=end),)


def _party(top: Any, role: str) -> DocumentParty | None:
    """Return one side: the element of its role, or the party that its IDREF points to (2005)."""
    side = top.one(role)
    if side is not None:
        numbers, named, where = side.all(f"{role}_ID"), side, side.one("ADDRESS")
        name = named.text(f"{role}_NAME")
        return _described(numbers, name, where)
    pointer = top.one(f"{role}_IDREF")
    wanted = None if pointer is None else pointer.words()
    for party in top.all("PARTIES/PARTY"):
        numbers = list(party.all("PARTY_ID"))
        roles = [(one.words() or "").lower() for one in party.all("PARTY_ROLE")]
        pointed = wanted is not None and wanted in [one.words() for one in numbers]
        if pointed or (pointer is None and role.lower() in roles):
            where = party.one("ADDRESS")
            name = None if where is None else where.text("NAME")
            return _described(numbers, name, where)
    return None if pointer is None else _described([pointer], None, None)


def _described(numbers: Any, name: Text | None, where: Any) -> DocumentParty:
    endpoint, company, known = None, None, []
    for one in numbers:
        said = one.words()
        if said is None:
            continue
        scheme = SCHEMES.get(one.type)
        number = Identifier(said, scheme_id=scheme)
        if scheme in REACHED and endpoint is None:
            endpoint = number
        known.append(PartyIdentification(number))
        if scheme == "DK:CVR":
            company = number
    names = () if name is None else (PartyName(name),)
    entity = () if name is None else (PartyLegalEntity(registration_name=name, company_id=company),)
    return DocumentParty(
        endpoint_id=endpoint,
        party_identification=tuple(known),
        party_name=names,
        postal_address=_address(where),
        party_legal_entity=entity,
        contact=_contact(where),
    )


def _address(given: Any) -> Address | None:
    if given is None:
        return None
    code = given.code("COUNTRY_CODED")
    country = given.said("COUNTRY")
    if code is None and country is not None and len(country) == 2:  # noqa: PLR2004 - ISO 3166
        code = Code(country.upper())
    elif country is not None and code is not None:
        country = None
    made = Address(
        street_name=given.text("STREET"),
        postbox=given.text("BOXNO"),
        city_name=given.text("CITY"),
        postal_zone=given.text("ZIP"),
        country_subentity=given.text("STATE"),
        country=None if code is None else Country(identification_code=code),
    )
    return None if made == Address() else made


def _contact(given: Any) -> Contact | None:
    if given is None:
        return None
    person = given.one("CONTACT") or given.one("CONTACT_DETAILS")
    mail = given.text("EMAIL")
    made = Contact(
        name=None if person is None else person.text("CONTACT_NAME"),
        telephone=given.text("PHONE"),
        electronic_mail=mail,
    )
    return None if made == Contact() else made
