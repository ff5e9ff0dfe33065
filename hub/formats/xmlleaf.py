"""Leaves of the model as XML text: open tag, escaped value, close tag.

Here are the lines that stand for a leaf in the functions of ``hub.formats.xmlwrite``, and what
those lines call.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.formats.source import Body, Source, plain_name
from hub.formats.structs import SCALARS, slots_of
from hub.formats.xmltext import SPECIAL, attribute_text, content_text, has_forbidden
from hub.formats.xmlvalues import attribute_names, parse_plain, spell
from hub.model.finding import Finding
from hub.model.values import BinaryObject, Code, Markup
from hub.xml.parse import parse

__all__ = ["LEAF_WORDS", "Output", "add_leaf", "value_of"]


_KEPT = 1000
_FEW = 4
"""So many attributes are sooner asked for one by one than all together."""


class Output:
    """Collects text, and whether anything needs a second look for its losses.

    ``homeless`` says that a field has no element to go to, ``odd`` that something was wrong
    with a value, ``bulky`` that one of the texts may be megabytes and better not be copied.
    """

    __slots__ = ("add", "bulky", "derived", "failed", "homeless", "odd", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.add: Callable[[str], None] = self.texts.append
        self.odd = False
        self.homeless = False
        self.bulky = False
        # Model fields that a table's default filled, with the default.
        self.derived: dict[str, str] = {}
        # Model fields that a function of the mapping could not express, and why.
        self.failed: list[tuple[str, str]] = []

    def settle(self) -> None:
        """Forget what was odd, once it has been filed."""
        self.odd = self.homeless = False
        self.derived.clear()
        self.failed.clear()

    def add_file(self, text: str) -> None:
        """Append the text of an embedded file."""
        self.texts.append(text)
        self.bulky = True

    def enter(self) -> dict[str, str]:
        """Begin a group that is told of by its name; returns what ``leave`` wants back."""
        above, self.derived = self.derived, {}
        return above

    def leave(self, above: dict[str, str], name: str) -> None:
        """End a group: what was derived in it stands below the group's name."""
        for field, text in self.derived.items():
            above[f"{name}.{field}"] = text
        self.derived = above


def add_leaf(
    source: Source,
    body: Body,
    item: str,
    name: str,
    kind: str,
    constants: Mapping[str, str],
    allowed: Collection[str] | None = None,
) -> None:
    """Add the lines that write the scalar in the variable ``item`` as the element ``name``.

    ``constants`` are attributes for a value that carries none of them itself; ``allowed``
    are the attributes the target's schema knows, or None where it does not say. For a text::

        given = (f_name.language_id, f_name.language_locale_id,)
        opening = opening_7(given) or opened_8(given, output)
        text = f_name.value
        if not text.isprintable() or '&' in text or '<' in text or '>' in text:
            text = escaped(text, output)
        add(opening + text + '</cbc:Name>')
    """
    target = SCALARS[kind]
    opening, closing = f"<{name}>", f"</{name}>"
    if not issubclass(target, Struct):
        body.add(f"add({opening!r} + spell({item}) + {closing!r})")
        return
    if target is Markup:
        body.add(f"add_markup({item}, output, {name!r})")
        return
    openings = _Openings(name, target, constants, allowed)
    if target is Code:
        codes = _Codes(openings, closing)
        known, made = source.bind("code", codes.kept.get), source.bind("made", codes.make)
        body.add(f"add({known}({item}) or {made}({item}, output))")
        return
    known, made = source.bind("opening", openings.kept.get), source.bind("opened", openings.make)
    body.add(f"given = {_given(item, openings.fields)}")
    body.add(f"opening = {known}(given) or {made}(given, output)")
    if slots_of(target)["value"].holds is Decimal:
        body.add(f"text = str({item}.value)")
        with body.inside("if 'E' in text"):
            body.add(f"text = format({item}.value, 'f')")
        body.add(f"add(opening + text + {closing!r})")
        return
    body.add(f"text = {item}.value")
    with body.inside("if not text.isprintable() or '&' in text or '<' in text or '>' in text"):
        body.add("text = escaped(text, output)")
    if target is BinaryObject:
        body.add("add(opening)", "output.add_file(text)", f"add({closing!r})")
    else:
        body.add(f"add(opening + text + {closing!r})")


