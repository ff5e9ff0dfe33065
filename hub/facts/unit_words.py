"""Everyday unit words, Danish and Dutch, and the codes they mean.

The table is a start: a supplier's or receiver's configuration adds and overrules words
(``UnitWords.extended``).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Self

from msgspec import Struct

from hub.facts.units import read_facts

__all__ = ["UnitWord", "UnitWords", "WordUse", "plain_word", "unit_words"]


class WordUse(StrEnum):
    """What may be done with a word."""

    ALIAS = "alias"
    """Applied, and reported as a fix (UOM-02)."""
    AMBIGUOUS = "ambiguous"
    """Applied, and reported as a warning: people mean different things by it."""
    SUGGESTION = "suggestion"
    """Never applied; named as what was perhaps meant (UOM-02b)."""
    PART = "part"
    """Known inside a longer text only (UOM-03): plurals."""


class UnitWord(Struct, frozen=True):
    """One word and its code; None where no code fits."""

    word: str
    code: str | None
    use: WordUse


class UnitWords(Struct, frozen=True):
    """A table of words, looked up without case, dots and blanks around."""

    words: Mapping[str, UnitWord]

    def get(self, text: str) -> UnitWord | None:
        """Return the entry of a word."""
        return self.words.get(plain_word(text))

    def extended(self, aliases: Mapping[str, str]) -> Self:
        """Return a table with further aliases, word to code; they overrule."""
        more = {
            plain_word(word): UnitWord(plain_word(word), code, WordUse.ALIAS)
            for word, code in aliases.items()
        }
        return type(self)(MappingProxyType({**self.words, **more}))


def plain_word(text: str) -> str:
    """Return a unit word as the table keeps it: lower case, no dots, superscripts as digits."""
    return text.strip().casefold().replace(".", "").replace("²", "2").replace("³", "3")


def unit_words(*languages: str) -> UnitWords:
    """Return the words of some languages (``da``, ``nl``); of two meanings the first wins."""
    return _unit_words(languages)


@cache
def _unit_words(languages: Iterable[str]) -> UnitWords:
    words: dict[str, UnitWord] = {}
    rows = list(read_facts("unit_words.csv"))
    for language in languages:
        for row in rows:
            if row["language"] == language:
                entry = UnitWord(row["word"], row["code"] or None, WordUse(row["use"]))
                words.setdefault(entry.word, entry)
    return UnitWords(MappingProxyType(words))
