"""Lines of orders, of their changes and of answers to them, in OIOUBL's words."""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import decimals, pad_decimals, trim_decimals
from hub.model.delivery import Delivery
from hub.model.item import Item, ItemIdentification
from hub.model.lineitem import LineItem, OrderLine
from hub.model.reference import DocumentReference
from hub.model.values import Amount, Code, Identifier, Quantity
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
heads = sibling(__file__, "billheads")
lines = sibling(__file__, "billlines")
ordertaxes = sibling(__file__, "ordertaxes")
parties = sibling(__file__, "billparties")
sides = sibling(__file__, "orderparties")
taxes = sibling(__file__, "billtaxes")

CHANGES = MappingProxyType({"1": "Added", "2": "Cancelled", "3": "Revised", "4": "NoStatus"})
PLACES = 2
LONGEST = 4


def line(given: OrderLine, head: Any, said: Translation, lists: Any) -> OrderLine:
    """Return one line of an order or of its change."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    notes = (*given.note, *item.note)
    quantity = counted(item, inner)
    status = item.line_status_code
    if status is not None:
        status = stated(status, CHANGES, inner)
    deliveries = tuple(
        _once(sides.delivered(one, "delivery", inner, lists), head, inner)
        for one in item.delivery[:1]
    )
    ordertaxes.confirm(item, head, inner)
    price = item.price
    if price is not None and price.price_amount is not None:
        price = lines.follows(item, quantity, inner)
    made = replace(
        item,
        note=(),
        line_status_code=status,
        quantity=quantity,
        line_extension_amount=_rounded(item.line_extension_amount, inner),
        delivery=tuple(one for one in deliveries if one != Delivery()),
        originator_party=(
            None
            if item.originator_party is None
            else parties.known_party(item.originator_party, "originator_party", inner, lists)
        ),
        allowance_charge=_charges(item, inner),
        price=priced(price, item, quantity, inner),
        item=described(item, inner),
    )
    return replace(given, note=notes, line_item=made)


def priced(given: Any, item: LineItem, quantity: Quantity | None, said: Translation) -> Any:
    """Return the price with two to four decimals (F-ORD169, F-ORD170, F-ORE103)."""
    made = lines.priced(given, item.quantity, quantity, said)
    if made is None or made.price_amount is None:
        return made
    amount = replace(made.price_amount, value=trim_decimals(made.price_amount.value, PLACES))
    if decimals(amount.value) > LONGEST:
        said.impossible("OIO-41", "price.price_amount", amount)
    return replace(made, price_amount=taxes.cents(amount))


def described(item: LineItem, said: Translation) -> Item | None:
    """Return the item, with a number of the seller's (F-ORD185)."""
    made: Item | None = lines.described(item.item, said)
    if made is not None:
        papers = tuple(_typed(one, said) for one in made.item_specification_document_reference)
        made = replace(made, item_specification_document_reference=papers)
    if made is None or made.sellers_item_identification is not None:
        return made
    # As where there is no contact: nobody gave one.
    said.derived("item.sellers_item_identification.id", parties.NO_CONTACT)
    number = ItemIdentification(id=Identifier(parties.NO_CONTACT, scheme_id=parties.NO_CONTACT))
    return replace(made, sellers_item_identification=number)


def _typed(one: DocumentReference, said: Translation) -> DocumentReference:
    """F-LIB092: a document says of what type it is; Peppol's says only which it is."""
    if one.document_type is not None or one.document_type_code is not None:
        return one
    said.derived("item.item_specification_document_reference.document_type", heads.UNNAMED)
    return replace(one, document_type=heads.UNNAMED)


def counted(item: LineItem, said: Translation) -> Quantity | None:
    """Return the quantity: some, in a unit of both lists, with two decimals (F-ORD133, 135)."""
    quantity = lines.crossed(item.quantity, "quantity", said)
    if quantity is None:
        return None
    if quantity.value == 0:
        said.impossible("OIO-12", "quantity", quantity)
    return Quantity(pad_decimals(quantity.value, PLACES), quantity.unit_code)


def stated(given: Code, codes: Any, said: Translation) -> Code:
    """Return what becomes of a line, in OIOUBL's list."""
    name = codes.get(given.value)
    if name is None:
        said.impossible("OIO-40", "line_status_code", given, ", ".join(sorted(codes)))
    return Code(name or given.value)


def _charges(item: LineItem, said: Translation) -> Any:
    """F-LIB226: what is added or taken off is taxed as the item is."""
    if not item.allowance_charge:
        return ()
    found = item.item.classified_tax_category if item.item is not None else ()
    category = taxes.category(next(iter(found), None), "item.classified_tax_category", said)
    return charges.on_line(item, category, said)


def _rounded(given: Amount | None, said: Translation) -> Amount | None:
    """F-ORD136, F-ORD137: two to four decimals."""
    if given is None:
        return None
    amount = replace(given, value=trim_decimals(given.value, PLACES))
    if decimals(amount.value) > LONGEST:
        said.impossible("OIO-41", "line_extension_amount", given)
    return taxes.cents(amount)  # type: ignore[no-any-return]


def _once(given: Delivery, head: Any, said: Translation) -> Delivery:
    """F-ORD250 to F-ORD252: what the head says of delivery, a line does not say again."""
    above = head.delivery[0] if head.delivery else Delivery()
    for name in ("requested_delivery_period", "delivery_location", "delivery_party"):
        here, there = getattr(given, name), getattr(above, name)
        if here is None or there is None:
            continue
        if here != there:
            said.impossible("OIO-42", f"delivery.{name}", _said(here), _said(there))
        given = replace(given, **{name: None})
    return given


def _said(group: Any) -> object:
    """Return something people recognise of a period, place or party."""
    for name in ("start_date", "end_date", "id", "name"):
        found = getattr(group, name, None)
        if found is not None:
            return getattr(found, "value", found)
    return None
