"""From the model to a row: a section of a row table compiled the other way.

Every filled field of the model either goes into a column or into the loss report; nothing is
left out in silence. Two fields with one column must agree, else the second is a loss.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.formats.leaves import NONE, leaves_of
from hub.formats.rowvalues import spell_leaf
from hub.formats.structs import slots_of
from hub.formats.table import Field, Group, Step
from hub.formats.xmlvalues import attribute_names
from hub.model.loss import LossKind, LossReport

__all__ = ["RowWriter", "harmless"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBERS = ("amount", "quantity", "measure", "decimal", "integer", "date", "time", "indicator")

Row = list[str]
Act = Callable[[Any, Row, LossReport], None]
"""Puts the value of one field into the cells, what does not fit into the losses."""


class RowWriter:
    """Writes structs of one section as rows.

    Args:
        group: the section of the table.
        columns: the columns of the output, in order.
        losses: takes what has no column.
        ignored: model paths that are left out on purpose.
        guarded: whether the rows go into a file that a spreadsheet opens, which would take
            some texts for formulas.
    """

    def __init__(
        self,
        group: Group,
        columns: Sequence[str],
        losses: LossReport,
        ignored: Collection[str] = (),
        *,
        guarded: bool = True,
    ) -> None:
        at = {name: index for index, name in enumerate(columns)}
        self._width = len(columns)
        self._node = _Node(group.struct, ignored, guarded=guarded)
        self._losses = losses
        for field in group.fields:
            if field.steps and field.path in at and field.ignore is None:
                self._node.add(field.steps, field, at[field.path], ())
        self._node.seal("")

    def row(self, body: Struct, losses: LossReport | None = None) -> Row:
        """Return the cells of one struct; its losses go to ``losses`` where that is given."""
        cells = [""] * self._width
        self._node.write(body, cells, self._losses if losses is None else losses)
        return cells


class _Node:
    """What is done with each field of one struct; ``seal`` decides it once for all rows."""

    def __init__(
        self, struct: type[Struct], ignored: Collection[str] = (), *, guarded: bool = True
    ) -> None:
        self.names = tuple(slots_of(struct))
        self.ignored = frozenset(ignored)
        self.guarded = guarded
        # What tells a member from others, and all constants that hold inside it.
        self.consts: dict[str, str] = {}
        self.fixed: dict[str, str] = {}
        self.leaves: dict[str, list[tuple[Field, int]]] = {}
        self.attributes: dict[str, dict[str, int]] = {}
        self.members: dict[str, list[_Node]] = {}
        self._acts: tuple[Act | None, ...] = ()

    def add(
        self, steps: tuple[Step, ...], field: Field, column: int, done: tuple[str, ...]
    ) -> None:
        """Take a field that goes on through ``steps`` from here."""
        step = steps[0]
        if len(steps) == 1:
            self.leaves.setdefault(step.name, []).append((field, column))
            return
        if "value" in slots_of(step.holds) and len(steps) == 2 and steps[1].holds is str:  # noqa: PLR2004
            self.attributes.setdefault(step.name, {})[steps[1].name] = column
            return
        here = (*done, step.name)
        consts = _consts(field, here, steps) if step.many else {}
        nodes = self.members.setdefault(step.name, [])
        node = next((n for n in nodes if n.consts == consts), None)
        if node is None:
            inside = f"{step.name}."
            below = {i.removeprefix(inside) for i in self.ignored if i.startswith(inside)}
            node = _Node(step.holds, below, guarded=self.guarded)
            node.consts = consts
            above = (k for k in self.fixed if k.startswith(inside))
            node.fixed = {k.removeprefix(inside): self.fixed[k] for k in above} | consts
            nodes.append(node)
        node.add(steps[1:], field, column, here)

    def seal(self, path: str) -> None:
        """Decide what is done with each field, now that all columns are known."""
        self._acts = tuple(
            self._act(name, f"{path}.{name}" if path else name) for name in self.names
        )

    def _act(self, name: str, path: str) -> "Act | None":
        if name in self.ignored:
            return None
        if name in self.leaves:
            return partial(self._write_leaf, name, path)
        if name in self.members:
            for node in self.members[name]:
                node.seal(path)
            return partial(_write_members, self.members[name], path)
        if any(k == name or k.startswith(f"{name}.") for k in self.fixed):
            return partial(self._write_rest, name, path)
        return partial(_lose, path)

    def write(self, body: Struct, cells: Row, losses: LossReport) -> None:
        """Put the fields of a struct into cells, the rest into losses."""
        for value, act in zip(astuple(body), self._acts, strict=True):
            if value is not None and value is not NONE and act is not None:
                act(value, cells, losses)

    def _write_rest(
        self, name: str, path: str, value: Any, _cells: Row, losses: LossReport
    ) -> None:
        """Lose a value, unless it only repeats a constant that its column stands for."""
        if losses_of(value, name, self.fixed):
            _lose(path, value, _cells, losses)

    def _write_leaf(self, name: str, path: str, value: Any, cells: Row, losses: LossReport) -> None:
        fields = self.leaves[name]
        first = fields[0][0]
        if first.call is not None and first.call.write is not None:
            text = str(first.call.write(value))
            put(cells, fields[0][1], text, path, losses, words=self.guarded)
            for one in value if isinstance(value, tuple) else (value,):
                # Groups are the function's own business.
                if isinstance(getattr(one, "value", None), str):
                    self._put_attributes(first, name, one, cells, path, losses)
            return
        values = value if isinstance(value, tuple) else (value,)
        for index, one in enumerate(values):
            if index >= len(fields):
                _lose(path, one, cells, losses)
                continue
            field, column = fields[index]
            self._put_value(field, column, name, one, cells, path, losses)

    def _put_value(
        self, field: Field, column: int, name: str, value: Any, cells: Row, path: str,
        losses: LossReport,
    ) -> None:  # fmt: skip
        text = spell_leaf(value)
        if field.codes is not None:
            theirs = field.codes.to_theirs.get(text)
            if theirs is None:
                losses.add(path, LossKind.NO_HOME, text)
                return
            text = theirs
        words = self.guarded and field.type not in NUMBERS
        put(cells, column, text, path, losses, words=words)
        if isinstance(value, Struct):
            self._put_attributes(field, name, value, cells, path, losses)

    def _put_attributes(
        self, field: Field, name: str, value: Struct, cells: Row, path: str, losses: LossReport
    ) -> None:
        """Put what a value says beside its text into cells, the rest into losses."""
        attributes = astuple(value)[1:]
        if attributes.count(None) == len(attributes):
            # Most values say nothing but their text.
            return
        columns = self.attributes.get(name, {})
        names = attribute_names(type(value))
        fixed = {names[k]: v for k, v in field.attr.items() if k in names}
        for attribute in names.values():
            said = getattr(value, attribute)
            if said is None or fixed.get(attribute) == said:
                continue
            if attribute in columns:
                where = f"{path}.{attribute}"
                put(cells, columns[attribute], said, where, losses, words=self.guarded)
            else:
                # Read back it would be what the table says, or nothing.
                kind = LossKind.NARROWED if attribute in fixed else LossKind.NO_HOME
                losses.add(f"{path}.{attribute}", kind, said)


def _write_members(
    nodes: list[_Node], path: str, value: Any, cells: Row, losses: LossReport
) -> None:
    if not isinstance(value, tuple):
        nodes[0].write(value, cells, losses)
        return
    free = list(nodes)
    for one in value:
        node = next((n for n in free if matches(one, n.consts)), None)
        if node is None:
            _lose(path, one, cells, losses)
        else:
            free.remove(node)
            node.write(one, cells, losses)


def _consts(field: Field, here: tuple[str, ...], steps: tuple[Step, ...]) -> dict[str, str]:
    """Return the constants of the member at ``here``, without those of groups inside it."""
    prefix = ".".join(here) + "."
    inside = {k.removeprefix(prefix): v for k, v in field.where.items() if k.startswith(prefix)}
    further = ""
    for step in steps[1:]:
        further = f"{further}{step.name}."
        if step.many:
            inside = {k: v for k, v in inside.items() if not k.startswith(further)}
    return inside


def matches(value: Struct, consts: dict[str, str]) -> bool:
    """Whether a member has these constants."""
    for path, wanted in consts.items():
        inner: Any = value
        for step in path.split("."):
            inner = getattr(inner, step, None)
            if isinstance(inner, tuple):
                inner = inner[0] if inner else None
        if inner is None or spell_leaf(inner) != wanted:
            return False
    return True


def losses_of(value: Any, name: str, consts: dict[str, str]) -> list[str]:
    """Return the leaves of a value that are no constants."""
    return [path for path, text in leaves_of(value, name) if consts.get(path) != text
            and path.rpartition(".")[0] not in consts]  # fmt: skip


def put(
    cells: Row, column: int, text: str, path: str, losses: LossReport, *, words: bool = True
) -> None:
    """Put a text into its cell, made harmless where it could become a formula."""
    safe = harmless(text) if words else text
    if safe != text:
        losses.add(path, LossKind.NARROWED, text)
    if cells[column] and cells[column] != safe:
        losses.add(path, LossKind.NO_HOME, text)
    else:
        cells[column] = safe


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _lose(path: str, value: Any, _cells: Row, losses: LossReport) -> None:
    for where, text in leaves_of(value, path):
        losses.add(where, LossKind.NO_HOME, text)
