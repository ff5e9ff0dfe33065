"""Values that Opus spells otherwise."""

from collections.abc import Iterable

from hub.facts.schemes import compact
from hub.formats.flatxml import SEPARATOR
from hub.model.values import Identifier, Text


def read_cvr(text: str) -> str:
    """Return a Danish company number as documents spell it (F-LIB180): DK and eight digits."""
    return f"DK{compact('DK:CVR', text)}"


def write_cvr(number: Identifier) -> str:
    """Return the eight digits alone."""
    return str(compact("DK:CVR", number.value))


def read_keywords(text: str) -> tuple[str, ...]:
    """Return the search words, one from each element."""
    return tuple(text.split(SEPARATOR))


def write_keywords(words: Iterable[Text]) -> str:
    """Return the search words, each for an element of its own."""
    return SEPARATOR.join(word.value for word in words)