def _given(item: str, fields: Sequence[str]) -> str:
    """Return the expression for the attributes of a value."""
    if len(fields) > _FEW:
        return f"astuple({item})[1:]"
    return "(" + "".join(f"{item}.{plain_name(field)}, " for field in fields).rstrip() + ")"


class _Openings:
    """The opening tags of an element.

    Few sets of attributes occur in a document, so each tag is made once and ``kept``.
    """

    def __init__(
        self,
        name: str,
        target: type[Struct],
        constants: Mapping[str, str],
        allowed: Collection[str] | None,
    ) -> None:
        names = attribute_names(target)
        self.fields = tuple(names.values())
        self.kept: dict[tuple[str | None, ...], str] = {}
        self._begin = f"<{name}"
        self._attributes = tuple((f' {n}="', allowed is None or n in allowed) for n in names)
        self._constants = {tuple(names).index(key): value for key, value in constants.items()}

    def make(self, given: tuple[str | None, ...], output: Output) -> str:
        """Return the tag with the given attributes, in the order of the model."""
        pieces = [self._begin]
        odd = False
        said = given
        if all(given[index] is None for index in self._constants):
            said = tuple(self._constants.get(i, one) for i, one in enumerate(given))
        for (start, known), attribute in zip(self._attributes, said, strict=True):
            if attribute is None:
                continue
            odd = odd or not known or has_forbidden(attribute)
            if known:
                pieces.append(f'{start}{attribute_text(attribute)}"')
        made = "".join(pieces) + ">"
        if odd:
            output.odd = True
        elif len(self.kept) < _KEPT and len(made) < _KEPT:
            self.kept[given] = made
        return made


class _Codes:
    """Whole elements of codes, which are the same few through a document."""

    def __init__(self, openings: _Openings, closing: str) -> None:
        self.kept: dict[Code, str] = {}
        self._openings = openings
        self._closing = closing

    def make(self, code: Code, output: Output) -> str:
        """Return a code as an element."""
        given = astuple(code)[1:]
        opening = self._openings.make(given, output)
        made = opening + escaped(code.value, output) + self._closing
        # What is odd has to be told each time.
        sound = given in self._openings.kept and not has_forbidden(code.value)
        if sound and len(self.kept) < _KEPT and len(made) < _KEPT:
            self.kept[code] = made
        return made


def escaped(text: str, output: Output) -> str:
    """Return a text for the inside of an element, and notice what cannot be carried."""
    if SPECIAL(text) is None:
        return text
    output.odd = output.odd or has_forbidden(text)
    return content_text(text)


def add_markup(value: Any, output: Output, name: str) -> None:
    """Write somebody else's elements, if they are well-formed by themselves."""
    # It may come from a canonical file that somebody else wrote.
    if isinstance(parse(f"<x>{value.value}</x>".encode("utf-8", "replace")), Finding):
        output.failed.append((name, "not well-formed by itself"))
        return
    # Without a namespace of its own an element would fall into that of the document.
    output.add(f'<{name} xmlns="">{value.value}</{name}>')


LEAF_WORDS: Mapping[str, Any] = MappingProxyType(
    {
        "add_markup": add_markup,
        "astuple": astuple,
        "escaped": escaped,
        "spell": spell,
    }
)
"""What the lines of leaves call."""


def value_of(kind: str, text: str) -> Any:
    """Return the model's value for a constant of a table; raises ``ValueError``."""
    target = SCALARS[kind]
    if not issubclass(target, Struct):
        return _parsed(target, text)
    holds = slots_of(target)["value"].holds
    return target(text if holds is str else _parsed(holds, text))


def _parsed(target: type, text: str) -> Any:
    value = parse_plain(target, text)
    if value is None:
        raise ValueError(text)
    return value
