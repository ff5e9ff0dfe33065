"""What UBL's own documents and the older Dutch profiles say in ways of their own.

Numbers whose register is named by its agency, addresses in the register only, taxes by name,
categories by rate. What comes out is what the translation to core words reads.
"""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import scheme_of
from hub.model.address import Address
from hub.model.party import DocumentParty, PartyIdentification, PartyTaxScheme
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Identifier, Text
from hub.rules.translation import Translation

VAT = Identifier("VAT")
NAMES = frozenset({"VAT", "BTW", "MOMS", "TVA", "MWST", "UST", "63"})
RATED = frozenset({"AA", "H"})
"""Lower and higher rate: the core has one category for all rates that are not nothing."""

AGENCIES = MappingProxyType({"KVK": "NL:KVK", "OIN": "NL:OIN", "BTW": "NL:VAT"})
"""How UBL-OHNL names the register of a number: by its agency."""

SIDES = (
    "buyer_customer_party",
    "seller_supplier_party",
    "originator_customer_party",
    "accounting_customer_party",
    "despatch_supplier_party",
    "delivery_customer_party",
)
ANSWERING = ("sender_party", "receiver_party")
BOXES = MappingProxyType({"NL": "Postbus", "DK": "Postboks"})


def head(given: Any, said: Translation) -> Any:
    """Return a head as the translation to core words reads it."""
    supplier, customer = given.accounting_supplier_party, given.accounting_customer_party
    where = "accounting_supplier_party.party"
    seller = _party(supplier.party if supplier else None, where, said)
    where = "accounting_customer_party.party"
    buyer = _party(customer.party if customer else None, where, said)
    return replace(
        given,
        accounting_supplier_party=supplier and replace(supplier, party=seller),
        accounting_customer_party=customer and replace(customer, party=buyer),
        tax_total=_totals(given.tax_total, said),
        allowance_charge=tuple(
            replace(one, tax_category=_of_charge(one, given, said))
            for one in given.allowance_charge
        ),
    )


def line(given: Any, said: Translation) -> Any:
    """Return a line as the translation to core words reads it."""
    item = given.item
    if item is not None:
        named = tuple(_category(one, said) for one in item.classified_tax_category)
        name = item.name
        if name is None and item.description:
            # BT-153 is a name; what describes the item names it where nothing else does.
            name = item.description[0]
            said.derived("item.name", name)
        item = replace(item, name=name, classified_tax_category=named)
    totals = tuple(one for one in _totals(given.tax_total, said) if _has_category(one))
    if item is not None and item.classified_tax_category:
        # A tax without category or rate beside it would only contradict it.
        totals = ()
        for one in given.tax_total:
            said.lost("tax_total", one)
    price = given.price
    if price is not None and price.base_quantity is not None:
        base = price.base_quantity
        names = ("invoiced_quantity", "credited_quantity", "quantity")
        quantity = next((one for name in names if (one := getattr(given, name, None))), None)
        if base.unit_code is None and quantity is not None:
            price = replace(price, base_quantity=replace(base, unit_code=quantity.unit_code))
    return replace(given, item=item, tax_total=totals, price=price)


def order_head(given: Any, said: Translation) -> Any:
    """Return the head of a document around an order, or of an answer, as core words are made."""
    put: dict[str, Any] = {}
    for name in SIDES:
        side = getattr(given, name, None)
        if side is not None:
            put[name] = replace(side, party=_party(side.party, f"{name}.party", said))
    for name in ANSWERING:
        if hasattr(given, name):
            put[name] = _party(getattr(given, name), name, said)
    if hasattr(given, "tax_total"):
        put["tax_total"] = _totals(given.tax_total, said)
        put["allowance_charge"] = tuple(
            replace(one, tax_category=_of_charge(one, given, said))
            for one in given.allowance_charge
        )
    return replace(given, **put)


def order_line(given: Any, said: Translation) -> Any:
    """Return a line of an order or of an answer likewise."""
    item = given.line_item
    return given if item is None else replace(given, line_item=line(item, said.inside("line_item")))


def _has_category(total: TaxTotal) -> bool:
    return any(part.tax_category is not None for part in total.tax_subtotal)


