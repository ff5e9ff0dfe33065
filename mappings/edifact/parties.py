"""Parties of a message: NAD, and the accounts, numbers and people that follow it."""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.address import Address, AddressLine, Country, Location
from hub.model.delivery import Delivery
from hub.model.party import (
    Contact,
    CustomerParty,
    DocumentParty,
    PartyIdentification,
    PartyLegalEntity,
    PartyName,
    PartyTaxScheme,
    SupplierParty,
)
from hub.model.payment import Branch, FinancialAccount
from hub.model.tax import TaxScheme
from hub.model.values import Code, Identifier, Text

ROLES = MappingProxyType(
    {
        "SE": "accounting_supplier_party",
        "SU": "accounting_supplier_party",
        "II": "accounting_supplier_party",
        "BY": "accounting_customer_party",
        "IV": "accounting_customer_party",
        "PE": "payee_party",
        "LC": "tax_representative_party",
    }
)
"""UNCL 3035."""

DELIVERY = frozenset({"DP", "ST", "UC"})
EAN = "9"
"""The agency whose numbers are location numbers (UNCL 3055)."""

GLN = "0088"
ORDERING = "OC"
"""The contact of an order (UNCL 3139)."""
VAT = TaxScheme(id=Identifier("VAT"))
ALPHA2 = 2


def country(code: str) -> Country | None:
    """Return a country by its two letters."""
    return Country(identification_code=Code(code)) if len(code) == ALPHA2 else None


class Side:
    """One NAD group."""

    def __init__(self, segment: Any, cursor: Any) -> None:
        self._segment = segment
        self.unread: list[Any] = []
        self.accounts: list[FinancialAccount] = []
        self._company: Identifier | None = None
        self._tax: Identifier | None = None
        self._cost: Text | None = None
        self._contact: Contact | None = None
        for one in cursor.take("FII", "RFF", "CTA", "COM", "LOC"):
            if not self._take(one):
                self.unread.append(one)

    def _take(self, one: Any) -> bool:
        if one.tag == "FII":
            return self._account(one)
        if one.tag == "RFF":
            value = one.get(0, 1)
            if one.get(0) in ("GN", "XA"):
                self._company = Identifier(value)
            elif one.get(0) == "VA":
                self._tax = Identifier(value)
            elif one.get(0) == "AOU":
                self._cost = Text(value)
            else:
                return False
            return True
        if one.tag == "CTA":
            number, name = one.get(1), one.get(1, 1)
            if one.get(0) == ORDERING and number:
                # Who ordered: documents about the order name the number again.
                self._contact = Contact(id=Identifier(number), name=Text(name) if name else None)
                return True
            name = name or number
            self._contact = Contact(name=Text(name) if name else None)
            return True
        return one.tag == "COM" and self._reach(one)

    def _account(self, one: Any) -> bool:
        account = FinancialAccount(id=Identifier(one.get(1)))
        name = one.get(1, 1)
        if name:
            account = replace(account, name=Text(name))
        if one.get(2):
            branch = Branch(id=Identifier(one.get(2)))
            account = replace(account, financial_institution_branch=branch)
        # The same account may stand again without its bank.
        if any(known.id == account.id for known in self.accounts):
            return account.financial_institution_branch is None
        self.accounts.append(account)
        return True

    def _reach(self, one: Any) -> bool:
        names = {"TE": "telephone", "EM": "electronic_mail", "FX": "telefax"}
        name = names.get(one.get(0, 1))
        if name is None:
            return False
        self._contact = replace(self._contact or Contact(), **{name: Text(one.get(0))})
        return True

    def fill(self, head: dict[str, Any]) -> bool:
        """Put the party into a head; False for a role nobody reads."""
        role = self._segment.get(0)
        if role in DELIVERY:
            head["delivery_place"] = self._place()
            return True
        name = ROLES.get(role)
        if name is None or name in head:
            return False
        head[name] = self.party()
        if self._cost is not None:
            head["accounting_cost"] = self._cost
        return True

    def _number(self) -> Identifier | None:
        value, scheme = self._segment.get(1), self._segment.get(1, 1)
        if not value:
            return None
        if not scheme and self._segment.get(1, 2) == EAN:
            scheme = GLN
        return Identifier(value, scheme_id=scheme or None)

    def party(self) -> DocumentParty:
        """Return the party of the group."""
        segment = self._segment
        names = segment.parts(3)
        legal = names[0] if names else ""
        number = self._number()
        entity = PartyLegalEntity(
            registration_name=Text(legal) if legal else None, company_id=self._company
        )
        taxed = PartyTaxScheme(company_id=self._tax, tax_scheme=VAT)
        return DocumentParty(
            endpoint_id=number if number is not None and number.scheme_id else None,
            party_identification=() if number is None else (PartyIdentification(number),),
            party_name=tuple(PartyName(Text(name)) for name in names[1:2]),
            postal_address=self._address(),
            party_tax_scheme=() if self._tax is None else (taxed,),
            party_legal_entity=(entity,) if legal or self._company else (),
            contact=self._contact,
        )

    def _address(self) -> Address | None:
        segment = self._segment
        streets = segment.parts(4)
        made = Address(
            street_name=Text(streets[0]) if streets else None,
            additional_street_name=Text(streets[1]) if len(streets) > 1 else None,
            city_name=_text(segment.get(5)),
            country_subentity=_text(segment.get(6, 3) or segment.get(6)),
            postal_zone=_text(segment.get(7)),
            address_line=tuple(AddressLine(Text(street)) for street in streets[2:]),
            country=country(segment.get(8)),
        )
        return None if made == Address() else made

    def _place(self) -> tuple[Location | None, DocumentParty | None]:
        number, address = self._number(), self._address()
        place = None
        if number is not None or address is not None:
            place = Location(id=number, address=address)
        name = self._segment.get(3)
        return place, DocumentParty(party_name=(PartyName(Text(name)),)) if name else None


def finish(head: dict[str, Any]) -> None:
    """Give parties their roles, and the delivery its day."""
    for name, role in (
        ("accounting_supplier_party", SupplierParty),
        ("accounting_customer_party", CustomerParty),
    ):
        if name in head:
            head[name] = role(party=head[name])
    place, who = head.pop("delivery_place", (None, None))
    day = head.pop("delivered", None)
    if place is not None or who is not None or day is not None:
        head["delivery"] = (
            Delivery(actual_delivery_date=day, delivery_location=place, delivery_party=who),
        )


def _text(value: str) -> Text | None:
    return Text(value) if value else None
