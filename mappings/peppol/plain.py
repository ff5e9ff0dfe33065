"""Values without what Peppol does not write: lists and agencies of codes, empty elements."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from hub.model.values import Amount, BinaryObject, Code, Identifier, Measure, Quantity, Text

_VALUES: MappingProxyType[type, Callable[[Any], Any]] = MappingProxyType(
    {
        Text: lambda one: Text(one.value) if one.value.strip() else None,
        Code: lambda one: Code(one.value.strip()) if one.value.strip() else None,
        Identifier: lambda one: (
            Identifier(one.value.strip(), scheme_id=one.scheme_id) if one.value.strip() else None
        ),
        Amount: lambda one: Amount(one.value, one.currency_id),
        Quantity: lambda one: Quantity(one.value, one.unit_code),
        Measure: lambda one: Measure(one.value, one.unit_code),
        BinaryObject: lambda one: BinaryObject(
            one.value, mime_code=one.mime_code, filename=one.filename
        ),
    }
)


def plain(value: Any) -> Any:
    """Return a value or group without such; None when nothing is left of it (R008)."""
    strip = _VALUES.get(type(value))
    if strip is not None:
        return strip(value)
    if isinstance(value, tuple):
        return tuple(one for each in value if (one := plain(each)) is not None)
    if not isinstance(value, Struct):
        return value
    kept = {
        name: one
        for name, inner in asdict(value).items()
        if inner is not None and inner != () and (one := plain(inner)) is not None and one != ()
    }
    return type(value)(**kept) if kept else None
