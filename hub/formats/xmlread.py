"""From XML elements to the model: a field table compiled into nested dictionaries.

::

    Node(struct)
      entries  {"{ns}Item": Entry(name, many, read)}   one look-up for each child element
                                       |
                                       +-- a scalar reader, or the Node of a group
"""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from hub.formats.table import Field, Group, Table
from hub.formats.xmllosses import Lost
from hub.formats.xmlvalues import Read, read_scalar, spell

__all__ = ["Node", "NodeCompiler", "Tags"]


class Tags:
    """Prefixes of a table's paths and their namespaces."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces
        self.prefixes = {namespace: prefix for prefix, namespace in namespaces.items()}

    def tag(self, step: str) -> str:
        """Return ``{ns}Item`` for ``cac:Item``; a step without prefix stands for itself."""
        prefix, _, local = step.rpartition(":")
        return f"{{{self.namespaces[prefix]}}}{local}" if prefix else local

    def split(self, path: str) -> tuple[str, ...]:
        """Return the tags of a path."""
        return tuple(self.tag(step) for step in path.split("/"))


Choices = tuple[tuple[Mapping[str, str], str, bool], ...]


class Entry:
    """What to do with a child element of one tag."""

    __slots__ = ("choices", "inner", "many", "name", "read")

    def __init__(self) -> None:
        self.name = ""
        self.many = False
        self.read: Read | None = None
        # More than one field may stand behind a tag: their constants tell which.
        self.choices: Choices = ()
        # Steps of a longer path, whose fields belong to the same struct.
        self.inner: dict[str, Entry] | None = None


class Node:
    """One compiled group.

    ``seal`` is called when its entries are complete: the common ones are then kept as plain
    tuples, because this is where reading a catalogue spends its time.
    """

    __slots__ = ("_common", "entries", "required", "struct")

    def __init__(self, group: Group) -> None:
        self.struct: Callable[..., Any] = group.struct
        self.required = tuple(f for f in group.fields if f.required)
        self.entries: dict[str, Entry] = {}
        self._common: dict[str, tuple[str, bool, Read]] = {}

    def seal(self) -> None:
        """Sort out the entries that need no second thought."""
        self._common = {
            tag: (entry.name, entry.many, entry.read)
            for tag, entry in self.entries.items()
            if entry.read is not None and not entry.choices
        }

    def read(self, element: Any, lost: Lost) -> Any:
        """Return the struct for an element; what nobody takes is filed as lost."""
        values: dict[str, Any] = {}
        repeated: list[str] = []
        common = self._common.get
        # A slice is quicker than iterating: lxml then makes the children in one go.
        for child in element[:]:
            entry = common(child.tag)
            if entry is None:
                self._uncommon(self.entries, child, lost, values, repeated)
                continue
            name, many, read = entry
            value = read(child, lost)
            if value is None:
                continue
            if name not in values:
                values[name] = (value,) if many else value
            elif many:
                _append(values, name, value, repeated)
            else:
                lost.element(child)
        if repeated:
            for name in repeated:
                values[name] = tuple(values[name])
        for name in element.keys():  # noqa: SIM118 an element iterates over its children
            lost.attribute(element, name)
        return self.struct(**values)

    def _uncommon(
        self,
        entries: Mapping[str, Entry],
        child: Any,
        lost: Lost,
        values: dict[str, Any],
        repeated: list[str],
    ) -> None:
        """Read a child that stands behind a longer path, has choices or is unknown."""
        entry = entries.get(child.tag)
        if entry is None:
            lost.element(child)
            return
        if entry.inner is not None:
            for inside in child:
                self._uncommon(entry.inner, inside, lost, values, repeated)
            return
        value = None if entry.read is None else entry.read(child, lost)
        if value is None:
            return
        name, many = _choose(entry, value) if entry.choices else (entry.name, entry.many)
        if name and name not in values:
            values[name] = (value,) if many else value
        elif many:
            _append(values, name, value, repeated)
        else:
            lost.element(child)


def _append(values: dict[str, Any], name: str, value: Any, repeated: list[str]) -> None:
    """Add to a repeated field; from its second value on it grows as a list."""
    if isinstance(values[name], tuple):
        values[name] = list(values[name])
        repeated.append(name)
    values[name].append(value)


class NodeCompiler:
    """Makes nodes of a table's groups, each once; groups may contain each other."""

    def __init__(self, table: Table, tags: Tags) -> None:
        self._table = table
        self._tags = tags
        self._nodes: dict[str, Node] = {}

    def node(self, group: Group) -> Node:
        """Return the node of a group, compiled when first asked for."""
        if group.name not in self._nodes:
            node = self._nodes[group.name] = Node(group)
            for field in group.fields:
                self._place(node, field)
            node.seal()
        return self._nodes[group.name]

    def _place(self, node: Node, field: Field) -> None:
        *steps, last = self._tags.split(field.path)
        entries = node.entries
        for step in steps:
            entry = entries.setdefault(step, Entry())
            if entry.inner is None:
                entry.inner = {}
            entries = entry.inner
        entry = entries.setdefault(last, Entry())
        if field.ignore is not None or not field.steps:
            return
        many = field.steps[-1].many
        if entry.read is None:
            entry.name, entry.many, entry.read = field.name, many, self._reader(field)
            if field.where:
                entry.choices = ((field.where, field.name, many),)
        else:
            # The field without constants is the rest group and is asked last.
            earlier = entry.choices or (({}, entry.name, entry.many),)
            choices = [*earlier, (field.where, field.name, many)]
            entry.choices = tuple(sorted(choices, key=lambda choice: not choice[0]))

    def _reader(self, field: Field) -> Read:
        if not field.scalar:
            return self.node(self._table.groups[field.type]).read
        read = read_scalar(field.type)
        if field.call is not None and field.call.read is not None:
            read = _calling(read, field.call.read)
        if field.codes is not None:
            read = _translating(read, field.codes.to_ours)
        if field.const is not None:
            read = _expecting(read, field.const)
        return read


def _choose(entry: Entry, value: Any) -> tuple[str, bool]:
    for where, name, many in entry.choices:
        if all(_plain(getattr(value, key)) == wanted for key, wanted in where.items()):
            return name, many
    return "", False


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    inner = getattr(value, "value", value)
    return inner if isinstance(inner, str) else spell(inner)


def _calling(read: Read, function: Callable[[Any], Any]) -> Read:
    """Let a function of the mapping folder make our value of theirs."""

    def call(element: etree._Element, lost: Lost) -> Any:
        value = read(element, lost)
        try:
            return None if value is None else function(value)
        except ValueError:
            lost.element(element)
            return None

    return call


def _translating(read: Read, to_ours: Mapping[str, str]) -> Read:
    def translate(element: etree._Element, lost: Lost) -> Any:
        value = read(element, lost)
        if isinstance(value, Struct):
            text = value.value  # type: ignore[attr-defined]
            if text in to_ours and to_ours[text] != text:
                return type(value)(to_ours[text])
        return value

    return translate


def _expecting(read: Read, const: str) -> Read:
    def expect(element: etree._Element, lost: Lost) -> Any:
        value = read(element, lost)
        if value is not None and _plain(value) != const:
            lost.narrowed(element, _plain(value) or "")
        return value

    return expect
