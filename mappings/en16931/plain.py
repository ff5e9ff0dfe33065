"""Values without what core words do not have: lists and agencies of codes, empty elements."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import is_
from types import MappingProxyType, NoneType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, replace

from hub.model.item import CommodityClassification, ItemProperty
from hub.model.payment import PaymentMeans
from hub.model.values import Amount, BinaryObject, Code, Identifier, Measure, Quantity, Text
from hub.rules.translation import NONE, Translation

_Value = TypeVar("_Value", bound=Struct)


def plain(value: Any, said: Translation) -> Any:
    """Return a value or group without such; None when nothing is left of it (R008).

    Lists and agencies only say how a code is to be read; what it is called is a loss, as is the
    language of a text.
    """
    called: list[str] = []
    made = _PLAIN.get(value.__class__, _group)(value, called)
    if called:
        for field, name in _names(value, ""):
            said.lost(field, name)
    return made


def _names(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Yield where codes are called something and texts name their language, and what that is."""
    if isinstance(value, tuple):
        for one in value:
            yield from _names(one, field)
    elif isinstance(value, Code):
        if value.name is not None:
            yield f"{field}.name", value.name
    elif isinstance(value, Text):
        for name in ("language_id", "language_locale_id"):
            if getattr(value, name) is not None:
                yield f"{field}.{name}", getattr(value, name)
    elif isinstance(value, ItemProperty) or (
        isinstance(value, Struct) and value.__class__ not in _PLAIN
    ):
        for name in value.__struct_fields__:
            yield from _names(getattr(value, name), f"{field}.{name}" if field else name)


def _group(value: Struct, called: list[str]) -> Any:
    """Return a group of what is left of its fields; the group itself where that is all of them."""
    kept = {}
    whole = True
    for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
        if inner is None or inner is NONE:
            continue
        one = _PLAIN.get(inner.__class__, _group)(inner, called)
        if one is not inner:
            whole = False
        if one is not None and one is not NONE:
            kept[name] = one
    if whole and kept:
        return value
    return value.__class__(**kept) if kept else None


def _many(values: tuple[Any, ...], called: list[str]) -> tuple[Any, ...]:
    """Return what is left of several; the same tuple where that is all of them."""
    left = []
    whole = True
    for value in values:
        one = _PLAIN.get(value.__class__, _group)(value, called)
        whole = whole and one is value
        if one is not None:
            left.append(one)
    return values if whole else tuple(left)


def _same(value: Any, _called: list[str]) -> Any:
    return value


def _text(one: Text, called: list[str]) -> Text | None:
    if not one.value.strip():
        return None
    if one.language_id is one.language_locale_id is None:
        return one
    called.append(one.value)
    return Text(one.value)


def _code(one: Code, called: list[str]) -> Code | None:
    value = one.value.strip()
    if one.name is not None:
        called.append(one.name)
    return _either(one, Code(value)) if value else None


def _means(one: PaymentMeans, called: list[str]) -> PaymentMeans | None:
    """Return a means of payment, whose name alone among codes has a place in the core (BT-82)."""
    code = one.payment_means_code
    if code is None or code.name is None:
        return _group(one, called)  # type: ignore[no-any-return]
    made: PaymentMeans = _group(replace(one, payment_means_code=Code(code.value)), called)
    return replace(made, payment_means_code=Code(code.value.strip(), name=code.name))


def _property(one: ItemProperty, called: list[str]) -> ItemProperty | None:
    """Return a property, the code of whose name says nothing without its list (T01-B32301)."""
    made: ItemProperty | None = _group(one, called)
    code = one.name_code
    if made is None or made.name_code is None or code is None:
        return made
    return replace(made, name_code=Code(made.name_code.value, list_id=code.list_id))


def _identifier(one: Identifier, _called: list[str]) -> Identifier | None:
    value = one.value.strip()
    return _either(one, Identifier(value, one.scheme_id)) if value else None


def _amount(one: Amount, _called: list[str]) -> Amount:
    return one if one.currency_code_list_version_id is None else Amount(one.value, one.currency_id)


def _quantity(one: Quantity, _called: list[str]) -> Quantity:
    return _either(one, Quantity(one.value, one.unit_code))


def _measure(one: Measure, _called: list[str]) -> Measure:
    return _either(one, Measure(one.value, one.unit_code))


def _file(one: BinaryObject, _called: list[str]) -> BinaryObject:
    made = BinaryObject(one.value, mime_code=one.mime_code, filename=one.filename)
    return _either(one, made)


def _either(given: _Value, made: _Value) -> _Value:
    """Return a value as it was given where it is the same: then nobody makes its group anew."""
    return given if given == made else made


_PLAIN: MappingProxyType[type, Callable[[Any, list[str]], Any]] = MappingProxyType(
    {
        **dict.fromkeys((str, bool, Decimal, dt.date, dt.time, NoneType), _same),
        tuple: _many,
        Text: _text,
        Code: _code,
        Identifier: _identifier,
        PaymentMeans: _means,
        ItemProperty: _property,
        Amount: _amount,
        Quantity: _quantity,
        Measure: _measure,
        BinaryObject: _file,
        # The list of an item's class is part of what it says.
        CommodityClassification: _same,
    }
)
"""What is left of a value, by its class; every other class is a group."""

_WHOLE = frozenset(_PLAIN) - {tuple, Text, Code, Identifier, PaymentMeans, ItemProperty}
"""Classes of values that are never empty, and a group that is left as it is."""


def filled(value: Any) -> Any:
    """Return a value or group less what is empty in it; None when nothing is left (R008)."""
    if isinstance(value, Text | Code | Identifier):
        return value if value.value and not value.value.isspace() else None
    if isinstance(value, tuple):
        left = [filled(one) for one in value]
        whole = all(map(is_, left, value))
        return value if whole else tuple([one for one in left if one is not None])
    if value.__class__ in _WHOLE or not isinstance(value, Struct):
        return value
    kept = {}
    whole = True
    for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
        if inner is None or inner is NONE:
            continue
        one = inner if inner.__class__ in _WHOLE else filled(inner)
        if one is not inner:
            whole = False
        if one is not None and one is not NONE:
            kept[name] = one
    if whole and kept:
        return value
    # Where nothing is kept, all that stood in it was nothing that the format has a field for.
    return value.__class__(**kept) if kept else None