def _party(given: DocumentParty | None, field: str, said: Translation) -> DocumentParty | None:
    if given is None:
        return None
    given = _registered(given)
    entity = next(iter(given.party_legal_entity), None)
    address = given.postal_address
    if address is None and entity is not None and entity.registration_address is not None:
        address = entity.registration_address
        entity = replace(entity, registration_address=None)
        given = replace(given, party_legal_entity=(entity, *given.party_legal_entity[1:]))
    address = _boxed(address, f"{field}.postal_address", said)
    return replace(given, postal_address=address)


def _registered(given: DocumentParty) -> DocumentParty:
    """Return a party whose numbers name their register by scheme, VAT numbers as such."""
    kept, taxed = [], list(given.party_tax_scheme)
    for one in given.party_identification:
        number = one.id
        agency = None if number is None else (number.scheme_agency_name or "").upper()
        scheme = AGENCIES.get(agency or "")
        if number is None or number.scheme_id is not None or scheme is None:
            kept.append(one)
        elif scheme == "NL:VAT":
            taxed.append(_vat(number.value))
        else:
            kept.append(PartyIdentification(Identifier(number.value, scheme_id=scheme)))
    for entity in given.party_legal_entity:
        number = entity.company_id
        if number is not None and scheme_of(number.scheme_id or "").endswith(":VAT"):
            taxed.append(_vat(number.value))
    return replace(
        given,
        party_identification=tuple(kept),
        party_tax_scheme=tuple(_named(one) for one in taxed),
    )


def _vat(number: str) -> PartyTaxScheme:
    return PartyTaxScheme(company_id=Identifier(number), tax_scheme=TaxScheme(id=VAT))


def _named(given: PartyTaxScheme) -> PartyTaxScheme:
    """Return a registration under the name of the tax that the core knows."""
    if given.company_id is None:
        return given
    scheme = given.tax_scheme
    return replace(given, tax_scheme=TaxScheme(id=VAT)) if _is_vat(scheme) else given


def _is_vat(scheme: TaxScheme | None) -> bool:
    if scheme is None:
        return False
    words = (scheme.id and scheme.id.value, scheme.name and scheme.name.value)
    code = scheme.tax_type_code
    return any(word and word.strip().upper() in NAMES for word in (*words, code and code.value))


def box_of(given: Address) -> str:
    """Return the post box of an address in words: its number alone would be that of a house."""
    country = given.country.identification_code if given.country is not None else None
    word = BOXES.get("" if country is None else country.value.strip(), "P.O. Box")
    box = "" if given.postbox is None else given.postbox.value.strip()
    return f"{word} {box}" if box.isdigit() else box


def _boxed(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address whose post box is its first line, where it has no street (BT-35)."""
    if given is None or given.postbox is None or given.street_name is not None:
        return given
    street = box_of(given)
    said.derived(f"{field}.street_name", street)
    return replace(given, postbox=None, street_name=Text(street))


def _totals(given: tuple[TaxTotal, ...], said: Translation) -> tuple[TaxTotal, ...]:
    return tuple(
        replace(one, tax_subtotal=tuple(_part(part, said) for part in one.tax_subtotal))
        for one in given
    )


def _part(given: TaxSubtotal, said: Translation) -> TaxSubtotal:
    category = given.tax_category
    if category is None:
        return given
    if category.percent is None and given.percent is not None:
        category = replace(category, percent=given.percent)
    return replace(given, tax_category=_category(category, said))


def _category(given: TaxCategory, said: Translation) -> TaxCategory:
    if not _is_vat(given.tax_scheme):
        return given
    made = replace(given, tax_scheme=TaxScheme(id=VAT))
    code = None if given.id is None else given.id.value.strip()
    if code in RATED:
        said.narrowed("tax_total.tax_subtotal.tax_category.id", code)
        return replace(made, id=Identifier("S"))
    if not code and given.percent is not None and given.percent > Decimal(0):
        # BR-S-05: the category of what has a rate.
        said.derived("tax_total.tax_subtotal.tax_category.id", "S")
        return replace(made, id=Identifier("S"))
    return made


def _of_charge(one: Any, head: Any, said: Translation) -> tuple[TaxCategory, ...]:
    """Return the VAT category of an allowance or charge: that of all, where there is one."""
    if one.tax_category:
        return tuple(_category(category, said) for category in one.tax_category)
    found = {
        (category.id, category.percent): category
        for total in head.tax_total
        for part in total.tax_subtotal
        if (category := part.tax_category) is not None
    }
    if len(found) != 1:
        return ()
    (only,) = found.values()
    category = _category(only, said)
    said.derived("allowance_charge.tax_category.id", category.id)
    return (category,)
