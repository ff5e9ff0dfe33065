"""Where a field of the model stands in the sender's XML."""

import re
from collections.abc import Callable

from hub.formats.table import Field, Group, Table
from hub.formats.xmllosses import step_name
from hub.formats.xmlread import Tags
from hub.model.finding import Place
from hub.xml.parse import Element

__all__ = ["Locator"]

_STEP = re.compile(r"([a-z_][a-z0-9_]*)(?:\[([0-9]+)\])?")


class Locator:
    """Answers ``item.keyword[1]`` with an exact path and a line.

    A step without a number means the first. A field that is not there has the path it would
    have, and the line of the nearest element around it. An attribute of a value
    (``id.scheme_id``) has the place of its element.
    """

    def __init__(self, table: Table, tags: Tags) -> None:
        self._table = table
        self._tags = tags

    def place(
        self, top: Element, group: Group, dotted: str, place_of: Callable[[Element], Place]
    ) -> Place:
        """Return the place of a field below ``top``; ``place_of`` knows that of an element."""
        element = top
        missing: list[str] = []
        current: Group | None = group
        for name, index in _parse(dotted):
            field = _field(current, name)
            if field is None:
                break
            tags = self._tags.split(field.path)
            for number, tag in enumerate(tags, start=1):
                wanted = (index or 0) if number == len(tags) else 0
                found = None if missing else _nth(element, tag, wanted)
                if found is None:
                    missing.append(step_name(tag, self._tags.prefixes))
                else:
                    element = found
            current = None if field.scalar else self._table.groups[field.type]
        place = place_of(element)
        if not missing:
            return place
        return Place(path="/".join([place.path or "", *missing]), line=place.line)


def _nth(element: Element, tag: str, wanted: int) -> Element | None:
    for number, child in enumerate(element.iterchildren(tag)):
        if number == wanted:
            return child
    return None


def _parse(dotted: str) -> list[tuple[str, int | None]]:
    """Split ``a.b[2].c`` or ``a.b.2.c`` into names and indexes counted from 0."""
    steps: list[tuple[str, int | None]] = []
    for part in dotted.split("."):
        if part.isdigit() and steps:
            steps[-1] = (steps[-1][0], int(part))
        elif found := _STEP.fullmatch(part):
            steps.append((found[1], int(found[2]) if found[2] else None))
    return steps


def _field(group: Group | None, name: str) -> Field | None:
    if group is None:
        return None
    return next((f for f in group.fields if f.name == name and f.ignore is None), None)
