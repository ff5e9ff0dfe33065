"""From what stands in a unit field to a code, or to why there is none (UOM-01 to 03 and 06).

The order of decisions::

    settled by this supplier -> exact code / everyday word (UOM-02a when both)
        -> code in the wrong case -> word that is only suggested (UOM-02b)
        -> more than a unit (UOM-03) -> unknown (UOM-01), or the profile's fallback (UOM-06)
"""

import re
from collections.abc import Container, Mapping
from enum import StrEnum
from functools import partial

from msgspec import Struct

from hub.facts.nearest import nearest
from hub.facts.unit_sentences import UNIT_SENTENCES, either
from hub.facts.unit_words import UnitWord, UnitWords, WordUse
from hub.facts.units import units
from hub.model.finding import Severity
from hub.model.sentence import Sentence

__all__ = ["UnitOrigin", "UnitReader", "UnitReading", "read_unit"]

_SHOWN = 40
_LONGEST = 100
_NEAREST = 3
_REMEMBERED = 1000
_JERRYCAN_NEAREST = ("CA", "BJ", "DR")
_TOKENS = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+[23²³]?")


class UnitOrigin(StrEnum):
    """Where a unit was written; decides what wins when a word is also a code (UOM-02a)."""

    SHEET = "sheet"
    """A supplier's own table: the everyday word."""
    CODED = "coded"
    """A document that states a code list: the code, letter by letter."""


class UnitReading(Struct, frozen=True):
    """A unit field as read.

    Attributes:
        value: what stood there.
        code: the code to use; None when it is refused.
        rule: the rule that speaks, None when a code of the list was simply given.
        severity: what that rule does.
        message: what to tell the sender.
        suggestions: at most three codes of the list, nearest first.
        readings: both meanings under UOM-02a: the one taken first.
    """

    value: str
    code: str | None
    rule: str | None = None
    severity: Severity | None = None
    message: Sentence | None = None
    suggestions: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def read_unit(
    value: str,
    allowed: Container[str],
    words: UnitWords,
    *,
    origin: UnitOrigin,
    settled: Mapping[str, str] | None = None,
    fallback: str | None = None,
) -> UnitReading:
    """Read a unit field against the receiver's list.

    Args:
        value: the field, as it stands.
        allowed: the receiver's codes; nothing else is ever returned as code.
        words: the everyday words that may be applied; ``UnitWords({})`` for none.
        origin: a supplier's sheet or a document with a code list.
        settled: what this supplier has decided once, value to code; holds without a word.
        fallback: the code this receiver wants for unknown units (UOM-06), None for refusal.
    """
    text = value.strip()
    decided = (settled or {}).get(text)
    if decided is not None and decided in allowed:
        return UnitReading(value, decided)
    if not text:
        return _refuse(value, "UOM-01", UNIT_SENTENCES["UOM-01-empty"])
    word = words.get(text)
    found = _known(value, text, allowed, word, origin)
    if found is not None:
        return found
    if fallback is not None and fallback in allowed:
        message = UNIT_SENTENCES["UOM-06"].fill(value=_short(value), code=fallback)
        return UnitReading(value, fallback, "UOM-06", Severity.WARN, message)
    return _refused(value, text, allowed, words, word)


class UnitReader:
    """Reads the unit fields of one document; every distinct value is judged once.

    A catalogue has a hundred thousand unit fields and a dozen different values, and looking
    for near misses takes a millisecond. Arguments as for ``read_unit``.
    """

    def __init__(
        self,
        allowed: Container[str],
        words: UnitWords,
        *,
        origin: UnitOrigin,
        settled: Mapping[str, str] | None = None,
        fallback: str | None = None,
    ) -> None:
        self._judge = partial(
            read_unit,
            allowed=allowed,
            words=words,
            origin=origin,
            settled=settled,
            fallback=fallback,
        )
        self._known: dict[str, UnitReading] = {}

    def read(self, value: str) -> UnitReading:
        """Return the reading of one field."""
        known = self._known.get(value)
        if known is None:
            known = self._judge(value)
            if len(self._known) < _REMEMBERED:
                self._known[value] = known
        return known


def _known(
    value: str, text: str, allowed: Container[str], word: UnitWord | None, origin: UnitOrigin
) -> UnitReading | None:
    """Read a code or a word that may be applied."""
    upper = text.upper()
    as_code = text if text in allowed else None
    if as_code is None and origin is UnitOrigin.SHEET and upper in allowed:
        as_code = upper
    as_word = _applicable(word, allowed)
    if as_code is not None and (origin is UnitOrigin.CODED or as_word in (None, as_code)):
        return UnitReading(value, as_code) if as_code == text else _alias(value, as_code, word)
    if as_word is None:
        return None
    # Only in capitals, as codes are written, does a word look like one: "STK", never "stk".
    if origin is UnitOrigin.SHEET and text in units() and text != as_word:
        return _everyday(value, as_word, text)
    return _alias(value, as_word, word)


