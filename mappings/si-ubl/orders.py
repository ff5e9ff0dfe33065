"""Orders in Peppol's words in the words of SI-UBL 1.2 (rules BII2-T01, EUGEN-T01, OP-T01)."""

from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.values import Identifier, Quantity
from hub.rules.module import sibling
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/lines")
lines = sibling(__file__, "lines")
parties = sibling(__file__, "parties")
peppol = sibling(__file__, "../peppol/orders")

ORDER_ONLY = Identifier("urn:www.cenbii.eu:profile:bii03:ver2.0")
"""The one process of the format: nobody waits for an answer."""

SIDES = (
    "buyer_customer_party",
    "seller_supplier_party",
    "originator_customer_party",
    "accounting_customer_party",
)
REC20 = "UNECERec20"
ZERO = Decimal(0)


def head(given: Any, said: Translation, known: frozenset[str]) -> Any:
    """Return the head of an order; ``known`` are the names of the registers of numbers."""
    process = given.profile_id
    if process is not None and "order_only" not in process.value:
        said.narrowed("profile_id", process)
    put: dict[str, Any] = {}
    for name in SIDES:
        side: CustomerParty | SupplierParty | None = getattr(given, name)
        if side is not None:
            put[name] = replace(side, party=_party(side.party, f"{name}.party", said, known))
    _owed(given, said)
    return _listed(
        replace(
            given,
            profile_id=ORDER_ONLY,
            additional_document_reference=tuple(
                replace(one, document_type_code=bills.listed(one.document_type_code))
                for one in given.additional_document_reference
            ),
            delivery=tuple(_delivery(one, "delivery", said, known) for one in given.delivery),
            allowance_charge=tuple(
                bills.charge(one, f"allowance_charge[{index}]", said)
                for index, one in enumerate(given.allowance_charge)
            ),
            tax_total=bills.taxes(peppol.in_categories(given.tax_total, said), said),
            **put,
        )
    )


def line(given: Any, said: Translation, known: frozenset[str]) -> Any:
    """Return one line of an order."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    quantity, price = item.quantity, item.price
    if quantity is not None:
        if quantity.value < 0:
            inner.impossible("SIU-26", "quantity", quantity)
        quantity = lines.unit(quantity, "quantity", inner)
    if price is not None:
        if price.price_amount is not None and price.price_amount.value < 0:
            inner.impossible("SIU-26", "price.price_amount", price.price_amount)
        if quantity is not None:
            price = core.per_unit(price, item.quantity, quantity.unit_code, inner)
    made = replace(
        item,
        quantity=quantity,
        delivery=tuple(_delivery(one, "delivery", inner, known) for one in item.delivery),
        originator_party=_party(item.originator_party, "originator_party", inner, known),
        allowance_charge=tuple(
            bills.charge(one, f"allowance_charge[{index}]", inner)
            for index, one in enumerate(item.allowance_charge)
        ),
        tax_total=bills.taxes(peppol.in_categories(item.tax_total, inner), inner),
        item=None if item.item is None else lines.goods(item.item, inner),
        price=price,
    )
    return _listed(replace(given, line_item=made))


def _party(
    given: DocumentParty | None, field: str, said: Translation, known: frozenset[str]
) -> DocumentParty | None:
    return parties.party(given, field, said, known)  # type: ignore[no-any-return]


def _delivery(given: Any, field: str, said: Translation, known: frozenset[str]) -> Any:
    place = given.delivery_location
    if place is not None and place.id is not None:
        number = parties.number(place.id, frozenset({bills.LOCATION}))
        if number is None:
            said.lost(f"{field}.delivery_location.id.scheme_id", place.id.scheme_id)
        place = replace(place, id=number or Identifier(place.id.value))
    who = _party(given.delivery_party, f"{field}.delivery_party", said, known)
    return replace(given, delivery_location=place, delivery_party=who)


def _owed(given: Any, said: Translation) -> None:
    """BII2-T01-R012, R013, R017: sums that are something, and follow without rounding."""
    total = given.anticipated_monetary_total
    if total is None:
        return
    where = "anticipated_monetary_total"
    for name in ("line_extension_amount", "payable_amount"):
        amount = getattr(total, name)
        if amount is not None and amount.value < 0:
            said.impossible("SIU-26", f"{where}.{name}", amount)
    if total.payable_amount is None:
        return
    if total.line_extension_amount is None:
        # Without it R014 and R017 find no sum at all.
        said.impossible("EN-20", f"{where}.line_extension_amount")
        return
    taxed = given.tax_total[0].tax_amount if given.tax_total else None
    expected = sum(map(_value, (total.line_extension_amount, taxed, total.charge_total_amount)))
    expected -= _value(total.allowance_total_amount)
    if total.payable_amount.value != expected:
        said.impossible("SIU-25", f"{where}.payable_amount", total.payable_amount, expected)


def _value(amount: Any) -> Decimal:
    return ZERO if amount is None else amount.value  # type: ignore[no-any-return]


def _listed(value: Any) -> Any:
    """EUGEN-T01-R016: every unit says which list it is from, wherever it stands."""
    if isinstance(value, Quantity):
        return value if value.unit_code is None else replace(value, unit_code_list_id=REC20)
    if isinstance(value, tuple):
        return tuple(map(_listed, value))
    if not isinstance(value, Struct):
        return value
    found = {name: getattr(value, name) for name in value.__struct_fields__}
    put = {name: made for name, one in found.items() if (made := _listed(one)) is not one}
    return replace(value, **put) if put else value
