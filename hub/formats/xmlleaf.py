"""Leaves of the model as XML text: open tag, escaped value, close tag."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple, replace

from hub.formats.structs import SCALARS, slots_of
from hub.formats.xmltext import SPECIAL, attribute_text, content_text, has_forbidden
from hub.formats.xmlvalues import attribute_names, parse_plain, spell
from hub.model.finding import Finding
from hub.model.values import BinaryObject, Markup
from hub.xml.parse import parse

__all__ = ["Output", "Write", "leaf_writer", "value_of"]


_KEPT = 1000


class Output:
    """Collects text, and whether anything needs a second look for its losses.

    ``homeless`` says that a field has no element to go to, ``odd`` that something was wrong
    with a value.
    """

    __slots__ = ("add", "derived", "failed", "homeless", "odd", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.add: Callable[[str], None] = self.texts.append
        self.odd = False
        self.homeless = False
        # Model fields that a table's default filled, with the default.
        self.derived: dict[str, str] = {}
        # Model fields that a function of the mapping could not express, and why.
        self.failed: list[tuple[str, str]] = []

    def settle(self) -> None:
        """Forget what was odd, once it has been filed."""
        self.odd = self.homeless = False
        self.derived.clear()
        self.failed.clear()


Write = Callable[[Any, Output], None]


def leaf_writer(
    name: str, kind: str, constants: Mapping[str, str], allowed: Collection[str] | None = None
) -> Write:
    """Return the function that writes a scalar as the element ``name``.

    ``constants`` are attributes for a value that carries none of them itself; ``allowed``
    are the attributes the target's schema knows, or None where it does not say.
    """
    target = SCALARS[kind]
    if not issubclass(target, Struct):
        return _plain_writer(name)
    if target is Markup:
        return _markup_writer(name)
    writer = _attributed_writer(name, target, allowed)
    if target is BinaryObject:
        writer = _binary_writer(writer, f"</{name}>")
    if not constants:
        return writer
    names = attribute_names(target)
    given = {names[key]: value for key, value in constants.items()}

    def write(value: Any, output: Output) -> None:
        if all(getattr(value, field) is None for field in given):
            value = replace(value, **given)
        writer(value, output)

    return write


def _plain_writer(name: str) -> Write:
    opening, closing = f"<{name}>", f"</{name}>"

    def write(value: Any, output: Output) -> None:
        output.add(opening + spell(value) + closing)

    return write


def _markup_writer(name: str) -> Write:
    # Without a namespace of its own an element would fall into that of the document.
    opening, closing = f'<{name} xmlns="">', f"</{name}>"

    def write(value: Any, output: Output) -> None:
        # It may come from a canonical file that somebody else wrote.
        if isinstance(parse(f"<x>{value.value}</x>".encode("utf-8", "replace")), Finding):
            output.failed.append((name, "not well-formed by itself"))
            return
        output.add(opening + value.value + closing)

    return write


def _binary_writer(writer: Write, closing: str) -> Write:
    """Write an embedded file without another copy of its text, which may be megabytes."""

    def write(value: Any, output: Output) -> None:
        text = value.value
        if SPECIAL(text) is not None:
            writer(value, output)
            return
        writer(replace(value, value=""), output)
        opening = output.texts.pop().removesuffix(closing)
        for piece in (opening, text, closing):
            output.add(piece)

    return write


def _attributed_writer(name: str, target: type[Struct], allowed: Collection[str] | None) -> Write:
    closing = f"</{name}>"
    numeric = slots_of(target)["value"].holds is Decimal
    attributes = tuple(
        (f' {xml}="', allowed is None or xml in allowed) for xml in attribute_names(target)
    )
    # Few sets of attributes occur in a document, so opening tags are made once.
    kept: dict[tuple[str | None, ...], str] = {(None,) * len(attributes): f"<{name}>"}

    def opening(given: tuple[str | None, ...], output: Output) -> str:
        pieces = [f"<{name}"]
        odd = False
        for (start, known), attribute in zip(attributes, given, strict=True):
            if attribute is None:
                continue
            odd = odd or not known or has_forbidden(attribute)
            if known:
                pieces.append(f'{start}{attribute_text(attribute)}"')
        made = "".join(pieces) + ">"
        if odd:
            output.odd = True
        elif len(kept) < _KEPT and len(made) < _KEPT:
            kept[given] = made
        return made

    def write(value: Any, output: Output) -> None:
        values = astuple(value)
        text = values[0]
        if numeric:
            text = format(text, "f")
        elif SPECIAL(text) is not None:
            output.odd = output.odd or has_forbidden(text)
            text = content_text(text)
        given = values[1:]
        output.add((kept.get(given) or opening(given, output)) + text + closing)

    return write


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
