"""What each VAT category asks of the parties and of the delivery (BR-S-02 and its like)."""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.rules.module import sibling
from hub.rules.translation import Translation

coded = sibling(__file__, "coded")
taxes = sibling(__file__, "taxes")

OUTSIDE, REVERSED, WITHIN, SPLIT = "O", "AE", "K", "B"
OWN = MappingProxyType({WITHIN: "BR-IC-02", "G": "BR-G-02"})
"""Categories for which a number of another tax than VAT will not do."""

ITALY = "IT"
SELLER, BUYER = "accounting_supplier_party.party", "accounting_customer_party.party"
NUMBER = "party_tax_scheme"
AGENT = "tax_representative_party"
LETTERS = 2
BESIDES = frozenset({"EL"})
"""What a VAT number may begin with besides a country: Greece."""


def judge(made: Any, given: Any, found: frozenset[str], said: Translation) -> None:
    """Refuse a head whose VAT categories ``found`` ask for what nobody gave, or exclude it.

    ``given`` is the head as it came: a number whose form nobody reads is told to be that.
    """
    seller, buyer = made.accounting_supplier_party, made.accounting_customer_party
    seller = None if seller is None else seller.party
    buyer = None if buyer is None else buyer.party
    agent = made.tax_representative_party
    _needed(made, given, found, said)
    if WITHIN in found:
        _within(made, given, buyer, said)
    entities = () if buyer is None else buyer.party_legal_entity
    legal = any(one.company_id for one in entities)
    if REVERSED in found and not legal and not is_registered(buyer):
        _lacks(given.accounting_customer_party, f"{BUYER}.{NUMBER}", REVERSED, "BR-AE-02", said)
    for party, name in ((seller, SELLER), (buyer, BUYER), (agent, AGENT)):
        if OUTSIDE in found and is_registered(party):
            said.impossible("EN-38", f"{name}.{NUMBER}.company_id", OUTSIDE, "BR-O-02")
    if SPLIT in found and {_country(seller), _country(buyer)} != {ITALY}:
        said.impossible("EN-38", "tax_total.tax_subtotal.tax_category.id", SPLIT, "BR-B-01")


def _lacks(side: Any, field: str, code: str, rule: str, said: Translation) -> None:
    """Say that a category asks for a VAT number, or that the number given is none."""
    number = unlettered(None if side is None else side.party)
    if number is None:
        said.impossible("EN-37", f"{field}.company_id", code, rule)
    else:
        said.impossible("EN-37", f"{field}.company_id", number, rule, misformed(number))


def is_lettered(number: str) -> bool:
    """Whether a VAT number begins with the letters of a country (BR-CO-09)."""
    return number[:LETTERS] in BESIDES or coded.is_country(number[:LETTERS])


def is_readable(number: str) -> bool:
    """Whether it begins with them in letters of any size, which only EN 16931 minds."""
    return is_lettered(number[:LETTERS].upper())


def misformed(number: str) -> str:
    """Return which sentence says what to do about a number that is not lettered."""
    return "capitals" if is_readable(number) else "form"


def head(made: Any, said: Translation) -> Any:
    """Leave out VAT numbers in small letters, which were carried so far (BR-CO-09)."""
    for name in ("accounting_supplier_party", "accounting_customer_party"):
        side = getattr(made, name)
        if side is not None and side.party is not None:
            party = _lettered(side.party, f"{name}.party", said)
            made = replace(made, **{name: replace(side, party=party)})
    if made.tax_representative_party is not None:
        party = _lettered(made.tax_representative_party, AGENT, said)
        made = replace(made, tax_representative_party=party)
    return made


def _lettered(given: Any, field: str, said: Translation) -> Any:
    kept = []
    for one in given.party_tax_scheme:
        number = "" if one.company_id is None else one.company_id.value.strip()
        if taxes.is_vat(one) and number and not is_lettered(number) and is_readable(number):
            said.lost(f"{field}.{NUMBER}", one)
        else:
            kept.append(one)
    return replace(given, party_tax_scheme=tuple(kept))


def unlettered(party: Any) -> str | None:
    """Return the VAT number of a party that does not begin with a country (BR-CO-09)."""
    listed = () if party is None else party.party_tax_scheme
    for one in listed:
        number = "" if one.company_id is None else one.company_id.value.strip()
        if number and taxes.is_vat(one) and not is_lettered(number):
            return number  # type: ignore[no-any-return]
    return None


def _needed(made: Any, given: Any, found: frozenset[str], said: Translation) -> None:
    """BR-S-02 and its like: the numbers of the seller, or of who stands in for it."""
    agent, side = made.tax_representative_party, given.accounting_supplier_party
    seller = made.accounting_supplier_party and made.accounting_supplier_party.party
    known = seller is not None and any(one.company_id for one in seller.party_tax_scheme)
    if found - {OUTSIDE, ""} and not known and agent is None:
        # BR-S-02, BR-Z-02, BR-AE-02 and their like
        number = unlettered(None if side is None else side.party)
        variant = None if number is None else misformed(number)
        said.impossible("EN-24", f"{SELLER}.{NUMBER}", number, variant=variant)
    for code in sorted(found & OWN.keys()):
        if not is_registered(seller) and agent is None:
            _lacks(side, f"{SELLER}.{NUMBER}", code, OWN[code], said)


def _within(made: Any, given: Any, buyer: Any, said: Translation) -> None:
    """BR-IC-02, BR-IC-11, BR-IC-12: goods for another country of the union."""
    if not is_registered(buyer):
        _lacks(given.accounting_customer_party, f"{BUYER}.{NUMBER}", WITHIN, "BR-IC-02", said)
    if not made.invoice_period and not any(one.actual_delivery_date for one in made.delivery):
        said.impossible("EN-37", "delivery.actual_delivery_date", WITHIN, "BR-IC-11")
    places = [one.delivery_location for one in made.delivery]
    if not any(_country_at(one.address) for one in places if one is not None):
        field = "delivery.delivery_location.address.country.identification_code"
        said.impossible("EN-37", field, WITHIN, "BR-IC-12")


def is_registered(party: Any) -> bool:
    """Whether a party gives a VAT number (BT-31, BT-48, BT-63)."""
    return party is not None and any(
        one.company_id is not None and taxes.is_vat(one) for one in party.party_tax_scheme
    )


def _country(party: Any) -> str:
    return "" if party is None else _country_at(party.postal_address)


def _country_at(address: Any) -> str:
    country = None if address is None else address.country
    code = None if country is None else country.identification_code
    return "" if code is None else code.value.strip()
