"""A catalogue line as an Opus item: one price, one long text, one environment code."""

import datetime as dt
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.formats.onerow import one_row
from hub.model.catalogue import CatalogueLine
from hub.model.item import Item, ItemProperty
from hub.model.loss import LossKind, LossReport
from hub.model.price import ItemLocationQuantity, Price
from hub.model.values import Code, Quantity, Text
from hub.rules.chosenprice import selling_price

__all__ = ["ENVIRONMENT", "environment_code", "item_of", "long_text"]

QUANTITIES = "required_item_location_quantity"
PROPERTIES = "item.additional_item_property"
ENVIRONMENT = "EnvironmentMark"
AGREED = "CON"
ONE = Decimal(1)


def item_of(body: CatalogueLine, day: dt.date, losses: LossReport) -> CatalogueLine | None:
    """Return a line as the columns want it, None when nothing is sold at it.

    What an item cannot say goes to ``losses``: further prices, texts and properties.
    """
    chosen = selling_price(body, day)
    item = body.item
    if chosen is None or item is None:
        return None
    for other in chosen.others:
        _lose(other, QUANTITIES, losses)
    flat = one_row(body, losses)
    assert flat.item is not None  # noqa: S101 - it was there before
    text = long_text(item)
    for short in (*item.description, *item.additional_information):
        if short is not text:
            losses.add("item.description", LossKind.NO_HOME, short.value)
    least = flat.minimum_order_quantity
    if least is not None and least.unit_code is None and flat.orderable_unit is not None:
        least = Quantity(least.value, flat.orderable_unit.value)
    return replace(
        flat,
        minimum_order_quantity=least,
        required_item_location_quantity=(_priced(chosen.quantity, flat, losses),),
        item=replace(
            flat.item,
            description=() if text is None else (text,),
            additional_information=(),
            additional_item_property=_properties(item, losses),
        ),
    )


def long_text(item: Item) -> Text | None:
    """Return what an orderer reads about an item: the long description, else the short one."""
    return next((text for text in (*item.additional_information, *item.description)), None)


def environment_code(item: Item) -> str:
    """Return the environment marks of an item, parted by commas."""
    marks = (p.value.value for p in item.additional_item_property if _is_mark(p) and p.value)
    return ",".join(dict.fromkeys(mark.strip() for mark in marks if mark.strip()))


def _priced(
    place: ItemLocationQuantity, body: CatalogueLine, losses: LossReport
) -> ItemLocationQuantity:
    """Return a price with a type, and without a quantity that says nothing."""
    price = place.price or Price()
    if price.price_type_code is None:
        price = replace(price, price_type_code=Code(AGREED))
        losses.add(f"{QUANTITIES}.price.price_type_code", LossKind.DERIVED, f"{AGREED} = A")
    base = price.base_quantity
    if base is not None and base.unit_code is None and body.orderable_unit is not None:
        price = replace(price, base_quantity=Quantity(base.value, body.orderable_unit.value))
    if price.orderable_unit_factor_rate == ONE:
        price = replace(price, orderable_unit_factor_rate=None)
    least, ordered = place.minimum_quantity, body.minimum_order_quantity
    implied = least is not None and least.value <= max(ONE, ordered.value if ordered else ONE)
    return replace(place, price=price, minimum_quantity=None if implied else least)


def _properties(item: Item, losses: LossReport) -> tuple[ItemProperty, ...]:
    """Return the environment marks as the one property of their column."""
    for one in item.additional_item_property:
        rest = one
        if _is_mark(one):
            rest = replace(one, name=None, value=None)
            if rest == ItemProperty():
                continue
        _lose(rest, PROPERTIES, losses)
    code = environment_code(item)
    return (ItemProperty(name=Text(ENVIRONMENT), value=Text(code)),) if code else ()


def _is_mark(one: ItemProperty) -> bool:
    return one.name is not None and one.name.value == ENVIRONMENT


def _lose(value: Any, path: str, losses: LossReport) -> None:
    for where, text in leaves_of(value, path):
        if text:
            losses.add(where, LossKind.NO_HOME, text)
