"""The values of a document by their paths, so that what nobody showed can be told at the end.

A path is ``buyer_customer_party.party.party_name.name``, with a number from 2 where a group
is repeated: ``note``, ``note[2]``.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from hub.model.values import (
    Amount,
    BinaryObject,
    Code,
    Identifier,
    Markup,
    Measure,
    Quantity,
    Text,
)

__all__ = ["Leaf", "Leaves"]

Leaf = (
    Text
    | Identifier
    | Code
    | Amount
    | Quantity
    | Measure
    | BinaryObject
    | Markup
    | dt.date
    | dt.time
    | Decimal
    | bool
    | str
)

_VALUES = (Text, Identifier, Code, Amount, Quantity, Measure, BinaryObject, Markup)


class Leaves:
    """The values of one head or line; what is taken is not there any more."""

    def __init__(self, body: Struct | None) -> None:
        self._values: dict[str, Leaf] = {} if body is None else dict(_walk(body, ""))

    def take(self, path: str) -> Leaf | None:
        """Return the value at a path, once."""
        return self._values.pop(path, None)

    def peek(self, path: str) -> Leaf | None:
        """Return the value at a path, and leave it there."""
        return self._values.get(path)

    def first(self, *paths: str) -> Leaf | None:
        """Return the value at the first of these paths that has one."""
        return next((found for path in paths if (found := self.take(path)) is not None), None)

    def each(self, path: str) -> list[Leaf]:
        """Return every repetition of the value or group at a path."""
        found = []
        for group in self.groups(path):
            value = self.take(group)
            if value is not None:
                found.append(value)
        return found

    def groups(self, path: str) -> list[str]:
        """Return the paths of every repetition of a group that has any value left."""
        number, groups = 1, []
        while self.has(group := path if number == 1 else f"{path}[{number}]"):
            groups.append(group)
            number += 1
        return groups

    def has(self, group: str) -> bool:
        """Return whether a group, or the value at this path, is there."""
        return group in self._values or any(path.startswith(f"{group}.") for path in self._values)

    def drop(self, *paths: str) -> None:
        """Let go of values that are no matter for readers."""
        for path in paths:
            self._values.pop(path, None)

    def drop_each(self, ending: str) -> None:
        """Let go of every value whose path ends so."""
        for path in [path for path in self._values if path.endswith(ending)]:
            del self._values[path]

    def drop_group(self, group: str) -> None:
        """Let go of every repetition of a group."""
        starts = (f"{group}.", f"{group}[")
        for path in [path for path in self._values if path.startswith(starts)]:
            del self._values[path]

    def rest(self) -> Iterator[tuple[str, Leaf]]:
        """Yield what nobody took, in the order of the document."""
        yield from self._values.items()


def _walk(body: Struct, within: str) -> Iterator[tuple[str, Leaf]]:
    for field in fields(body):
        value: Any = getattr(body, field.name)
        path = within + field.name
        if isinstance(value, tuple):
            for number, one in enumerate(value, start=1):
                yield from _one(one, path if number == 1 else f"{path}[{number}]")
        elif value is not None:
            yield from _one(value, path)


def _one(value: Any, path: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, _VALUES) or not isinstance(value, Struct):
        yield path, value
    else:
        yield from _walk(value, f"{path}.")
