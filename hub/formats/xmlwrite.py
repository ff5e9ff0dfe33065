"""From the model to XML: a field table compiled into templates in the schema's order.

::

    Template(struct)
      writes    a function for each field, in the order of the target's schema
      homeless  fields the target has no element for

Only fixed text is put around escaped values, so what is written is well-formed by
construction, and its bytes depend on nothing but the values. Losses cost nothing while there
are none: writing only notices that something is odd, ``hub.formats.xmlunwritten`` then looks
for it.
"""

from collections.abc import Callable, Collection, Iterable
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple, replace

from hub.formats.structs import slots_of
from hub.formats.table import Field, Group, Table
from hub.formats.xmlleaf import Output, Write, leaf_writer, value_of
from hub.formats.xmlread import Tags
from hub.xml.order import Child, Structure

__all__ = ["NONE", "Template", "TemplateCompiler"]

Values = tuple[Any, ...]
Change = Callable[[Values, Output], Values]

NONE: tuple[()] = ()
"""A repeated field of which there is none; there is only one empty tuple."""


class Template:
    """One compiled group: writes the inside of an element."""

    __slots__ = ("_pick", "_writes", "before", "homeless", "inner", "most", "names")

    def __init__(self, struct: type[Struct]) -> None:
        self.names = tuple(slots_of(struct))
        self.homeless: tuple[int, ...] = ()
        # Fields of which the target takes fewer than the model may hold.
        self.most: dict[str, int] = {}
        # By field, where a second look goes on: the template of a group, or the
        # attributes that a leaf may have.
        self.inner: dict[str, Template | Collection[str]] = {}
        # Constants, defaults and shared elements are put among the values first.
        self.before: tuple[Change, ...] = ()
        self._writes: tuple[Write, ...] = ()
        self._pick: Callable[[Values], Values] | None = None

    def seal(self, slots: Iterable[tuple[int, Write]]) -> None:
        """Take the fields in the schema's order; those without a home come last."""
        indexes, writes = zip(*slots, *((i, _notice) for i in self.homeless), strict=True)
        self._writes = writes
        if indexes != tuple(range(len(self.names))):
            pick = itemgetter(*indexes)
            self._pick = pick if len(indexes) > 1 else lambda values: (pick(values),)

    def write(self, value: Struct, output: Output) -> None:
        """Write every filled field of a struct."""
        values = astuple(value)
        for change in self.before:
            values = change(values, output)
        if self._pick is not None:
            values = self._pick(values)
        for inner, write in zip(values, self._writes, strict=True):
            if inner is not None and inner is not NONE:
                write(inner, output)


def _notice(_value: Any, output: Output) -> None:
    output.homeless = True


class TemplateCompiler:
    """Makes templates of a table's groups for one schema, each once."""

    def __init__(self, table: Table, tags: Tags, structure: Structure) -> None:
        self._table = table
        self._tags = tags
        self._structure = structure
        self._made: dict[tuple[str, str], Template] = {}

    def template(self, group: Group, schema_type: str) -> Template:
        """Return the template of a group for an element or type of the schema."""
        key = (group.name, schema_type)
        if key not in self._made:
            template = self._made[key] = Template(group.struct)
            self._compile(template, group, schema_type)
        return self._made[key]

    def _compile(self, template: Template, group: Group, schema_type: str) -> None:
        fields = [f for f in group.fields if f.ignore is None and f.steps]
        placed = [(self._tags.split(f.path), f) for f in fields]
        housed: set[str] = set()
        fillings: list[Change] = []
        wrappings: list[Change] = []
        slots = tuple(self._slots(template, schema_type, placed, housed, fillings, wrappings))
        template.before = (*fillings, *wrappings)
        template.homeless = tuple(
            index for index, name in enumerate(template.names) if name not in housed
        )
        template.seal(slots)

    def _slots(
        self,
        template: Template,
        schema_type: str,
        placed: Collection[tuple[tuple[str, ...], Field]],
        housed: set[str],
        fillings: list[Change],
        wrappings: list[Change],
    ) -> Iterable[tuple[int, Write]]:
        for child in self._structure.children(schema_type):
            here = [(path[1:], field) for path, field in placed if path[0] == child.name]
            deep = [(path, field) for path, field in here if path]
            if deep:
                inside = tuple(self._slots(template, child.type, deep, housed, fillings, wrappings))
                # What is inside a shared element is one more value, after the struct's own.
                yield len(template.names) + len(wrappings), _verbatim
                wrappings.append(_wrapping(self._name(child), inside))
                continue
            for _, field in here:
                housed.add(field.name)
                index = template.names.index(field.name)
                if field.const is not None or field.default is not None:
                    fillings.append(_filling(index, field))
                yield index, self._writer(template, field, child)

    def _name(self, child: Child) -> str:
        namespace, _, local = child.name.rpartition("}")
        return f"{self._tags.prefixes[namespace[1:]]}:{local}"

    def _writer(self, template: Template, field: Field, child: Child) -> Write:
        name = self._name(child)
        if field.scalar:
            attributes = [a.name for a in self._structure.attributes(child.type)]
            template.inner[field.name] = attributes
            write = leaf_writer(name, field.type, field.attr, attributes)
            if field.codes is not None:
                write = _translating(write, field.codes.to_theirs)
            if field.call is not None and field.call.write is not None:
                write = _calling(field.name, write, field.call.write)
        else:
            group = self._table.groups[field.type]
            inner = self.template(group, child.type)
            template.inner[field.name] = inner
            write = _element(name, inner)
            if any(one.default is not None for one in group.fields):
                write = _told_inside(field.name, write)
            if field.where:
                write = self._selecting(write, field)
        if not field.steps[-1].many:
            return write
        if child.most is None:
            return _repeating(write)
        template.most[field.name] = child.most
        return _repeating_at_most(write, child.most)

    def _selecting(self, write: Write, field: Field) -> Write:
        """Write the constants that tell a field from its siblings with its values."""
        group = self._table.groups[field.type]
        kinds = {f.name: f.type for f in group.fields}
        constants = {key: value_of(kinds[key], text) for key, text in field.where.items()}

        def select(value: Any, output: Output) -> None:
            missing = {k: v for k, v in constants.items() if getattr(value, k) is None}
            write(replace(value, **missing) if missing else value, output)

        return select


