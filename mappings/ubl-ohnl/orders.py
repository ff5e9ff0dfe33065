"""Orders and answers to them in Peppol's words in the words of UBL-OHNL 1.9, of UBL 2.0.

As with bills, what is written follows UBL 2.0, with parties known by the register of their
number and taxes by name.
"""

from typing import Any

from msgspec.structs import replace

from hub.model.delivery import Delivery
from hub.model.orderresponse import OrderResponse
from hub.rules.module import sibling
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/lines")
peppol = sibling(__file__, "../peppol/orders")

SIDES = (
    "buyer_customer_party",
    "seller_supplier_party",
    "originator_customer_party",
    "accounting_customer_party",
)
BUYER = SIDES[0]
AMENDED = "CA"


def head(given: Any, said: Translation) -> Any:
    """Return the head of an order, of its change or of an answer."""
    put: dict[str, Any] = {
        "additional_document_reference": tuple(
            map(bills.described, given.additional_document_reference)
        ),
        "allowance_charge": tuple(map(bills.charge, given.allowance_charge)),
        "tax_total": _taxes(given, said),
        "delivery": tuple(_delivery(one, said) for one in given.delivery),
    }
    for name in SIDES:
        side = getattr(given, name)
        if side is not None and side.party is not None:
            put[name] = replace(side, party=bills.party(side.party, f"{name}.party", said))
    unit = put.get(BUYER)
    if unit is None or not bills.is_of_government(unit.party):
        # DIG-02
        number = None if unit is None else unit.party.endpoint_id
        said.impossible("OHN-02", f"{BUYER}.party.party_identification.id", number)
    if isinstance(given, OrderResponse):
        code = given.order_response_code
        if code is None or code.value != AMENDED:
            # UBL 2.0 has no code for the whole; its answer is the order as it can be delivered.
            said.impossible("OHN-14", "order_response_code", code, AMENDED)
        put["order_response_code"] = None
    return replace(given, **put)


def line(given: Any, said: Translation) -> Any:
    """Return one line of an order or of an answer."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    quantity, price, goods = item.quantity, item.price, item.item
    if quantity is not None:
        quantity = bills.counted(quantity, "quantity", inner)
        price = core.per_unit(price, item.quantity, quantity.unit_code, inner)
    if goods is not None:
        categories = tuple(map(bills.category, goods.classified_tax_category))
        goods = replace(goods, classified_tax_category=categories)
    made = replace(
        item,
        quantity=quantity,
        allowance_charge=tuple(map(bills.charge, item.allowance_charge)),
        delivery=tuple(_delivery(one, inner) for one in item.delivery),
        price=price,
        item=goods,
        tax_total=_taxes(item, inner),
    )
    return replace(given, line_item=made)


def _delivery(given: Delivery, said: Translation) -> Delivery:
    """Return where something is delivered: in UBL 2.0 a place is described, and has no name."""
    place = given.delivery_location
    if place is None or place.name is None:
        return given
    said.narrowed("delivery.delivery_location.name", place.name)
    place = replace(place, name=None, description=(place.name, *place.description))
    return replace(given, delivery_location=place)


def _taxes(given: Any, said: Translation) -> Any:
    return tuple(
        replace(total, tax_subtotal=tuple(map(bills.part, total.tax_subtotal)))
        for total in peppol.in_categories(given.tax_total, said)
    )
