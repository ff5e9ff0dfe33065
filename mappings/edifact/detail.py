"""The lines of an INVOIC message: LIN, and what follows it."""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.item import CommodityClassification, Item, ItemIdentification, ItemProperty
from hub.model.orderreference import OrderLineReference
from hub.model.price import Price
from hub.model.values import Amount, Code, Identifier, Quantity, Text
from hub.rules.module import sibling

gathering = sibling(__file__, "gathering")
parties = sibling(__file__, "parties")

GTIN = frozenset({"EN", "SRV", "UP"})
"""UNCL 7143: article numbers of GS1, under their several names."""

NOTES = frozenset({"AAI", "LIN"})
"""What is said about a line (UNCL 4451)."""

FULL = 35
"""Characters of a part of a description."""

OF_PRICE = "509"
"""What EN 16931's binding calls the amount of a price's discount (UNCL 5025)."""

NUMBERS = MappingProxyType(
    {
        "SA": "sellers_item_identification",
        "BP": "buyers_item_identification",
        "IN": "buyers_item_identification",
    }
)


def line(segment: Any, reading: Any) -> dict[str, Any]:
    """Return one line: LIN and all that follows it."""
    made: dict[str, Any] = {"id": Identifier(segment.get(0))}
    item: dict[str, Any] = {}
    price: dict[str, Any] = {}
    standard(segment, item, reading)
    notes = gathering.notes()
    while reading.cursor.peek() not in ("LIN", "UNS", ""):
        one = reading.cursor.step()
        qualifier = one.get(0)
        if one.tag == "FTX" and qualifier in NOTES and gathering.free(one):
            notes.say(gathering.free(one), qualifier)
        elif one.tag == "RFF" and qualifier == "LI":
            made["id"] = Identifier(one.get(0, 1))
        elif not of_line(one, made, item, price, reading):
            reading.unread.append(one)
    made["note"] = (*made.get("note", ()), *notes.every())
    made["item"] = item_of(item)
    priced = price_of(price, reading)
    if priced is not None:
        made["price"] = priced
    return gathering.whole(made)  # type: ignore[no-any-return]


def price_of(made: dict[str, Any], reading: Any) -> Price | None:
    """Return the price of a line, None where it has none.

    What it was before its discount stands with the discount; without one it has no place.
    """
    gross, segment = made.pop("gross", None), made.pop("gross_segment", None)
    if gross is not None and made.get("allowance_charge"):
        (charge,) = made["allowance_charge"]
        made["allowance_charge"] = (replace(charge, base_amount=gross),)
    elif gross is not None:
        reading.unread.append(segment)
    return Price(**made) if made else None


def item_of(gathered: dict[str, Any]) -> Item:
    """Return the item of a line."""
    made = gathering.whole(gathered)
    names, described = made.pop("names", None), made.pop("described", None)
    if names:
        (made["name"],) = names.every()
    return Item(**made, description=described.every() if described else ())


def standard(segment: Any, item: dict[str, Any], reading: Any) -> None:
    """Read the standard number of the item that LIN names."""
    if segment.get(2) and segment.get(2, 1) in GTIN:
        number = Identifier(segment.get(2), scheme_id="0160")
        item["standard_item_identification"] = ItemIdentification(id=number)
    elif segment.get(2):
        reading.unread.append(segment)


def _described(one: Any) -> str:
    """Return the words of an IMD: a part that is full goes on in the next."""
    parts = one.elements[2][3:5] if len(one.elements) > 2 else ()  # noqa: PLR2004 - C273
    words = ""
    for part in parts:
        words += part if len(words) % FULL == 0 else f" {part}"
    return words if len(words) == 2 * FULL else words.strip()


