"""Bills in core words in the words of UBL-OHNL 1.9, a profile of UBL 2.0.

Its schema subset is not public: what is written follows the published example and UBL 2.0, with
parties known by the register of their number and taxes by name.
"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint
from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.address import Address
from hub.model.invoice import Invoice
from hub.model.orderreference import OrderReference
from hub.model.party import DocumentParty, PartyIdentification, PartyLegalEntity, PartyName
from hub.model.payment import PaymentMeans
from hub.model.price import AllowanceCharge
from hub.model.reference import DocumentReference
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/lines")

REGISTERS = {"NL:KVK": "KvK", "NL:OIN": "OIN", "NL:VAT": "BTW"}
COUNTRY = "NL"
UNDEFINED = Code("1")
HUNDRED = Decimal(100)
SCHEME = TaxScheme(id=Identifier("VAT"), name=Text("BTW"))
UBL = unit_list(UnitList.OIOUBL)
"""The list of UBL 2.0 is that of 2002, as in OIOUBL."""


def head(given: Any, said: Translation) -> Any:
    """Return a head as UBL-OHNL has it."""
    supplier, customer = given.accounting_supplier_party, given.accounting_customer_party
    seller = party(supplier.party, "accounting_supplier_party.party", said)
    buyer = party(customer.party, "accounting_customer_party.party", said)
    if not is_of_government(buyer):
        # DIG-02
        field = "accounting_customer_party.party.party_identification.id"
        said.impossible("OHN-02", field, customer.party.endpoint_id)
    order, reference = given.order_reference, given.buyer_reference
    if (order is None or order.id is None) and reference is not None:
        # The order's place takes the buyer's reference, where there is no order.
        said.derived("order_reference.id", reference)
        order = OrderReference(id=Identifier(reference.value))
        reference = None
    due, means = getattr(given, "due_date", None), given.payment_means
    if due is not None and not means:
        # UBL 2.0 has the day with the means of payment only.
        said.derived("payment_means.payment_means_code", UNDEFINED)
        means = (PaymentMeans(payment_means_code=UNDEFINED),)
    put: dict[str, Any] = {
        "buyer_reference": reference,
        "order_reference": order,
        "accounting_supplier_party": replace(supplier, party=seller),
        "accounting_customer_party": replace(customer, party=buyer),
        "additional_document_reference": tuple(
            described(one) for one in given.additional_document_reference
        ),
        "payment_means": tuple(
            replace(one, payment_due_date=due or one.payment_due_date) for one in means
        ),
        "allowance_charge": tuple(map(charge, given.allowance_charge)),
        "tax_total": tuple(
            replace(total, tax_subtotal=tuple(map(part, total.tax_subtotal)))
            for total in given.tax_total
        ),
    }
    if isinstance(given, Invoice):
        put["due_date"] = None
    return replace(given, **put)


def described(one: DocumentReference) -> DocumentReference:
    """UBL 2.0 has no description of a document, but a type in words."""
    kind = next(iter(one.document_description), one.document_type)
    if one.document_type_code is not None or kind is None:
        return one
    return replace(one, document_type=kind, document_description=())


def charge(given: AllowanceCharge) -> AllowanceCharge:
    """Return an allowance or charge with the factor of UBL 2.0 instead of a percentage.

    There it is what the base is multiplied by; the core words have a percentage (BT-94, BT-101).
    """
    percent = given.multiplier_factor_numeric
    return replace(
        given,
        multiplier_factor_numeric=None if percent is None else percent / HUNDRED,
        tax_category=tuple(map(category, given.tax_category)),
    )


def part(given: Any) -> Any:
    """Return a part of the taxes."""
    return replace(given, tax_category=category(given.tax_category))


def category(given: TaxCategory | None) -> TaxCategory | None:
    """Return a category, whose tax is known by name."""
    return None if given is None else replace(given, tax_scheme=SCHEME)


def is_of_government(given: DocumentParty) -> bool:
    """Whether a party has the number that units of government have (DIG-02)."""
    oin = REGISTERS["NL:OIN"]
    return any(_register(one.id) == oin for one in given.party_identification)


def _register(given: Identifier | None) -> str | None:
    return None if given is None else given.scheme_agency_name


def party(given: DocumentParty, field: str, said: Translation) -> DocumentParty:
    """Return a party: its Dutch numbers with the register as their agency."""
    found: dict[str, Identifier] = {}
    numbers = [one.company_id for one in given.party_legal_entity]
    numbers += [one.id for one in given.party_identification]
    numbers.append(given.endpoint_id)
    others = []
    for number in numbers:
        if number is None:
            continue
        address = endpoint(number.scheme_id or "", number.value)
        name = REGISTERS.get(address.scheme)
        if name is None:
            others.append(number)
        else:
            found.setdefault(name, _named(address.value, name))
    for one in given.party_tax_scheme:
        if one.company_id is not None and one.company_id.value[:2].upper() == COUNTRY:
            found.setdefault("BTW", _named(one.company_id.value, "BTW"))
    kept = [one for one in given.party_identification if one.id in others]
    entities = []
    for entity in given.party_legal_entity[:1]:
        address_there: Address | None = given.postal_address
        number = entity.company_id if entity.company_id in others else None
        entities.append(
            PartyLegalEntity(
                registration_name=entity.registration_name,
                company_id=number,
                registration_address=address_there,
            )
        )
        said.lost(f"{field}.party_legal_entity.company_legal_form", entity.company_legal_form)
    names = given.party_name or tuple(
        PartyName(one.registration_name)
        for one in given.party_legal_entity
        if one.registration_name is not None
    )
    return replace(
        given,
        party_identification=(*map(PartyIdentification, found.values()), *kept),
        party_name=names,
        party_legal_entity=tuple(entities),
    )


def _named(value: str, register: str) -> Identifier:
    return Identifier(value, scheme_agency_id=COUNTRY, scheme_agency_name=register)


def line(given: Any, quantity_name: str, said: Translation) -> Any:
    """Return one line; its tax is its category's, as amounts of tax on lines are not given."""
    stated = getattr(given, quantity_name)
    quantity = counted(stated, quantity_name, said)
    price = core.per_unit(given.price, stated, quantity.unit_code, said)
    item = given.item
    categories = tuple(category(one) for one in item.classified_tax_category)
    return replace(
        given,
        **{quantity_name: quantity},
        allowance_charge=tuple(map(charge, given.allowance_charge)),
        price=price,
        item=replace(item, classified_tax_category=categories),
    )


def counted(given: Quantity, field: str, said: Translation) -> Quantity:
    """Return a quantity in a unit of the list of UBL 2.0."""
    code = (given.unit_code or "").strip()
    way = cross_unit(code, UBL)
    if way.target is None or way.factor != 1:
        said.impossible("OHN-13", f"{field}.unit_code", code)
        return given
    return replace(given, unit_code=way.target)
