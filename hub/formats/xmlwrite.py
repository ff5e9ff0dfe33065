"""From the model to XML: a field table compiled into functions in the schema's order.

Each group becomes a function of its own text (``hub.formats.source``). It takes a struct apart
once and goes through the fields as the target's schema orders them::

    def write_item_12(value, output):
        (f_description, f_name, f_keyword, ...) = astuple(value)
        add = output.add
        if f_description:
            for one in f_description:
                ...
        if f_name is not None:
            ...
        if f_pack_quantity is not None:
            output.homeless = True

``print(template.text)`` shows it. Only fixed text is put around escaped values, so what is
written is well-formed by construction, and its bytes depend on nothing but the values. Losses
cost nothing while there are none: writing only notices that something is odd,
``hub.formats.xmlunwritten`` then looks for it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.formats.source import Body, Source, is_filled, unpacked, variable
from hub.formats.structs import slots_of
from hub.formats.table import Field, Group, Table
from hub.formats.xmlleaf import LEAF_WORDS, Output, add_leaf, value_of
from hub.formats.xmlread import Tags
from hub.xml.order import Child, Structure

__all__ = ["Template", "TemplateCompiler"]

Placed = Sequence[tuple[tuple[str, ...], Field]]


class Template:
    """One compiled group: writes the inside of an element."""

    __slots__ = ("_source", "function", "inner", "most", "names")

    def __init__(self, struct: type[Struct], source: Source, function: str) -> None:
        self.names = tuple(slots_of(struct))
        self.function = function
        self._source = source
        # Fields of which the target takes fewer than the model may hold.
        self.most: dict[str, int] = {}
        # By field, where a second look goes on: the template of a group, or the
        # attributes that a leaf may have. A field that is not here has no element.
        self.inner: dict[str, Template | Collection[str]] = {}

    def write(self, value: Struct, output: Output) -> None:
        """Write every filled field of a struct."""
        self._source.function(self.function)(value, output)

    @property
    def text(self) -> str:
        """The text of the function that writes."""
        return self._source.text(self.function)


class TemplateCompiler:
    """Makes templates of a table's groups for one schema, each once."""

    def __init__(self, table: Table, tags: Tags, structure: Structure) -> None:
        self._table = table
        self._tags = tags
        self._structure = structure
        self._source = Source(table.folder.label(table.file), {**LEAF_WORDS, **_GROUP_WORDS})
        self._made: dict[tuple[str, str], Template] = {}

    def template(self, group: Group, schema_type: str) -> Template:
        """Return the template of a group for an element or type of the schema."""
        key = (group.name, schema_type)
        if key not in self._made:
            function = f"write_{group.struct.__name__}_{len(self._made)}"
            self._made[key] = Template(group.struct, self._source, function)
            self._compile(self._made[key], group, schema_type)
        return self._made[key]

    def _compile(self, template: Template, group: Group, schema_type: str) -> None:
        fields = [f for f in group.fields if f.ignore is None and f.steps]
        placed = [(self._tags.split(f.path), f) for f in fields]
        making = _Making(template)
        self._add_children(making, schema_type, placed)
        body = Body()
        body.add(f"{unpacked(template.names)} = astuple(value)")
        body.add("add = output.add")
        body.extend(making.filling)
        body.extend(making.writing)
        slots = slots_of(group.struct).values()
        homeless = [slot for slot in slots if slot.name not in template.inner]
        if homeless:
            filled = (is_filled(slot.name, many=slot.many) for slot in homeless)
            with body.inside(f"if {' or '.join(filled)}"):
                body.add("output.homeless = True")
        self._source.define(template.function, ("value", "output"), body)

    def _add_children(self, making: "_Making", schema_type: str, placed: Placed) -> None:
        """Add the lines for what stands inside an element of a type."""
        for child in self._structure.children(schema_type):
            here = [(path[1:], field) for path, field in placed if path[0] == child.name]
            deep = [(path, field) for path, field in here if path]
            if deep:
                self._add_shared(making, child, deep)
                continue
            for _, field in here:
                if field.const is not None or field.default is not None:
                    self._add_filling(making.filling, field)
                self._add_field(making, field, child)

    def _add_shared(self, making: "_Making", child: Child, inside: Placed) -> None:
        """Write several fields into one element, which is left out when none is filled."""
        body, name = making.writing, self._name(child)
        making.shared += 1
        begun = f"begun_{making.shared}"
        body.add(f"{begun} = len(output.texts)", f"add({f'<{name}>'!r})")
        self._add_children(making, child.type, inside)
        with body.inside(f"if len(output.texts) > {begun} + 1"):
            body.add(f"add({f'</{name}>'!r})")
        with body.inside("else"):
            body.add("output.texts.pop()")

    def _name(self, child: Child) -> str:
        namespace, _, local = child.name.rpartition("}")
        return f"{self._tags.prefixes[namespace[1:]]}:{local}"

    def _add_filling(self, body: Body, field: Field) -> None:
        """Put a table's constant or default where the model says nothing."""
        held, many = variable(field.name), field.steps[-1].many
        text = field.const if field.const is not None else field.default or ""
        made = value_of(field.type, text)
        given = self._source.bind("given", (made,) if many else made)
        if field.const is not None:
            said = self._source.bind("said", made)
            with body.inside(f"if not same({held}, {said})"):
                body.add(f"{held} = {given}")
            return
        with body.inside(f"if not ({is_filled(field.name, many=many)})"):
            body.add(f"{held} = {given}", f"output.derived[{field.name!r}] = {text!r}")

    def _add_field(self, making: "_Making", field: Field, child: Child) -> None:
        """Add the lines for one field, for each of its values where it has several."""
        body, held = making.writing, variable(field.name)
        many = field.steps[-1].many
        with body.inside(f"if {is_filled(field.name, many=many)}"):
            if not many:
                self._add_value(making, field, child, held)
                return
            values = held
            if child.most is not None:
                making.template.most[field.name] = child.most
                values = f"{held}[:{child.most:d}]"
                with body.inside(f"if len({held}) > {child.most:d}"):
                    body.add("output.odd = True")
            with body.inside(f"for one in {values}"):
                self._add_value(making, field, child, "one")

    def _add_value(self, making: "_Making", field: Field, child: Child, item: str) -> None:
        if not field.scalar:
            self._add_group(making, field, child, item)
            return
        body, name = making.writing, self._name(child)
        attributes = [a.name for a in self._structure.attributes(child.type)]
        making.template.inner[field.name] = attributes
        write = None if field.call is None else field.call.write
        if write is not None:
            call = self._source.bind("call", write)
            body.add(f"{item} = called({call}, {item}, {field.name!r}, output)")
        with nullcontext() if write is None else body.inside(f"if {item} is not None"):
            if field.codes is not None:
                codes = self._source.bind("codes", field.codes.to_theirs)
                body.add(f"{item} = translated({item}, {codes})")
            add_leaf(self._source, body, item, name, field.type, field.attr, attributes)

    def _add_group(self, making: "_Making", field: Field, child: Child, item: str) -> None:
        body, name = making.writing, self._name(child)
        group = self._table.groups[field.type]
        inner = making.template.inner[field.name] = self.template(group, child.type)
        if field.where:
            # The constants that tell a field from its siblings.
            kinds = {f.name: f.type for f in group.fields}
            constants = {key: value_of(kinds[key], text) for key, text in field.where.items()}
            body.add(f"{item} = selected({item}, {self._source.bind('where', constants)})")
        told = any(one.default is not None for one in group.fields)
        if told:
            body.add("above = output.enter()")
        body.add(
            f"add({f'<{name}>'!r})",
            f"{inner.function}({item}, output)",
            f"add({f'</{name}>'!r})",
        )
        if told:
            body.add(f"output.leave(above, {field.name!r})")


class _Making:
    """The function of a template in the making."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.filling = Body()
        self.writing = Body()
        self.shared = 0


def same(value: Any, made: Any) -> bool:
    """Whether a value says what a constant says; its own attributes are kept."""
    return value is not None and getattr(value, "value", value) == getattr(made, "value", made)


def selected(value: Any, constants: Mapping[str, Any]) -> Any:
    """Return a group with constants where it says nothing."""
    missing = {k: v for k, v in constants.items() if getattr(value, k) is None}
    return replace(value, **missing) if missing else value


def translated(value: Any, to_theirs: Mapping[str, str]) -> Any:
    """Return the code that the target has for one of ours."""
    theirs = to_theirs.get(value.value)
    return value if theirs is None or theirs == value.value else type(value)(theirs)


def called(write: Callable[[Any], Any], value: Any, name: str, output: Output) -> Any:
    """Return what a function of the mapping makes of a value; None where it makes nothing."""
    try:
        return write(value)
    except ValueError as error:
        output.failed.append((name, str(error)))
        return None


_GROUP_WORDS: Mapping[str, Any] = MappingProxyType(
    {"called": called, "same": same, "selected": selected, "translated": translated}
)
"""What the lines of groups call."""
