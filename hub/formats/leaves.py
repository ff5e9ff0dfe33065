"""The leaves of model values, by dotted path.

Each class of the model has a function of its own text (``hub.formats.source``), because losses
are told leaf by leaf and there may be some in every line::

    def leaves_Price_3(value, path, add):
        (f_price_amount, f_validity_period, ...) = astuple(value)
        bare = True
        if f_price_amount is not None:
            leaves_Amount_4(f_price_amount, path + '.price_amount', add)
            bare = False
        ...
        if bare:
            add((path, ''))
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.formats.source import Body, Source, is_filled, unpacked, variable
from hub.formats.structs import Slot, slots_of
from hub.formats.xmlvalues import spell

__all__ = ["NONE", "leaves_of"]

NONE: tuple[()] = ()
"""A repeated field of which there is none; there is only one empty tuple."""

Leaves = list[tuple[str, str]]


def leaves_of(value: Any, path: str) -> Leaves:
    """Return path and text of everything a value holds; repeated groups share their path.

    The text of a value stands at the value's own path, its attributes below it:
    ``content_unit_quantity`` and ``content_unit_quantity.unit_code``.
    """
    found: Leaves = []
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, Struct):
            _collector(one.__class__)(one, path, found.append)
        elif one is not None:
            found.append((path, one if isinstance(one, str) else spell(one)))
    return found


@cache
def _collector(struct: type[Struct]) -> Callable[..., None]:
    """Return the function that collects the leaves of a class."""
    collectors = _collectors()
    return collectors.source.function(collectors.name(struct))


@cache
def _collectors() -> "_Collectors":
    return _Collectors()


class _Collectors:
    """The functions that collect leaves, made as they are needed."""

    def __init__(self) -> None:
        self.source = Source("leaves", {"astuple": astuple, "spell": spell})
        self._names: dict[type[Struct], str] = {}

    def name(self, struct: type[Struct]) -> str:
        """Return the name of the function of a class."""
        if struct not in self._names:
            name = self._names[struct] = f"leaves_{struct.__name__}_{len(self._names)}"
            self.source.define(name, ("value", "path", "add"), self._body(struct))
        return self._names[struct]

    def _body(self, struct: type[Struct]) -> Body:
        slots = slots_of(struct)
        body = Body()
        body.add(f"{unpacked(slots)} = astuple(value)", "bare = True")
        for slot in slots.values():
            with body.inside(f"if {is_filled(slot.name, many=slot.many)}"):
                if slot.many:
                    with body.inside(f"for one in {variable(slot.name)}"):
                        self._add(body, slot, "one")
                else:
                    self._add(body, slot, variable(slot.name))
                body.add("bare = False")
        with body.inside("if bare"):
            body.add("add((path, ''))")
        return body

    def _add(self, body: Body, slot: Slot, item: str) -> None:
        """Add the line for one value of a field."""
        group = issubclass(slot.holds, Struct)
        # A value with attributes, not a group that has a field ``value``.
        path = "path" if slot.name == "value" and not group else f"path + {'.' + slot.name!r}"
        if group:
            body.add(f"{self.name(slot.holds)}({item}, {path}, add)")
        elif issubclass(slot.holds, str):
            body.add(f"add(({path}, {item}))")
        else:
            body.add(f"add(({path}, spell({item})))")
