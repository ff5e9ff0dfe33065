"""What Peppol demands of a document around an order that is in its words already (T01, T76)."""

from typing import Any

from msgspec.structs import replace

from hub.model.address import Address, AddressLine
from hub.model.order import Order
from hub.model.orderchange import OrderChange
from hub.model.orderresponse import OrderResponse
from hub.model.values import Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
dutch = sibling(__file__, "../en16931/dutch")
numbers = sibling(__file__, "numbers")
prepared = sibling(__file__, "../en16931/prepared")

ORDER_TYPES = frozenset({"105", "220", "221", "226", "227", "402"})
"""T01-B00801."""

SIDES = ("buyer_customer_party", "seller_supplier_party")
PAYER, ASKER = "accounting_customer_party", "originator_customer_party"
BOX = "postbox"
FURTHER = (
    *("building_name", "block_name", "plot_identification", BOX),
    *("city_subdivision_name", "district", "region"),
)
"""What else an address may say, which T01 has no elements for."""

SENDERS = ("sender_party", "receiver_party")


def head(given: Any, said: Translation, known: frozenset[str]) -> Any:
    """Return a head with the addresses that its parties have; refuse what Peppol would refuse.

    ``known`` are the schemes of addresses in the network.
    """
    if hasattr(given, "document_currency_code") and given.document_currency_code is None:
        said.impossible("PEP-55", "document_currency_code")
    if isinstance(given, OrderResponse) and not given.order_reference:
        said.impossible("PEP-53", "order_reference.id")
    code = getattr(given, "order_type_code", None)
    if code is not None and code.value not in ORDER_TYPES:
        said.impossible("PEP-52", "order_type_code", code, ", ".join(sorted(ORDER_TYPES)))
    total = getattr(given, "anticipated_monetary_total", None)
    for name in () if total is None else ("line_extension_amount", "payable_amount"):
        amount = getattr(total, name)
        if amount is not None and amount.value < 0:
            # T01-R006, T01-R007
            said.impossible("PEP-56", f"anticipated_monetary_total.{name}", amount)
    put = {**_roles(given, said, known), **_senders(given, said, known)}
    if isinstance(given, Order | OrderChange):
        put["delivery"] = tuple(_delivery(one, said) for one in given.delivery)
        for name in (*SIDES, PAYER):
            side = getattr(given, name)
            if side is not None and side.party is not None:
                _placed(side.party.postal_address, f"{name}.party.postal_address", said)
    return replace(given, **put)


def _roles(given: Any, said: Translation, known: frozenset[str]) -> dict[str, Any]:
    """Return buyer and seller, and who else has a part in an order."""
    put: dict[str, Any] = {}
    # An answer names neither who pays nor who asked for it.
    names = SIDES if isinstance(given, OrderResponse) else (*SIDES, PAYER, ASKER)
    for name in names:
        side, field = getattr(given, name, None), f"{name}.party"
        party = None if side is None else side.party
        if name in SIDES and hasattr(given, name):
            party = dutch.addressed(party, field, said)
            bills.reachable(party, field, said, known)
        elif name == PAYER and party is not None:
            bills.reachable(party, field, said, known)
        if side is not None:
            put[name] = replace(side, party=numbers.kept(party, field, said))
    return put


def _senders(given: Any, said: Translation, known: frozenset[str]) -> dict[str, Any]:
    """Return the two sides of an answer to a message."""
    put: dict[str, Any] = {}
    for name in SENDERS:
        if hasattr(given, name):
            bills.reachable(getattr(given, name), name, said, known)
            put[name] = numbers.kept(getattr(given, name), name, said)
    return put


def line(given: Any, said: Translation) -> Any:
    """Return a line likewise."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    if item.quantity is not None and item.quantity.value < 0:
        inner.impossible("PEP-56", "quantity", item.quantity)
    price = None if item.price is None else item.price.price_amount
    if price is not None and price.value < 0:
        inner.impossible("PEP-56", "price.price_amount", price)
    made = replace(
        item,
        originator_party=numbers.kept(item.originator_party, "originator_party", inner),
        delivery=tuple(_delivery(one, inner) for one in item.delivery),
    )
    return replace(given, line_item=made)


def _delivery(given: Any, said: Translation) -> Any:
    """PEP-51: a place of delivery has an address (T01-B14901), which has a country."""
    place = given.delivery_location
    if place is not None and place.address is None:
        said.impossible("PEP-51", "delivery.delivery_location.address", place.id)
    elif place is not None:
        field = "delivery.delivery_location.address"
        _placed(place.address, field, said)
        place = replace(place, address=_whole(place.address, field, said))
    who = numbers.kept(given.delivery_party, "delivery.delivery_party", said)
    if who is not None:
        field = "delivery.delivery_party.postal_address"
        _placed(who.postal_address, field, said)
        who = replace(who, postal_address=_whole(who.postal_address, field, said))
    return replace(given, delivery_location=place, delivery_party=who)


def _whole(given: Address | None, field: str, said: Translation) -> Address | None:
    """Return an address to deliver to with all it says (TTK-17), in Peppol's one further line."""
    if given is None:
        return None
    more = [
        prepared.box_of(given) if name == BOX else one.value
        for name in FURTHER
        if (one := getattr(given, name))
    ]
    if not more:
        return given
    said.joined(f"{field}.address_line.line", ", ".join(more))
    words = [one.line.value for one in given.address_line if one.line is not None]
    line = Text(", ".join([*words, *more]))
    return replace(given, address_line=(AddressLine(line),), **dict.fromkeys(FURTHER, None))


def _placed(address: Any, field: str, said: Translation) -> None:
    country = None if address is None else address.country
    if address is not None and (country is None or country.identification_code is None):
        said.impossible("EN-07", f"{field}.country.identification_code")
