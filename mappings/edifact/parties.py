"""Parties of a message: NAD, and the accounts, numbers and people that follow it."""

from collections.abc import Mapping
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
from hub.rules.module import sibling

gathering = sibling(__file__, "gathering")

DELIVERED_TO = "delivery_place"
"""What a head on its way calls the group that says where it is delivered."""

PLACE = "DP"
DELIVERY = MappingProxyType(dict.fromkeys((PLACE, "ST", "UC"), DELIVERED_TO))
ROLES = MappingProxyType(
    {
        **DELIVERY,
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

NAMED = frozenset({"payee_party", "tax_representative_party"})
"""Roles whose name is no legal one (BT-59, BT-62)."""

PAYEES = frozenset({"SE", "SU", "II", "PE"})
"""Roles whose account money goes to."""

REFERENCES = MappingProxyType({"GN": "company", "XA": "company", "VA": "tax", "AOU": "cost"})
"""What a number behind a party is (UNCL 1153)."""

CHANNELS = MappingProxyType({"TE": "telephone", "EM": "electronic_mail", "FX": "telefax"})
"""UNCL 3155."""

EAN = "9"
"""The agency whose numbers are location numbers (UNCL 3055)."""

GLN = "0088"
ORDERING = "OC"
"""The contact of an order (UNCL 3139)."""
VAT = TaxScheme(id=Identifier("VAT"))
ALPHA2 = 2
FULL = 35
"""Characters of a part of a name."""


def country(code: str) -> Country | None:
    """Return a country by its two letters."""
    return Country(identification_code=Code(code)) if len(code) == ALPHA2 else None


class Side:
    """One NAD group: the party, and what of the segments behind it was of use."""

    def __init__(self, segment: Any, cursor: Any) -> None:
        self.segment = segment
        self.unread: list[Any] = []
        self.narrowed: list[Any] = []
        self._used: dict[str, list[Any]] = {}
        self._accounts: dict[str, FinancialAccount] = {}
        self._fields: dict[str, Any] = {}
        self._contact: dict[str, Any] = {}
        self._people = 0
        if segment.get(8) and country(segment.get(8)) is None:
            self.narrowed.append(segment)
        for one in cursor.take("FII", "RFF", "CTA", "COM", "LOC"):
            use = self._take(one)
            if use:
                self._used.setdefault(use, []).append(one)
            else:
                self.unread.append(one)

    def _take(self, one: Any) -> str:
        """Take a segment; return what it is of use for, empty when for nothing."""
        if one.tag == "FII":
            return "account" if self._account(one) else ""
        if one.tag == "RFF":
            use = REFERENCES.get(one.get(0), "")
            return use if use and gathering.put(self._fields, use, one.get(0, 1)) else ""
        if one.tag == "CTA":
            return "contact" if self._person(one) else ""
        return "contact" if one.tag == "COM" and self._reach(one) else ""

    def _person(self, one: Any) -> bool:
        """Take whom to ask; the first of several."""
        self._people += 1
        if self._people > 1:
            return False
        number, name = one.get(1), one.get(1, 1)
        if number and (name or one.get(0) == ORDERING):
            # Who ordered: documents about the order name the number again.
            self._contact["id"] = Identifier(number)
        else:
            name = name or number
        if name:
            self._contact["name"] = Text(name)
        return True

    def _account(self, one: Any) -> bool:
        account = FinancialAccount(id=Identifier(one.get(1)))
        name = one.get(1, 1)
        if name:
            account = replace(account, name=Text(name))
        if one.get(2):
            branch = Branch(id=Identifier(one.get(2)))
            account = replace(account, financial_institution_branch=branch)
        # The same account may stand again without its bank.
        if one.get(1) in self._accounts:
            return account.financial_institution_branch is None
        self._accounts[one.get(1)] = account
        return True

    def _reach(self, one: Any) -> bool:
        name = CHANNELS.get(one.get(0, 1))
        if name is None or self._people > 1:
            return False
        return bool(gathering.put(self._contact, name, Text(one.get(0))))

    def everything(self) -> list[Any]:
        """Return the segments of the group, when none of them is read."""
        return [self.segment, *self.unread, *self.apart_from()]

    def apart_from(self, *uses: str) -> list[Any]:
        """Return the segments that are of use, but for something else than this."""
        return [one for use, found in self._used.items() if use not in uses for one in found]

    def fill(
        self, head: dict[str, Any], roles: Mapping[str, str] = ROLES, *, paid: bool = True
    ) -> list[Any]:
        """Put the party into a head; return the segments of the group that nobody reads.

        ``roles`` are those that the message has; accounts are read where something is ``paid``.
        """
        role = self.segment.get(0)
        name = roles.get(role)
        if name == DELIVERED_TO:
            return self._deliver(head)
        if name is None or name in head:
            return self.everything()
        head[name] = self.party(legal=name not in NAMED)
        uses = ["company", "tax", "contact"]
        if "cost" in self._fields and gathering.put(head, "accounting_cost", self._cost()):
            uses.append("cost")
        if paid and role in PAYEES:
            head.setdefault("accounts", []).extend(self._accounts.values())
            uses.append("account")
        return [*self.unread, *self.apart_from(*uses)]

    def _deliver(self, head: dict[str, Any]) -> list[Any]:
        """Be where it is delivered, unless a place is known; DP is the place itself."""
        before = head.get(DELIVERED_TO)
        if before is not None and (before.segment.get(0) == PLACE or self.segment.get(0) != PLACE):
            return self.everything()
        head[DELIVERED_TO] = self
        left = [*self.unread, *self.apart_from("contact")]
        if before is not None:
            left += [before.segment, *before._used.get("contact", ())]  # noqa: SLF001 - of its kind
        return left

    def _cost(self) -> Text:
        return Text(self._fields["cost"])

    def _number(self) -> Identifier | None:
        value, scheme = self.segment.get(1), self.segment.get(1, 1)
        agency = self.segment.get(1, 2)
        if not value:
            return None
        if agency == EAN:
            return Identifier(value, scheme_id=scheme or GLN)
        return Identifier(value, scheme_id=scheme or None, scheme_agency_id=agency or None)

    def _names(self) -> list[str]:
        """Return the names, in five parts at most; one that fills a part goes on in the next."""
        elements = self.segment.elements
        names: list[str] = []
        goes_on = False
        for part in elements[3][:5] if len(elements) > 3 else ():  # noqa: PLR2004 - C080
            if goes_on:
                names[-1] += part
            elif part.strip():
                names.append(part)
            goes_on = len(part) == FULL
        return [name.strip() for name in names]

    def _who(self) -> Contact | None:
        return Contact(**self._contact) if self._contact else None

    def party(self, *, legal: bool = True) -> DocumentParty:
        """Return the party of the group.

        A ``legal`` one is seller or buyer: it has a legal name, and an address for messages.
        """
        names = self._names() if legal else ["", *self._names()]
        if len(names) > 2:  # noqa: PLR2004 - the legal name and the one it goes by
            self.narrowed.append(self.segment)
        registered = names[0] if names else ""
        number = self._number()
        company, tax = self._fields.get("company"), self._fields.get("tax")
        entity = PartyLegalEntity(
            registration_name=Text(registered) if registered else None,
            company_id=Identifier(company) if company else None,
        )
        taxed = PartyTaxScheme(company_id=Identifier(tax or ""), tax_scheme=VAT)
        return DocumentParty(
            endpoint_id=number if legal and number is not None and number.scheme_id else None,
            party_identification=() if number is None else (PartyIdentification(number),),
            party_name=tuple(PartyName(Text(name)) for name in names[1:2]),
            postal_address=self._address(),
            party_tax_scheme=(taxed,) if tax else (),
            party_legal_entity=(entity,) if registered or company else (),
            contact=self._who(),
        )

    def _address(self) -> Address | None:
        segment = self.segment
        streets = segment.parts(4)
        # What a sender has in one piece (C058) is an address nonetheless.
        more = [*streets[2:], *segment.parts(2)]
        made = Address(
            street_name=Text(streets[0]) if streets else None,
            additional_street_name=Text(streets[1]) if len(streets) > 1 else None,
            city_name=_text(segment.get(5)),
            country_subentity=_text(segment.get(6, 3) or segment.get(6)),
            postal_zone=_text(segment.get(7)),
            address_line=tuple(AddressLine(Text(line)) for line in more),
            country=country(segment.get(8)),
        )
        return None if made == Address() else made

    def place(self) -> tuple[Location | None, DocumentParty | None]:
        """Return where it is delivered and to whom (TTK-17)."""
        number, address = self._number(), self._address()
        name, *further = self._names() or [""]
        made = Location(
            id=number,
            address=address,
            name=Text(further[0]) if further else None,
            description=tuple(Text(one) for one in further[1:]),
        )
        contact = self._who()
        who = DocumentParty(
            party_name=(PartyName(Text(name)),) if name else (),
            contact=contact,
        )
        return None if made == Location() else made, who if name or contact else None


def finish(head: dict[str, Any]) -> None:
    """Give parties their roles, and the delivery its day."""
    for name, role in (
        ("accounting_supplier_party", SupplierParty),
        ("accounting_customer_party", CustomerParty),
    ):
        if name in head:
            head[name] = role(party=head[name])
    place, who = delivered_to(head)
    day = head.pop("delivered", None)
    if place is not None or who is not None or day is not None:
        head["delivery"] = (
            Delivery(actual_delivery_date=day, delivery_location=place, delivery_party=who),
        )


def delivered_to(head: dict[str, Any]) -> tuple[Location | None, DocumentParty | None]:
    """Take out of a head where it is delivered and to whom."""
    side = head.pop(DELIVERED_TO, None)
    return (None, None) if side is None else side.place()


def _text(value: str) -> Text | None:
    return Text(value) if value else None
