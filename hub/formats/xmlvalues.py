"""Values between XML elements and the model, one leaf at a time.

Reading keeps what was written. Where the model holds a number, a date or a truth value, the
spelling may go (``+5`` becomes ``5``, ``2025-01-01Z`` the bare date); that is said as a
``narrowed`` loss, and a value which is none at all as ``no-home``. A number with more digits than
can be computed with exactly is not read, and refuses what it stands in.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from lxml import etree
from msgspec import Struct

from hub.facts.money import MOST_DIGITS
from hub.formats.structs import SCALARS, slots_of
from hub.formats.xmllosses import Lost, is_personal_by
from hub.formats.xmltext import content_text, text_of
from hub.model.values import Markup

__all__ = ["attribute_names", "parse_plain", "read_scalar", "spell"]

Read = Callable[[Any, Lost], Any]

_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?").fullmatch
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)").fullmatch
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?").fullmatch
_TIME = re.compile(r"([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?").fullmatch
_UPPER = frozenset({"id", "uri"})
_TRUTH = MappingProxyType({"true": True, "1": True, "false": False, "0": False})
_BLANKS = " \t\r\n"
_KEPT = 4096
_KEPT_LENGTH = 80


@cache
def attribute_names(value: type[Struct]) -> Mapping[str, str]:
    """Return the XML attributes of a value class and its fields: ``schemeID`` to ``scheme_id``."""
    return MappingProxyType({_camel(name): name for name in slots_of(value) if name != "value"})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.upper() if part in _UPPER else part.title() for part in rest)


def spell(value: Any) -> str:
    """Return a number, date, time or truth value as XML Schema writes it."""
    spelling = _SPELLINGS.get(value.__class__)
    return str(value) if spelling is None else spelling(value)


def spell_number(value: Decimal) -> str:
    """Return a number without an exponent; ``str`` is quicker and seldom writes one."""
    text = str(value)
    return format(value, "f") if "E" in text else text


def _spell_time(value: dt.time) -> str:
    text = value.isoformat()
    plain, zone = (text[:-6], text[-6:]) if value.tzinfo is not None else (text, "")
    if "." in plain:
        plain = plain.rstrip("0")
    return plain + ("Z" if zone == "+00:00" else zone)


_SPELLINGS: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        Decimal: spell_number,
        dt.date: dt.date.isoformat,
        dt.time: _spell_time,
        bool: ("false", "true").__getitem__,
    }
)


def read_scalar(kind: str) -> Read:
    """Return the function that reads a leaf of a scalar type; it gives None for a lost one."""
    target = SCALARS[kind]
    if target is Markup:
        return _read_markup
    parse = _PARSERS.get(target)
    if parse is not None:
        return _plain_reader(parse)
    inner = slots_of(target)["value"].holds
    names = attribute_names(target)
    if inner is str:
        return _text_reader(target, names)
    return _number_reader(target, names)


def _read_markup(element: Any, lost: Lost) -> Markup:
    """Return the inside of an element as it is; each element in it says its own namespaces."""
    for name in element.keys():  # noqa: SIM118 an element iterates over its children
        lost.attribute(element, name)
    inside = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return Markup(content_text(element.text or "") + inside)


def _text_reader(target: Callable[..., Any], names: Mapping[str, str]) -> Read:
    attributed = _attributed_reader(target, names, lambda _element, text, _lost: text)

    def read(element: Any, lost: Lost) -> Any:
        text = text_of(element) if len(element) else element.text or ""
        attributes = element.items()
        return attributed(element, text, attributes, lost) if attributes else target(text)

    return read


def _number_reader(target: Callable[..., Any], names: Mapping[str, str]) -> Read:
    attributed = _attributed_reader(target, names, _number)

    def read(element: Any, lost: Lost) -> Any:
        text = text_of(element) if len(element) else element.text or ""
        return attributed(element, text, element.items(), lost)

    return read


def _attributed_reader(
    target: Callable[..., Any],
    names: Mapping[str, str],
    parse: Callable[[Any, str, Lost], Any],
) -> Callable[[Any, str, list[tuple[str, str]], Lost], Any]:
    """Return the function that makes a value of text and attributes.

    Codes, units and prices repeat through a catalogue, so values made without any loss are
    kept and used again; numbers of people are not.
    """
    kept: dict[tuple[Any, ...], Any] = {}

    def make(element: Any, text: str, attributes: list[tuple[str, str]], lost: Lost) -> Any:
        key = (text, *attributes)
        found = kept.get(key)
        if found is not None:
            return found
        before = lost.count
        value = parse(element, text, lost)
        if value is None:
            lost.element(element)
            return None
        known = {}
        personal = False
        for name, attribute in attributes:
            personal = personal or is_personal_by(name, attribute)
            if name in names:
                known[names[name]] = attribute
            else:
                lost.attribute(element, name)
        made = target(value, **known)
        if personal:
            lost.conceal(text)
        elif lost.count == before and len(text) < _KEPT_LENGTH:
            if len(kept) >= _KEPT:
                kept.clear()
            kept[key] = made
        return made

    return make


def _number(element: Any, text: str, lost: Lost) -> Decimal | None:
    if len(text) <= MOST_DIGITS and _PLAIN_NUMBER(text):
        return Decimal(text)
    value: Decimal | None = _odd(_decimal, element, lost)
    return value


def _plain_reader(parse: Callable[[str], Any]) -> Read:
    kept: dict[str, Any] = {}

    def read(element: Any, lost: Lost) -> Any:
        text = text_of(element) if len(element) else element.text or ""
        value = kept.get(text)
        if value is None:
            before = lost.count
            value = _odd(parse, element, lost)
            if value is None:
                lost.element(element)
                return None
            if lost.count == before:
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[text] = value
        for name in element.keys():  # noqa: SIM118 an element iterates over its children
            lost.attribute(element, name)
        return value

    return read


def _odd(parse: Callable[[str], Any], element: etree._Element, lost: Lost) -> Any:
    """Parse a value whose spelling may have to go; None when it is no such value."""
    text = text_of(element)
    plain = text.strip(_BLANKS)
    value = parse(plain)
    if value is None and parse is _decimal and _NUMBER(plain):
        lost.overlong.append(element)
    if value is not None and spell(value) != text:
        lost.narrowed(element, text)
    return value


def parse_plain(target: type, text: str) -> Any:
    """Return the number, date, time or truth value that a text spells, or None."""
    return _PARSERS[target](text)


def _decimal(text: str) -> Decimal | None:
    """Return a number of so many digits as can be computed with exactly."""
    short = len(text) <= MOST_DIGITS or sum(map(str.isdigit, text)) <= MOST_DIGITS
    return Decimal(text) if short and _NUMBER(text) else None


def _date(text: str) -> dt.date | None:
    found = _DATE(text)
    if found is None:
        return None
    try:
        return dt.date.fromisoformat(found[1])
    except ValueError:
        return None


def _time(text: str) -> dt.time | None:
    found = _TIME(text)
    if found is None:
        return None
    try:
        return dt.time.fromisoformat(found[1] + (found[2] or "")[:7] + (found[3] or ""))
    except ValueError:
        return None


_PARSERS: Mapping[type, Callable[[str], Any]] = MappingProxyType(
    {Decimal: _decimal, dt.date: _date, dt.time: _time, bool: _TRUTH.get}
)
