"""The words of a page in the reader's language: ``pagewords.toml``, and the fields' own names."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hub.facts.code_words import code_word, country_word
from hub.model.sentence import LANGUAGES, Language, Sentence
from hub.rules.fieldwords import step_words

__all__ = ["Wording", "kind_words", "wording"]

_NUMBERED = re.compile(r"\[(\d+)\]$")
_SILENT = frozenset({"party", "item", "line_item", "id"})
"""Steps of a path that say nothing to a reader, unless they are the last one."""


class Wording:
    """The words of one language."""

    def __init__(self, language: Language, words: Mapping[str, Sentence]) -> None:
        self.language = language
        self._words = words

    def say(self, word: str) -> str:
        """Return a word or sentence; raises ``KeyError`` when there is none of that name."""
        return self._words[word].speak(self.language)

    def kind(self, kind: str) -> str:
        """Return what readers call a kind of document; any other is just a document."""
        return _kind(self._words, kind).speak(self.language)

    def code(self, path: str, code: str) -> str:
        """Return what a code says in the field at a path, or nothing where no word is known."""
        step = _NUMBERED.sub("", path.rpartition(".")[2])
        return code_word(step, code, self.language) or ""

    def country(self, code: str) -> str:
        """Return a country's name in this language, else in English, else the code it has."""
        return country_word(code, self.language) or code

    def name(self, path: str) -> str:
        """Return what a reader calls the field at a path.

        The groups around it are named as well; a step without a word on pages has that of
        findings (``hub.rules.fieldwords``), and its UBL name where it has none there either.
        """
        steps = path.split(".")
        named = []
        for position, step in enumerate(steps):
            last = position == len(steps) - 1
            number = _NUMBERED.search(step)
            plain = _NUMBERED.sub("", step)
            if plain in _SILENT and not (last and len(steps) == 1):
                continue
            named.append(self._step(plain) + (f" {number[1]}" if number else ""))
        if steps[-1] == "id" and not named:
            named.append(self._step("id"))
        text = " · ".join(dict.fromkeys(named))
        return text[:1].upper() + text[1:]

    def _step(self, step: str) -> str:
        known = self._words.get(f"field.{step}")
        return (known or step_words(step)).speak(self.language)


def wording(language: Language) -> Wording:
    """Return the words of a language."""
    return Wording(language, _words())


def kind_words(kind: str) -> Sentence:
    """Return what readers call a kind of document, as it stands inside a sentence."""
    said = _kind(_words(), kind)
    return Sentence(*(said.speak(one)[:1].lower() + said.speak(one)[1:] for one in LANGUAGES))


def _kind(words: Mapping[str, Sentence], kind: str) -> Sentence:
    return words.get(f"kind.{kind}") or words["kind.other"]


@cache
def _words() -> Mapping[str, Sentence]:
    text = files("hub.render").joinpath("pagewords.toml").read_text(encoding="utf-8")
    return MappingProxyType(dict(_flat(tomllib.loads(text), "")))


def _flat(table: Mapping[str, object], within: str) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    for name, value in table.items():
        if isinstance(value, dict) and not set(LANGUAGES) <= value.keys():
            found += _flat(value, f"{within}{name}.")
        elif isinstance(value, dict):
            found.append((f"{within}{name}", Sentence(**value)))
    return found
