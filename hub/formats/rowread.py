"""From a row to the model: a section of a row table compiled for the columns of one file.

Several columns may fill one group and one column several fields. What fills the members of
a group that repeats is told apart by ``where``: fields with the same constants fill the same
member. A group is built only when a cell fills something in it; constants alone never do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from hub.formats.rowvalues import Read, Tell, constant, leaf_reader
from hub.formats.structs import SCALARS, slots_of
from hub.formats.table import Field, Group, Step

__all__ = ["RowReader"]

LEAVES = frozenset(kind for kind in SCALARS.values() if issubclass(kind, Struct))

Row = Sequence[str]
Fill = Callable[[Row, Tell], Any]


class RowReader:
    """Reads rows of one file.

    Args:
        group: the section of the table.
        columns: where each column stands; fields of other columns are not read.
    """

    def __init__(self, group: Group, columns: Mapping[str, int]) -> None:
        entries = [
            _Entry(f.steps, f, columns[f.path])
            for f in group.fields
            if f.path in columns and f.steps and f.ignore is None
        ]
        self._fill = _group(group.struct, entries, {})
        self._empty = group.struct()

    def read(self, cells: Row, tell: Tell) -> Any:
        """Return the struct of one row; ``tell`` hears of texts that do not fit."""
        made = self._fill(cells, tell)
        return self._empty if made is None else made


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field on its way down the model: the steps still to go and the column it reads."""

    steps: tuple[Step, ...]
    field: Field
    column: int
    done: tuple[str, ...] = ()

    def down(self) -> "_Entry":
        return _Entry(self.steps[1:], self.field, self.column, (*self.done, self.steps[0].name))

    def told_apart_by(self) -> tuple[tuple[str, str], ...]:
        """The constants of the member that the first step leads to, by relative path.

        Constants inside a further group that repeats tell the members of that one apart.
        """
        prefix = ".".join((*self.done, self.steps[0].name)) + "."
        inside = {k.removeprefix(prefix): v for k, v in self.field.where.items()
                  if k.startswith(prefix)}  # fmt: skip
        further = ""
        for step in self.steps[1:]:
            further = f"{further}{step.name}."
            if step.many:
                inside = {k: v for k, v in inside.items() if not k.startswith(further)}
        return tuple(sorted(inside.items()))


@dataclass(slots=True)
class _Slot:
    """All entries that go on through one field of a struct."""

    step: Step
    leaves: list[_Entry] = field(default_factory=list)
    members: dict[tuple[tuple[str, str], ...], list[_Entry]] = field(default_factory=dict)


def _group(struct: type[Struct], entries: Iterable[_Entry], consts: Mapping[str, str]) -> Fill:
    """Return what fills a struct; ``consts`` are relative paths inside it."""
    slots: dict[str, _Slot] = {}
    for entry in entries:
        slot = slots.setdefault(entry.steps[0].name, _Slot(entry.steps[0]))
        if len(entry.steps) == 1:
            slot.leaves.append(entry)
        else:
            key = entry.told_apart_by() if entry.steps[0].many else ()
            slot.members.setdefault(key, []).append(entry.down())
    members = []
    for name, slot in slots.items():
        inner = {k[len(name) + 1 :]: v for k, v in consts.items() if k.startswith(f"{name}.")}
        members.append((name, _slot(slot, inner)))
    fixed = _constants(struct, {k: v for k, v in consts.items() if k.split(".")[0] not in slots})
    return _filling(struct, tuple(members), fixed)


def _filling(
    struct: type[Struct], members: tuple[tuple[str, Fill], ...], fixed: dict[str, Any]
) -> Fill:
    def fill(cells: Row, tell: Tell) -> Any:
        made = {}
        for name, member in members:
            value = member(cells, tell)
            if value is not None:
                made[name] = value
        if not made:
            return None
        return struct(**fixed, **made)

    return fill


def _slot(slot: _Slot, consts: Mapping[str, str]) -> Fill:
    if slot.leaves and slot.members and not slot.step.many:
        return _value(slot)
    if not slot.leaves and slot.step.holds in LEAVES:
        # The file has a column for an attribute only: there is nothing it could belong to.
        return lambda _cells, _tell: None
    fills = [_leaf(entry) for entry in slot.leaves]
    holds = slot.step.holds
    fills += [_group(holds, inner, {**consts, **dict(key)}) for key, inner in slot.members.items()]
    if not slot.step.many:
        return fills[0] if len(fills) == 1 else _first(fills)
    return _collecting(fills)


def _leaf(entry: _Entry) -> Fill:
    read, column = leaf_reader(entry.field), entry.column

    def fill(cells: Row, tell: Tell) -> Any:
        text = cells[column]
        return read(text, tell) if text else None

    return fill


def _value(slot: _Slot) -> Fill:
    """Return what fills a value whose attributes stand in columns of their own."""
    value = _first([_leaf(entry) for entry in slot.leaves])
    attributes: list[tuple[str, Read, int]] = [
        (entry.steps[0].name, leaf_reader(entry.field), entry.column)
        for entries in slot.members.values()
        for entry in entries
    ]
    names = slots_of(slot.step.holds)

    def fill(cells: Row, tell: Tell) -> Any:
        made = value(cells, tell)
        if made is None:
            return None
        words = {name: getattr(made, name) for name in names}
        for name, read, column in attributes:
            text = cells[column]
            if text:
                words[name] = read(text, tell)
        return slot.step.holds(**words)

    return fill


def _first(fills: Sequence[Fill]) -> Fill:
    def fill(cells: Row, tell: Tell) -> Any:
        for one in fills:
            value = one(cells, tell)
            if value is not None:
                return value
        return None

    return fill


def _collecting(fills: Sequence[Fill]) -> Fill:
    def fill(cells: Row, tell: Tell) -> Any:
        values: list[Any] = []
        for one in fills:
            value = one(cells, tell)
            if isinstance(value, tuple):
                values.extend(value)
            elif value is not None:
                values.append(value)
        return tuple(values) or None

    return fill


def _constants(struct: type[Struct], consts: Mapping[str, str]) -> dict[str, Any]:
    """Return the constant members of a struct."""
    made: dict[str, Any] = {}
    slots = slots_of(struct)
    for name in dict.fromkeys(path.split(".")[0] for path in consts):
        slot = slots[name]
        inner = {k[len(name) + 1 :]: v for k, v in consts.items() if k.startswith(f"{name}.")}
        if inner:
            value: Any = slot.holds(**_constants(slot.holds, inner))
        else:
            value = constant(slot.holds, consts[name])
        made[name] = (value,) if slot.many else value
    return made
