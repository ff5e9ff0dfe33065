"""Values without what core words do not have: lists and agencies of codes, empty elements."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import MappingProxyType, NoneType
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple, replace

from hub.model.item import CommodityClassification
from hub.model.payment import PaymentMeans
from hub.model.values import Amount, BinaryObject, Code, Identifier, Measure, Quantity, Text
from hub.rules.translation import Translation

NONE: tuple[()] = ()
"""A repeated field of which there is none; there is only one empty tuple."""


def plain(value: Any, said: Translation) -> Any:
    """Return a value or group without such; None when nothing is left of it (R008).

    Lists and agencies only say how a code is to be read; what it is called is a loss, as is the
    language of a text.
    """
    called: list[str] = []
    made = _plain(value, called)
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
    elif isinstance(value, Struct) and value.__class__ not in _PLAIN:
        for name in value.__struct_fields__:
            yield from _names(getattr(value, name), f"{field}.{name}" if field else name)


def _plain(value: Any, called: list[str]) -> Any:
    return _PLAIN.get(value.__class__, _group)(value, called)


def _group(value: Struct, called: list[str]) -> Any:
    kept = {}
    for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
        if inner is None or inner is NONE:
            continue
        one = _PLAIN.get(inner.__class__, _group)(inner, called)
        if one is not None and one is not NONE:
            kept[name] = one
    return value.__class__(**kept) if kept else None


def _many(values: tuple[Any, ...], called: list[str]) -> tuple[Any, ...]:
    return tuple([one for value in values if (one := _plain(value, called)) is not None])


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
    return Code(value) if value else None


def _means(one: PaymentMeans, called: list[str]) -> PaymentMeans | None:
    """Return a means of payment, whose name alone among codes has a place in the core (BT-82)."""
    code = one.payment_means_code
    if code is None or code.name is None:
        return _group(one, called)  # type: ignore[no-any-return]
    made: PaymentMeans = _group(replace(one, payment_means_code=Code(code.value)), called)
    return replace(made, payment_means_code=Code(code.value.strip(), name=code.name))


def _identifier(one: Identifier, _called: list[str]) -> Identifier | None:
    value = one.value.strip()
    return Identifier(value, one.scheme_id) if value else None


def _amount(one: Amount, _called: list[str]) -> Amount:
    return one if one.currency_code_list_version_id is None else Amount(one.value, one.currency_id)


_PLAIN: MappingProxyType[type, Callable[[Any, list[str]], Any]] = MappingProxyType(
    {
        **dict.fromkeys((str, bool, Decimal, dt.date, dt.time, NoneType), _same),
        tuple: _many,
        Text: _text,
        Code: _code,
        Identifier: _identifier,
        PaymentMeans: _means,
        Amount: _amount,
        Quantity: lambda one, _: Quantity(one.value, one.unit_code),
        Measure: lambda one, _: Measure(one.value, one.unit_code),
        BinaryObject: lambda one, _: BinaryObject(
            one.value, mime_code=one.mime_code, filename=one.filename
        ),
        # The list of an item's class is part of what it says.
        CommodityClassification: _same,
    }
)
"""What is left of a value, by its class; every other class is a group."""


_WHOLE = frozenset(_PLAIN) - {PaymentMeans}
"""Classes of values, and a group that is left as it is."""


def filled(value: Any) -> Any:
    """Return a value or group less what is empty in it; None when nothing is left (R008)."""
    if isinstance(value, tuple):
        left_over = tuple([one for each in value if (one := filled(each)) is not None])
        return value if left_over == value else left_over
    if isinstance(value, Text | Code | Identifier):
        return value if value.value and not value.value.isspace() else None
    if not isinstance(value, Struct) or value.__class__ in _WHOLE:
        return value
    found = {name: getattr(value, name) for name in value.__struct_fields__}
    given = {name: one for name, one in found.items() if one is not None and one is not NONE}
    if not given:
        # All that stood in it was nothing that the format has a field for.
        return None
    kept = {name: filled(one) for name, one in given.items()}
    if given and all(kept[name] is one for name, one in given.items()):
        return value
    left = {name: one for name, one in kept.items() if one is not None and one != NONE}
    return value.__class__(**left) if left else None
