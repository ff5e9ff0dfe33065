"""The leaves of model values, by dotted path."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from hub.formats.xmlvalues import spell

__all__ = ["leaves_of"]


def leaves_of(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of everything a value holds; repeated groups share their path.

    The text of a value stands at the value's own path, its attributes below it:
    ``content_unit_quantity`` and ``content_unit_quantity.unit_code``.
    """
    if isinstance(value, tuple):
        for one in value:
            yield from leaves_of(one, path)
    elif isinstance(value, Struct):
        filled = False
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if inner is not None and inner != ():
                filled = True
                below = path if name == "value" and _is_leaf(value) else f"{path}.{name}"
                yield from leaves_of(inner, below)
        if not filled:
            yield path, ""
    elif value is not None:
        yield path, value if isinstance(value, str) else spell(value)


def _is_leaf(value: Struct) -> bool:
    """Whether a struct is a value with attributes, not a group that has a field ``value``."""
    return not isinstance(getattr(value, "value", None), Struct)
