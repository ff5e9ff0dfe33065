"""A catalogue line as an Opus item: one price, one long text, one environment code."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.formats.onerow import long_text, sold_row
from hub.model.catalogue import CatalogueLine
from hub.model.item import Item, ItemProperty
from hub.model.loss import LossKind, LossReport
from hub.model.values import Text

__all__ = ["ENVIRONMENT", "environment_code", "item_of", "long_text"]

PROPERTIES = "item.additional_item_property"
ENVIRONMENT = "EnvironmentMark"


def item_of(body: CatalogueLine, day: dt.date, losses: LossReport) -> CatalogueLine | None:
    """Return a line as the columns want it, None when nothing is sold at it.

    What an item cannot say goes to ``losses``: further prices, texts and properties.
    """
    flat = sold_row(body, day, losses)
    if flat is None or flat.item is None:
        return None
    properties = _properties(flat.item, losses)
    return replace(flat, item=replace(flat.item, additional_item_property=properties))


def environment_code(item: Item) -> str:
    """Return the environment marks of an item, parted by commas."""
    marks = (p.value.value for p in item.additional_item_property if _is_mark(p) and p.value)
    return ",".join(dict.fromkeys(mark.strip() for mark in marks if mark.strip()))


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