def _applicable(word: UnitWord | None, allowed: Container[str]) -> str | None:
    if word is None or word.code not in allowed:
        return None
    return word.code if word.use in (WordUse.ALIAS, WordUse.AMBIGUOUS) else None


def _alias(value: str, code: str, word: UnitWord | None) -> UnitReading:
    if word is not None and word.use is WordUse.AMBIGUOUS:
        message = UNIT_SENTENCES["UOM-02-ambiguous"].fill(value=_short(value), code=code)
        return UnitReading(value, code, "UOM-02", Severity.WARN, message)
    message = UNIT_SENTENCES["UOM-02"].fill(value=_short(value), code=code)
    return UnitReading(value, code, "UOM-02", Severity.FIX, message)


def _everyday(value: str, code: str, other: str) -> UnitReading:
    known = units().get(other)
    name = known.name if known is not None and known.name else "UN/ECE"
    message = UNIT_SENTENCES["UOM-02a"].fill(value=_short(value), code=code, other=other, name=name)
    return UnitReading(value, code, "UOM-02a", Severity.FIX, message, readings=(code, other))


def _refused(
    value: str, text: str, allowed: Container[str], words: UnitWords, word: UnitWord | None
) -> UnitReading:
    if word is not None and word.use is WordUse.SUGGESTION:
        near = tuple(code for code in _JERRYCAN_NEAREST if code in allowed)
        message = (
            _choice("UOM-02b", value, near)
            if near
            else UNIT_SENTENCES["UOM-02b-nothing-near"].fill(value=_short(value))
        )
        return _refuse(value, "UOM-02b", message, near)
    inside = _inside(text, allowed, words)
    if inside is not None:
        unit = f": {inside}" if inside else ""
        message = UNIT_SENTENCES["UOM-03"].fill(value=_short(value), unit=unit)
        return _refuse(value, "UOM-03", message, (inside,) if inside else ())
    near = _nearest(text, allowed, words)
    if not near:
        message = UNIT_SENTENCES["UOM-01-nothing-near"].fill(value=_short(value))
        return _refuse(value, "UOM-01", message)
    return _refuse(value, "UOM-01", _choice("UOM-01", value, near), near)


def _inside(text: str, allowed: Container[str], words: UnitWords) -> str | None:
    """Return the first unit inside a longer text, empty when it cannot be named; else None.

    ``1 kasse á 2 poser``, ``krt. m. 12 stk``, ``12x6 fl``: several parts, of which one at
    least is a unit.
    """
    tokens: list[str] = _TOKENS.findall(text[:_LONGEST])
    if len(tokens) < 2:  # noqa: PLR2004 - one part is just an unknown unit
        return None
    for token in tokens:
        word = words.get(token)
        if word is not None:
            return word.code if word.code is not None and word.code in allowed else ""
        if len(token) > 1 and not token.isdigit() and token in allowed:
            return token
    return None


def _nearest(text: str, allowed: Container[str], words: UnitWords) -> tuple[str, ...]:
    """Return the three nearest codes; for a code of another list those with its meaning."""
    forms = _forms(allowed, words)
    unit = units().get(text)
    if unit is None:
        return nearest(text, forms, _NEAREST)
    first = (unit.successor,) if unit.successor is not None and unit.successor in allowed else ()
    further = nearest(unit.name, forms, _NEAREST) if unit.name else ()
    return tuple(dict.fromkeys((*first, *further)))[:_NEAREST]


def _forms(allowed: Container[str], words: UnitWords) -> dict[str, str]:
    """Return everything a unit may be called, with the code it means in the receiver's list.

    Codes without a name were withdrawn long ago: they are taken, but not recommended.
    """
    known = [unit for unit in units().values() if unit.name and unit.code in allowed]
    forms = {unit.code: unit.code for unit in known}
    forms.update((unit.name, unit.code) for unit in known)
    forms.update(
        (word.word, word.code)
        for word in words.words.values()
        if word.code is not None and word.code in allowed
    )
    return forms


def _choice(rule: str, value: str, near: tuple[str, ...]) -> Sentence:
    template, choice, shown = UNIT_SENTENCES[rule], either(near), _short(value)
    return Sentence(
        template.en.format(value=shown, near=choice.en),
        template.da.format(value=shown, near=choice.da),
        template.nl.format(value=shown, near=choice.nl),
    )


def _refuse(value: str, rule: str, message: Sentence, near: tuple[str, ...] = ()) -> UnitReading:
    return UnitReading(value, None, rule, Severity.ERROR, message, suggestions=near)


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
