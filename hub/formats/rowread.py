"""From a row to the model: a section of a row table compiled for the columns of one file.

Several columns may fill one group and one column several fields. What fills the members of
a group that repeats is told apart by ``where``: fields with the same constants fill the same
member. A group is built only when a cell fills something in it; constants alone never do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from msgspec import Struct

from hub.formats.rowvalues import Tell, constant, fixed_attributes, leaf_reader
from hub.formats.structs import SCALARS, slots_of
from hub.formats.table import Field, Group, Step

__all__ = ["RowReader"]

LEAVES = frozenset(kind for kind in SCALARS.values() if issubclass(kind, Struct))

FEW = 3
"""Groups of so few columns are worth remembering."""

KEPT = 2000

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
        self._fill = _group(group.struct, entries, {}).fill
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


@dataclass(frozen=True, slots=True)
class _Plan:
    """What fills a value, and from which columns."""

    fill: Fill
    columns: frozenset[int]


def _group(struct: type[Struct], entries: Iterable[_Entry], consts: Mapping[str, str]) -> _Plan:
    """Return what fills a struct; ``consts`` are relative paths inside it."""
    slots: dict[str, _Slot] = {}
    for entry in entries:
        slot = slots.setdefault(entry.steps[0].name, _Slot(entry.steps[0]))
        if len(entry.steps) == 1:
            slot.leaves.append(entry)
        else:
            key = entry.told_apart_by() if entry.steps[0].many else ()
            slot.members.setdefault(key, []).append(entry.down())
    plans = []
    for name, slot in slots.items():
        inner = {k[len(name) + 1 :]: v for k, v in consts.items() if k.startswith(f"{name}.")}
        plans.append((name, _slot(slot, inner)))
    fixed = _constants(struct, {k: v for k, v in consts.items() if k.split(".")[0] not in slots})
    columns = frozenset(column for _, plan in plans for column in plan.columns)
    few = len(columns) <= FEW
    members = tuple((n, p.fill if few else _remembering(p)) for n, p in plans)
    return _Plan(_filling(struct, members, fixed), columns)


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


def _remembering(plan: _Plan) -> Fill:
    """Return a fill that makes equal values once, for a plan of few columns.

    Units, dates, currencies, groups and even prices come again and again, and structs are
    frozen. What was told about a value is told each time: such a value is not kept.
    """
    if len(plan.columns) > FEW or not plan.columns:
        return plan.fill
    pick: Callable[[Row], Any] = itemgetter(*sorted(plan.columns))
    known: dict[Any, Any] = {}
    make = plan.fill

    def fill(cells: Row, tell: Tell) -> Any:
        key = pick(cells)
        value = known.get(key, known)
        if value is not known:
            return value
        told = False

        def listen(*what: Any) -> None:
            nonlocal told
            told = True
            tell(*what)

        value = make(cells, listen)
        if not told and len(known) < KEPT:
            known[key] = value
        return value

    return fill


def _slot(slot: _Slot, consts: Mapping[str, str]) -> _Plan:
    if slot.leaves and slot.members and not slot.step.many:
        return _value(slot)
    if not slot.leaves and slot.step.holds in LEAVES:
        # The file has a column for an attribute only: there is nothing it could belong to.
        return _Plan(lambda _cells, _tell: None, frozenset())
    holds = slot.step.holds
    plans = [_Plan(_leaf(entry), frozenset((entry.column,))) for entry in slot.leaves]
    plans += [_group(holds, inner, {**consts, **dict(key)}) for key, inner in slot.members.items()]
    columns = frozenset(column for plan in plans for column in plan.columns)
    if slot.step.many:
        few = len(columns) <= FEW
        fills = [plan.fill if few else _remembering(plan) for plan in plans]
        return _Plan(_collecting(fills), columns)
    fills = [plan.fill for plan in plans]
    return _Plan(fills[0] if len(fills) == 1 else _first(fills), columns)


def _leaf(entry: _Entry) -> Fill:
    read, column = leaf_reader(entry.field), entry.column

    def fill(cells: Row, tell: Tell) -> Any:
        text = cells[column]
        return read(text, tell) if text else None

    return fill


def _value(slot: _Slot) -> _Plan:
    """Return what fills a value whose attributes stand in columns of their own."""
    holds = slot.step.holds
    entry = slot.leaves[0]
    read, own = leaf_reader(entry.field, bare=True), entry.column
    fixed = fixed_attributes(entry.field, holds)
    attributes = [
        (entry.steps[0].name, leaf_reader(entry.field), entry.column)
        for entries in slot.members.values()
        for entry in entries
    ]

    def fill(cells: Row, tell: Tell) -> Any:
        text = cells[own]
        value = read(text, tell) if text else None
        if value is None:
            return None
        words = dict(fixed)
        for name, read_one, column in attributes:
            text = cells[column]
            if text:
                words[name] = read_one(text, tell)
        made = holds(value, **words)
        return (made,) if slot.step.many else made

    return _Plan(fill, frozenset((own, *(column for _, _, column in attributes))))


def _first(fills: Sequence[Fill]) -> Fill:
    def fill(cells: Row, tell: Tell) -> Any:
        for one in fills:
            value = one(cells, tell)
            if value is not None:
                return value
        return None

    return fill


def _collecting(fills: Sequence[Fill]) -> Fill:
    if len(fills) == 1:
        return _alone(fills[0])

    def fill(cells: Row, tell: Tell) -> Any:
        values: list[Any] = []
        for one in fills:
            value = one(cells, tell)
            if type(value) is tuple:
                values.extend(value)
            elif value is not None:
                values.append(value)
        return tuple(values) or None

    return fill


def _alone(one: Fill) -> Fill:
    def fill(cells: Row, tell: Tell) -> Any:
        value = one(cells, tell)
        return value if value is None or type(value) is tuple else (value,)

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
