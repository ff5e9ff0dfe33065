"""The leaves of model values, by dotted path."""

from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.formats.xmlvalues import spell

__all__ = ["leaves_of"]


def leaves_of(value: Any, path: str) -> list[tuple[str, str]]:
    """Return path and text of everything a value holds; repeated groups share their path.

    The text of a value stands at the value's own path, its attributes below it:
    ``content_unit_quantity`` and ``content_unit_quantity.unit_code``.
    """
    found: list[tuple[str, str]] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: str, found: list[tuple[str, str]]) -> None:
    if isinstance(value, tuple):
        for one in value:
            _collect(one, path, found)
    elif isinstance(value, Struct):
        before = len(found)
        for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
            if inner is not None and inner != ():
                below = path if name == "value" and _is_leaf(value) else f"{path}.{name}"
                _collect(inner, below, found)
        if len(found) == before:
            found.append((path, ""))
    elif value is not None:
        found.append((path, value if isinstance(value, str) else spell(value)))


def _is_leaf(value: Struct) -> bool:
    """Whether a struct is a value with attributes, not a group that has a field ``value``."""
    return not isinstance(getattr(value, "value", None), Struct)