def _element(name: str, inner: Template) -> Write:
    opening, closing = f"<{name}>", f"</{name}>"

    def write(value: Any, output: Output) -> None:
        output.add(opening)
        inner.write(value, output)
        output.add(closing)

    return write


def _told_inside(name: str, write: Write) -> Write:
    """Tell of a default in a group by the name of the group as well."""

    def put(value: Any, output: Output) -> None:
        above, output.derived = output.derived, {}
        write(value, output)
        for field, text in output.derived.items():
            above[f"{name}.{field}"] = text
        output.derived = above

    return put


def _repeating(write: Write) -> Write:
    def repeat(values: Any, output: Output) -> None:
        for value in values:
            write(value, output)

    return repeat


def _repeating_at_most(write: Write, most: int) -> Write:
    def repeat(values: Any, output: Output) -> None:
        if len(values) > most:
            output.odd = True
        for value in values[:most]:
            write(value, output)

    return repeat


def _verbatim(text: Any, output: Output) -> None:
    output.add(text)


def _wrapping(name: str, inside: tuple[tuple[int, Write], ...]) -> Change:
    """Write several fields into one element, which is left out when none is filled."""

    def wrap(values: Values, output: Output) -> Values:
        own = Output()
        for index, write in inside:
            inner = values[index]
            if inner is not None and inner != ():
                write(inner, own)
        output.odd = output.odd or own.odd
        output.homeless = output.homeless or own.homeless
        output.derived.update(own.derived)
        output.failed.extend(own.failed)
        text = f"<{name}>{''.join(own.texts)}</{name}>" if own.texts else None
        return (*values, text)

    return wrap


def _filling(index: int, field: Field) -> Change:
    """Put a table's constant or default where the model says nothing."""
    fixed = field.const is not None
    text = field.const if field.const is not None else field.default or ""
    made = value_of(field.type, text)
    given = (made,) if field.steps[-1].many else made

    def fill(values: Values, output: Output) -> Values:
        if values[index] is not None and values[index] != () and not fixed:
            return values
        if fixed and _same(values[index], made):
            return values
        if not fixed:
            output.derived[field.name] = text
        return (*values[:index], given, *values[index + 1 :])

    return fill


def _same(value: Any, made: Any) -> bool:
    """Whether a value says what a constant says; its own attributes are kept."""
    return value is not None and getattr(value, "value", value) == getattr(made, "value", made)


def _translating(write: Write, to_theirs: Any) -> Write:
    def translate(value: Any, output: Output) -> None:
        theirs = to_theirs.get(value.value)
        if theirs is not None and theirs != value.value:
            value = type(value)(theirs)
        write(value, output)

    return translate


def _calling(name: str, write: Write, function: Callable[[Any], Any]) -> Write:
    def call(value: Any, output: Output) -> None:
        try:
            made = function(value)
        except ValueError as error:
            output.failed.append((name, str(error)))
            return
        if made is not None:
            write(made, output)

    return call
