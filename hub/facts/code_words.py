"""What codes of published lists say to people, and what countries are called."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from hub.facts.countries import countries
from hub.facts.units import read_facts

__all__ = ["code_word", "country_word"]

_LANGUAGES = ("en", "da", "nl")

Words = Mapping[str, str]


def code_word(field: str, code: str, language: str) -> str | None:
    """Return what a code says in a field of this name; None where no word is known."""
    words = _codes().get((field, code))
    return None if words is None else words[language]


def country_word(code: str, language: str) -> str | None:
    """Return what a country is called, in English where no other word is known."""
    words = _countries().get(code)
    if words is not None:
        return words[language]
    known = countries().get(code)
    return None if known is None else known.name


@cache
def _codes() -> Mapping[tuple[str, str], Words]:
    rows = read_facts("code_words.csv")
    return MappingProxyType({(row["field"], row["code"]): _words(row) for row in rows})


@cache
def _countries() -> Mapping[str, Words]:
    return MappingProxyType({row["code"]: _words(row) for row in read_facts("country_words.csv")})


def _words(row: Words) -> Words:
    return MappingProxyType({language: row[language] for language in _LANGUAGES})