def of_line(  # noqa: C901, PLR0911 - one kind of segment after the other
    one: Any, made: dict[str, Any], item: Any, price: Any, reading: Any
) -> bool:
    """Read a segment of a line; False for one nobody reads."""
    qualifier = one.get(0)
    if one.tag == "PIA":
        return _numbered(one, item)
    if one.tag == "IMD" and qualifier in ("F", "A", "E", "B"):
        return _describe(one, item)
    if one.tag == "QTY" and qualifier in ("47", "46", "61"):
        counted = Quantity(reading.number(one, 0, 1), one.get(0, 2) or None)
        return bool(gathering.put(made, "quantity", counted))
    if one.tag == "MOA" and qualifier in ("203", "66"):
        return bool(gathering.put(made, "line_extension_amount", reading.amount(one)))
    if one.tag == "PRI" and qualifier in ("AAA", "AAB"):
        return _price(one, price, reading)
    if one.tag == "TAX":
        category = (reading.category(one),)
        return bool(gathering.put(item, "classified_tax_category", category))
    if one.tag == "ALC":
        return _charge(one, made, price, reading)
    if one.tag == "RFF":
        return _line_reference(one, made)
    if one.tag == "DTM" and qualifier in ("167", "168", "263"):
        return bool(reading.billed(one, made))
    if one.tag == "FTX" and qualifier == "ACB":
        return bool(gathering.add(made, "note", Text(":".join(one.parts(3)))))
    if one.tag == "FTX" and qualifier == "ACF":
        named = ItemProperty(name=Text(one.get(3)), value=Text(one.get(3, 1)))
        return bool(gathering.add(item, "additional_item_property", named))
    return one.tag == "ALI" and _origin(one, item)


def _describe(one: Any, item: dict[str, Any]) -> bool:
    """Take a name or description; what was cut at the end of the last segment goes on."""
    words = _described(one)
    if not words:
        return False
    names = item.setdefault("names", gathering.Texts(2 * FULL))
    if one.get(0) != "A" and (names.goes_on or not names):
        names.say(words)
    else:
        item.setdefault("described", gathering.Texts(2 * FULL)).say(words)
    return True


def _price(one: Any, price: dict[str, Any], reading: Any) -> bool:
    amount = Amount(reading.number(one, 0, 1), reading.currency)
    if one.get(0) == "AAB":
        price.setdefault("gross_segment", one)
        return bool(gathering.put(price, "gross", amount))
    if not gathering.put(price, "price_amount", amount):
        return False
    if one.get(0, 4):
        price["base_quantity"] = Quantity(reading.number(one, 0, 4), one.get(0, 5) or None)
    return True


def _charge(one: Any, made: dict[str, Any], price: dict[str, Any], reading: Any) -> bool:
    of_price = reading.takes_discounts or reading.cursor.says("MOA", OF_PRICE)
    charge = reading.charge(one)
    reasoned = charge.allowance_charge_reason or charge.allowance_charge_reason_code
    if reasoned or charge.charge_indicator or not of_price:
        return bool(gathering.add(made, "allowance_charge", charge))
    # Without a reason it is the discount that made the price (BT-147).
    return bool(gathering.put(price, "allowance_charge", (charge,)))


def _numbered(segment: Any, item: dict[str, Any]) -> bool:
    kept = True
    for element in range(1, len(segment.elements)):
        value, kind = segment.get(element), segment.get(element, 1)
        if kind in NUMBERS and NUMBERS[kind] not in item:
            item[NUMBERS[kind]] = ItemIdentification(id=Identifier(value))
        elif kind in GTIN and "standard_item_identification" not in item:
            standard = Identifier(value, scheme_id="0160")
            item["standard_item_identification"] = ItemIdentification(id=standard)
        elif segment.get(0) == "1" and value:
            code = CommodityClassification(item_classification_code=Code(value, list_id=kind))
            gathering.add(item, "commodity_classification", code)
        else:
            kept = False
    return kept


def _line_reference(segment: Any, made: dict[str, Any]) -> bool:
    if segment.get(0) == "ON" and segment.get(0, 2):
        reference = OrderLineReference(line_id=Identifier(segment.get(0, 2)))
        return bool(gathering.put(made, "order_line_reference", (reference,)))
    if segment.get(0) == "AWQ":
        return bool(gathering.put(made, "accounting_cost", Text(segment.get(0, 1))))
    return False


def _origin(segment: Any, item: dict[str, Any]) -> bool:
    item["origin_country"] = parties.country(segment.get(0))
    return item["origin_country"] is not None
