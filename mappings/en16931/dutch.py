"""What Dutch sellers owe by the rules of Peppol (NL-R) and by those of NLCIUS (BR-NL).

The two say nearly the same. ``family`` is how the ids of the target's rules begin; ``strict``
asks what only NLCIUS asks.
"""

from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import endpoint, peppol_spelling
from hub.model.invoice import Invoice
from hub.model.values import Identifier
from hub.rules.translation import Translation

COUNTRY = "NL"
REGISTERS = frozenset({"0106", "0190"})
MEANS = frozenset({"30", "48", "49", "57", "58", "59"})
TRANSFERS = frozenset({"31", "42"})
CREDIT_TRANSFER = "30"
ADDRESSES = ("NL:OIN", "NL:KVK", "NL:VAT")


def head(made: Any, buyer: str, said: Translation, family: str, *, strict: bool) -> Any:
    """Return the head of a Dutch seller's bill."""
    supplier, customer = made.accounting_supplier_party, made.accounting_customer_party
    where = "accounting_supplier_party.party"
    _address(supplier.party.postal_address, f"{where}.postal_address", said, family)
    seller = _company(supplier.party, where, said, family, needed=True)
    made = replace(made, accounting_supplier_party=replace(supplier, party=seller))
    if buyer == COUNTRY:
        where = "accounting_customer_party.party"
        _address(customer.party.postal_address, f"{where}.postal_address", said, family)
        held = _company(customer.party, where, said, family, needed=strict)
        made = replace(made, accounting_customer_party=replace(customer, party=held))
    if buyer == COUNTRY or strict:
        made = replace(made, payment_means=_means(made, said, family))
    representative = made.tax_representative_party
    if representative is not None:
        address = representative.postal_address
        code = None if address.country is None else address.country.identification_code
        if code is not None and code.value == COUNTRY:
            _address(address, "tax_representative_party.postal_address", said, family)
    total = made.legal_monetary_total
    payable = None if total is None else total.payable_amount
    invoice = isinstance(made, Invoice)
    owed = payable is not None and (payable.value > 0 if invoice else payable.value < 0)
    if owed and not made.payment_means and (invoice or not strict):
        # NL-R-007, BR-NL-11
        said.impossible(f"{family}-32", "payment_means")
    return made


def sold(order: Any) -> str | None:
    """Return which sentence tells that the order's number is missing: the seller's own is none.

    UBL writes something in its place (BT-13), which R003 and BR-NL-2 would take for a number.
    """
    return None if order is None or order.sales_order_id is None else "sold"


def _address(address: Any, field: str, said: Translation, family: str) -> None:
    """NL-R-002, NL-R-004, NL-R-006, BR-NL-3 to BR-NL-5: street, city and postal code."""
    for name in ("street_name", "city_name", "postal_zone"):
        if address is None or getattr(address, name) is None:
            said.impossible(f"{family}-30", f"{field}.{name}")


def _company(party: Any, field: str, said: Translation, family: str, *, needed: bool) -> Any:
    """NL-R-003, NL-R-005, BR-NL-1, BR-NL-10: the number is of the Dutch register or government.

    Where one is asked for, it may stand among the other numbers of the party; where none is,
    a number of another register is left out.
    """
    entity = next(iter(party.party_legal_entity), None)
    number = None if entity is None else entity.company_id
    if entity is None or (number is not None and number.scheme_id in REGISTERS):
        return party
    place = f"{field}.party_legal_entity.company_id"
    others = [one.id for one in party.party_identification] + [party.endpoint_id]
    found = next((n for n in others if n is not None and n.scheme_id in REGISTERS), None)
    if found is not None:
        said.derived(place, found)
    elif needed:
        said.impossible(f"{family}-31", place, number)
        return party
    if number is not None:
        said.lost(place, number)
    elif found is None:
        return party
    held = None if found is None else Identifier(found.value, scheme_id=found.scheme_id)
    return replace(party, party_legal_entity=(replace(entity, company_id=held),))


def _means(made: Any, said: Translation, family: str) -> tuple[Any, ...]:
    """NL-R-008, BR-NL-12: between Dutch parties, transfers to an account are of one kind."""
    means = []
    for index, one in enumerate(made.payment_means):
        field = f"payment_means[{index}].payment_means_code"
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        if code in TRANSFERS:
            said.narrowed(field, code)
            kind = replace(one.payment_means_code, value=CREDIT_TRANSFER)
            one = replace(one, payment_means_code=kind)  # noqa: PLW2901
        elif code not in MEANS:
            said.impossible(f"{family}-34", field, code, ", ".join(sorted(MEANS)))
        means.append(one)
    return tuple(means)


def line(made: Any, head: Any, said: Translation) -> Any:
    """NL-R-009, BR-NL-13: the number of an order's line says nothing without the order's."""
    order = head.order_reference
    if order is not None and order.id is not None:
        return made
    said.lost("order_line_reference", made.order_line_reference)
    return replace(made, order_line_reference=())


def addressed(given: Any, field: str, said: Translation) -> Any:
    """Return a party with an address for messages: Dutch parties are addressed by their number.

    In the network they are ``0190:<OIN>``, ``0106:<KvK>`` or ``9944:<VAT number>``.
    """
    if given is None or given.endpoint_id is not None:
        return given
    numbers = [entity.company_id for entity in given.party_legal_entity]
    numbers += [one.id for one in given.party_identification]
    numbers += [
        Identifier(one.company_id.value, scheme_id="NL:VAT")
        for one in given.party_tax_scheme
        if one.company_id is not None and one.company_id.value.strip().startswith("NL")
    ]
    known = {}
    for number in numbers:
        if number is not None and number.scheme_id is not None:
            found = endpoint(number.scheme_id, number.value)
            known.setdefault(found.scheme, found)
    for scheme in ADDRESSES:
        spelled = peppol_spelling(known[scheme]) if scheme in known else None
        if spelled is not None:
            said.derived(f"{field}.endpoint_id", f"{spelled[0]}:{spelled[1]}")
            return replace(given, endpoint_id=Identifier(spelled[1], scheme_id=spelled[0]))
    return given
