"""Parties of a CII document in core words."""

from typing import Any

from hub.model.address import Address, AddressLine, Country
from hub.model.party import (
    Contact,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    PartyTaxScheme,
)
from hub.model.tax import TaxScheme
from hub.model.values import Identifier, Text

VAT = "VA"


def party(given: Any) -> DocumentParty | None:
    """Return a seller, buyer, payee or representative; None when there is none."""
    if given is None:
        return None
    trading = given.text("SpecifiedLegalOrganization/TradingBusinessName")
    return DocumentParty(
        endpoint_id=given.id("URIUniversalCommunication/URIID"),
        party_identification=_numbers(given),
        party_name=() if trading is None else (PartyName(trading),),
        postal_address=address(given.one("PostalTradeAddress")),
        party_tax_scheme=tuple(_registrations(given)),
        party_legal_entity=_entity(given),
        contact=_contact(given.one("DefinedTradeContact")),
    )


def named(given: Any) -> DocumentParty | None:
    """Return a party whose name is no legal one: payee, representative, receiver of goods."""
    made = party(given)
    if made is None:
        return None
    name = given.text("Name")
    entity = next(iter(made.party_legal_entity), None)
    number = None if entity is None else entity.company_id
    return DocumentParty(
        party_identification=made.party_identification,
        party_name=() if name is None else (PartyName(name),),
        postal_address=made.postal_address,
        party_tax_scheme=made.party_tax_scheme,
        party_legal_entity=() if number is None else (PartyLegalEntity(company_id=number),),
    )


def _numbers(given: Any) -> tuple[PartyIdentification, ...]:
    found = []
    for name in ("ID", "GlobalID"):
        for node in given.all(name):
            value = node.words()
            if value is not None:
                scheme = node.element.get("schemeID")
                found.append(PartyIdentification(Identifier(value, scheme_id=scheme)))
    return tuple(found)


def _registrations(given: Any) -> Any:
    for node in given.all("SpecifiedTaxRegistration"):
        number = node.id("ID")
        if number is not None:
            name = "VAT" if number.scheme_id == VAT else "TAX"
            scheme = TaxScheme(id=Identifier(name))
            yield PartyTaxScheme(company_id=Identifier(number.value), tax_scheme=scheme)


def _entity(given: Any) -> tuple[PartyLegalEntity, ...]:
    name, form = given.text("Name"), given.text("Description")
    number = given.id("SpecifiedLegalOrganization/ID")
    if name is None and number is None:
        return ()
    return (PartyLegalEntity(registration_name=name, company_id=number, company_legal_form=form),)


def address(given: Any) -> Address | None:
    """Return an address: three lines, city, code, part of the country, country."""
    if given is None:
        return None
    third, country = given.text("LineThree"), given.code("CountryID")
    return Address(
        street_name=given.text("LineOne"),
        additional_street_name=given.text("LineTwo"),
        city_name=given.text("CityName"),
        postal_zone=given.text("PostcodeCode"),
        country_subentity=given.text("CountrySubDivisionName"),
        address_line=() if third is None else (AddressLine(third),),
        country=None if country is None else Country(identification_code=country),
    )


def _contact(given: Any) -> Contact | None:
    if given is None:
        return None
    name: Text | None = given.text("PersonName") or given.text("DepartmentName")
    return Contact(
        name=name,
        telephone=given.text("TelephoneUniversalCommunication/CompleteNumber"),
        electronic_mail=given.text("EmailURIUniversalCommunication/URIID"),
    )
