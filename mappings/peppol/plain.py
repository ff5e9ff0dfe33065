"""Values without what Peppol does not write: lists and agencies of codes, empty elements."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.model.values import Amount, BinaryObject, Code, Identifier, Measure, Quantity, Text

NONE: tuple[()] = ()
"""A repeated field of which there is none; there is only one empty tuple."""


def plain(value: Any) -> Any:
    """Return a value or group without such; None when nothing is left of it (R008)."""
    strip = _STRIP.get(value.__class__)
    if strip is not None:
        return strip(value)
    return _group(value) if isinstance(value, Struct) else value


def _group(value: Struct) -> Any:
    # Most fields of most groups are empty: they are passed over first.
    kept = {}
    for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
        if inner is None or inner is NONE:
            continue
        one = plain(inner)
        if one is not None and one is not NONE:
            kept[name] = one
    return value.__class__(**kept) if kept else None


def _text(one: Text) -> Text | None:
    value = one.value
    if not value or value.isspace():
        return None
    return one if one.language_id is None is one.language_locale_id else Text(value)


def _code(one: Code) -> Code | None:
    value = one.value.strip()
    return Code(value) if value else None


def _identifier(one: Identifier) -> Identifier | None:
    value = one.value.strip()
    return Identifier(value, one.scheme_id) if value else None


_STRIP: MappingProxyType[type, Callable[[Any], Any]] = MappingProxyType(
    {
        tuple: lambda many: tuple([one for each in many if (one := plain(each)) is not None]),
        Text: _text,
        Code: _code,
        Identifier: _identifier,
        Amount: lambda one: Amount(one.value, one.currency_id),
        Quantity: lambda one: Quantity(one.value, one.unit_code),
        Measure: lambda one: Measure(one.value, one.unit_code),
        BinaryObject: lambda one: BinaryObject(
            one.value, mime_code=one.mime_code, filename=one.filename
        ),
    }
)
