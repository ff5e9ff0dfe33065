"""The vocabulary in which published rules are written as data.

A condition is a table with a path and one word of ``WORDS``::

    { at = "cbc:ID", filled = true }                     is there and not empty
    { at = "cbc:UUID", length = [36, 36] }
    { at = "cbc:AddressTypeCode", only = ["Home", "Business"] }

or joins others: ``{ any = [...] }``, ``{ all = [...] }``. What holds for values holds as
soon as one of several values is so; the words for "none of them" are the opposites. Whatever
needs arithmetic is a function of the mapping folder: ``{ holds = "adds_up", ... }``.

| word | true when |
|---|---|
| ``present`` | there is one, empty or not |
| ``filled``, ``empty`` | one is not empty; one is empty |
| ``given`` | there are some and none is empty |
| ``worded`` | there is one that is more than blanks |
| ``count``, ``length``, ``decimals`` | how many; how long the first is; figures after its point |
| ``among``, ``outside`` | one is in this list, or of this code list; none is |
| ``other``, ``only`` | one is something else; none is something else |
| ``begins``, ``contains`` | how the first begins; what is inside it |
| ``lacks_start``, ``lacks`` | the opposites |
| ``negative``, ``zero``, ``above``, ``below`` | one has a minus, is 0, is more or less than this |
| ``at_most``, ``at_least`` | none is more, none is less |
| ``number``, ``digits`` | the first is a number; holds nothing but digits |
| ``same_as``, ``apart_from`` | one value stands there as well; none does |
| ``repeated`` | a later neighbour has one of these values again |
| ``document`` | the document is one of these |

``[a, b]`` is from a to b, ``-1`` for no end. Words of truth take ``true`` or ``false``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hub.rules.elements.paths import OfText, Path, Test
from hub.rules.elements.spot import Kids, Whole, kids_of
from hub.xml.parse import Element

__all__ = ["OPPOSITES", "WORDS", "Condition", "Lists", "Test", "contrary", "number_of"]

Lists = Mapping[str, frozenset[str]]

OPPOSITES = {
    "outside": "among",
    "only": "other",
    "lacks_start": "begins",
    "lacks": "contains",
    "apart_from": "same_as",
    "at_most": "above",
    "at_least": "below",
}
"""Words that say the contrary of another."""

_TRUTHS = frozenset(
    {
        *("present", "filled", "given", "empty", "worded", "negative", "zero", "number"),
        *("digits", "repeated"),
    }
)
_EXISTENTIAL = frozenset(
    {
        *("present", "filled", "given", "empty", "worded", "negative", "zero", "number", "among"),
        *("other", "above", "below", "repeated", "same_as"),
    }
)
"""Words that can only be true where something stands at the path."""
_RANGES = frozenset({"count", "length", "decimals"})
WORDS = _TRUTHS | _EXISTENTIAL | _RANGES | {*OPPOSITES, "begins", "contains", "document"}

_BLANKS = re.compile(r"[ \t\r\n]+")
_DIGITS = re.compile(r"[0-9]*")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s*")


@dataclass(frozen=True, eq=False)
class Condition:
    """A compiled condition.

    ``word`` and ``value`` are as written; ``test`` says whether it holds, ``fails`` whether it
    does not. ``truth`` is False for ``present = false`` and the like. ``when_true`` and
    ``when_false`` name a child without which the condition cannot be true or false; ``codes``
    are the values of ``among`` and its like. ``of_values`` says of the values at the path what
    ``test`` says of an element, for words that look at nothing else.
    """

    word: str
    test: Test
    fails: Test
    path: Path | None = None
    value: Any = None
    truth: bool = True
    trim: bool = False
    parts: tuple["Condition", ...] = ()
    when_true: str | None = None
    when_false: str | None = None
    codes: frozenset[str] | None = None
    of_values: Callable[[list[str]], bool] | None = None

    @classmethod
    def of(cls, table: Mapping[str, Any], path: Path, lists: Lists) -> "Condition":
        """Compile a table with one word; raises ``ValueError`` for what is none."""
        (word,) = (key for key in table if key in WORDS)
        value, trim = table[word], bool(table.get("trim", False))
        if word in _TRUTHS and not isinstance(value, bool):
            raise ValueError(f"{word}: is true or false")
        base = OPPOSITES.get(word, word)
        truth = value if word in _TRUTHS else base == word
        codes = _codes(base, value, lists) if base in ("among", "other") else None
        holds, fails = _compiled(base, value, path, codes, trim=trim)
        child = path.child if _needs_one(base, value) else None
        return cls(
            word,
            holds if truth else fails,
            fails if truth else holds,
            path,
            value,
            truth,
            trim,
            when_true=child if truth else None,
            when_false=None if truth else child,
            codes=codes,
            of_values=_of_values(base, value, path, codes, trim=trim, truth=truth),
        )


def _needs_one(base: str, value: Any) -> bool:
    if base in _RANGES:
        return bool(value[0] > 0)
    return base in _EXISTENTIAL or (base == "begins" and bool(value)) or base == "contains"


def contrary(test: Test) -> Test:
    """Return the test that is true where another is false."""
    return lambda element, kids, whole: not test(element, kids, whole)


def number_of(text: str) -> float | None:
    """Return the number a text is, as rules read numbers; None when it is none.

    Published rules calculate with binary fractions, and so must whoever wants their verdict.
    """
    return float(text) if _NUMBER.fullmatch(text) else None


def _codes(word: str, value: Any, lists: Lists) -> frozenset[str]:
    """Return the codes a word speaks of: those of a code list, or those written there."""
    if isinstance(value, str) and value not in lists:
        raise ValueError(f"{word}: there is no code list {value!r}")
    return lists[value] if isinstance(value, str) else frozenset(value)


def _compiled(
    word: str, value: Any, path: Path, codes: frozenset[str] | None, *, trim: bool
) -> tuple[Test, Test]:
    """Return the test of a word that is not the opposite of another, and its contrary."""
    special = _SPECIAL.get(word)
    if special is not None:
        test = special(path, value)
        return test, contrary(test)
    if word in _FIRST:
        test = path.first_test(_trimmed(_FIRST[word](value), trim=trim))
        return test, contrary(test)
    one = _one(word, value, codes, trim=trim)
    return path.any_test(one), path.any_test(one, found=False)


def _one(word: str, value: Any, codes: frozenset[str] | None, *, trim: bool) -> OfText:
    """Return what a word says of one of several values."""
    if codes is None:
        return _trimmed(_ONE[word](value), trim=trim)
    inside = codes.__contains__
    one: OfText = inside if word == "among" else lambda text: not inside(text)
    return _trimmed(one, trim=trim)


def _of_values(
    word: str, value: Any, path: Path, codes: frozenset[str] | None, *, trim: bool, truth: bool
) -> Callable[[list[str]], bool] | None:
    """Return what a word says of the values at a path; None where it looks at more."""
    if word == "given":
        return lambda values: (bool(values) and all(values)) is truth
    if word == "present" and path.attribute is not None:
        return lambda values: bool(values) is truth
    if word in _SPECIAL:
        return None
    if word in _FIRST:
        first = _trimmed(_FIRST[word](value), trim=trim)
        return lambda values: first(values[0] if values else "") is truth
    one = _one(word, value, codes, trim=trim)
    return lambda values: any(map(one, values)) is truth


def _trimmed(one: OfText, *, trim: bool) -> OfText:
    """Return a judge of a text without the white space around and between its words.

    Only what XML calls white space: a hard blank is a character like any other.
    """
    return (lambda text: one(_BLANKS.sub(" ", text).strip(" "))) if trim else one


def _range(value: Any) -> tuple[float, float]:
    low, high = value
    return low, float("inf") if high < 0 else high


def _present(path: Path, _: Any) -> Test:
    if path.attribute is not None:
        values = path.values
        return lambda element, kids, whole: bool(values(element, kids, whole))
    child = path.only_child
    if child is not None:
        return lambda _element, kids, _whole: child in kids
    find = path.elements
    return lambda element, kids, whole: bool(find(element, kids, whole))


def _count(path: Path, value: Any) -> Test:
    low, high = _range(value)
    find = path.elements
    return lambda element, kids, whole: low <= len(find(element, kids, whole)) <= high


def _given(path: Path, _: Any) -> Test:
    values = path.values
    return lambda element, kids, whole: bool(found := values(element, kids, whole)) and all(found)


def _document(_: Path, value: Any) -> Test:
    names = frozenset(value)
    return lambda _element, _kids, whole: whole.name in names


def _same_as(path: Path, value: Any) -> Test:
    ours, theirs = path.values, Path(value, path.prefixes).values
    return lambda element, kids, whole: (
        not set(ours(element, kids, whole)).isdisjoint(theirs(element, kids, whole))
    )


def _repeated(path: Path, _: Any) -> Test:
    values = path.values

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        ours = set(values(element, kids, whole))
        return bool(ours) and any(
            not ours.isdisjoint(values(other, kids_of(other), whole))
            for other in element.itersiblings()
            if isinstance(other.tag, str)
        )

    return test


_SPECIAL: Mapping[str, Callable[[Path, Any], Test]] = MappingProxyType(
    {
        "present": _present,
        "count": _count,
        "given": _given,
        "document": _document,
        "same_as": _same_as,
        "repeated": _repeated,
    }
)
"""Words that look at more than single values."""


def _length(value: Any) -> OfText:
    low, high = _range(value)
    return lambda text: low <= len(text) <= high


def _decimals(value: Any) -> OfText:
    low, high = _range(value)
    return lambda text: low <= len(text.partition(".")[2]) <= high


_FIRST: Mapping[str, Callable[[Any], OfText]] = MappingProxyType(
    {
        "length": _length,
        "decimals": _decimals,
        "begins": lambda value: lambda text: text.startswith(value),
        "contains": lambda value: lambda text: value in text,
        "digits": lambda _: lambda text: _DIGITS.fullmatch(text) is not None,
    }
)
"""Words that look at the first value, or at an empty one where there is none."""


def _above(value: Any) -> OfText:
    limit = float(value)
    return lambda text: (found := number_of(text)) is not None and found > limit


def _below(value: Any) -> OfText:
    limit = float(value)
    return lambda text: (found := number_of(text)) is not None and found < limit


_ONE: Mapping[str, Callable[[Any], OfText]] = MappingProxyType(
    {
        "filled": lambda _: bool,
        "empty": lambda _: lambda text: not text,
        "worded": lambda _: lambda text: bool(text.strip(" \t\r\n")),
        "negative": lambda _: lambda text: text.startswith("-"),
        "number": lambda _: lambda text: number_of(text) is not None,
        # Only what is made of noughts, points and signs can be zero.
        "zero": lambda _: lambda text: not text.strip().strip("-.0") and number_of(text) == 0,
        "above": _above,
        "below": _below,
    }
)
"""Words that are true as soon as one value is so."""
