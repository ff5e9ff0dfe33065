"""The sentences of rules: templates by rule id, words for fields, and filling both in.

sentences.toml of a mapping folder::

    [PRI-02]
    en = "{field} is {length} characters long; ..."
    da = "..."
    nl = "..."
    [PRI-02.cut]                  # a variant, picked by ``Hit.variant``
    en = "..."
    [PRI-02.absent]               # said instead where the document gives no {value}
    en = "..."
    [label."item.name"]           # what people call a field
    en = "item name"
"""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hub.model.sentence import LANGUAGES, Sentence
from hub.rules.fieldwords import step_words

__all__ = ["EMPTY", "SHOWN", "Speech", "load_speech", "own_speech", "shorten", "text_of"]

SHOWN = 80
"""How many characters of a value or an expectation a finding shows."""

_IN_SENTENCE = 40
_MORE = Sentence("and {count} more", "og {count} flere", "en nog {count}")
_INDEX = re.compile(r"\[[0-9]+\]")
_GIVEN = ("value", "expected")
EMPTY = Sentence("(empty)", "(tom)", "(leeg)")
"""What a value is called that consists of nothing to look at."""


def text_of(value: object) -> str | None:
    """Return a model value as people would write it; None for None."""
    if value is None:
        return None
    inner = getattr(value, "value", value)
    if isinstance(inner, bool):
        return "true" if inner else "false"
    return format(inner, "f") if type(inner).__name__ == "Decimal" else str(inner)


def shorten(text: str, limit: int = SHOWN) -> str:
    """Return at most ``limit`` characters, an ellipsis for what was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _spoken(name: str, value: object, language: str) -> str:
    if isinstance(value, Sentence):
        return str(getattr(value, language))
    text = text_of(value)
    if text is None:
        return ""
    codes = [] if name == "value" else text.split(", ")
    if len(text) > _IN_SENTENCE and len(codes) > 1 and not any(" " in code for code in codes):
        return _some_of(codes, language)
    return shorten(text, _IN_SENTENCE)


def _some_of(codes: list[str], language: str) -> str:
    """Return the first codes of a list, and how many more there are."""
    shown = codes[:1]
    for code in codes[1:]:
        if len(", ".join((*shown, code))) > _IN_SENTENCE:
            break
        shown.append(code)
    more = len(codes) - len(shown)
    said = ", ".join(shown)
    return f"{said} {getattr(_MORE, language).format(count=more)}" if more else said


@dataclass(frozen=True)
class Speech:
    """Templates by key (``PRI-02`` or ``PRI-02.cut``) and labels by field."""

    templates: Mapping[str, Sentence] = field(default_factory=dict)
    labels: Mapping[str, Sentence] = field(default_factory=dict)

    def over(self, below: "Speech") -> "Speech":
        """Return this speech with another beneath it for what it lacks."""
        return Speech(
            {**below.templates, **self.templates},
            {**below.labels, **self.labels},
        )

    def label(self, path: str) -> Sentence:
        """Return what people call a field: by its path, else by the end of it."""
        plain = _INDEX.sub("", path)
        if f"^{plain}" in self.labels:
            return self.labels[f"^{plain}"]
        while plain:
            if plain in self.labels:
                return self.labels[plain]
            _, _, plain = plain.partition(".")
        return step_words(_INDEX.sub("", path).rpartition(".")[2])

    def say(self, key: str, path: str, values: Mapping[str, object]) -> Sentence:
        """Fill a template; ``{field}`` is the label, sentences are spoken in each language.

        A sentence never shows a hole: where there is no value, its variant ``absent`` is said,
        and without one the brackets around the value fall away, or the value is called empty.
        """
        template = self.templates[key]
        words = {"field": self.label(path), **values}
        empty = [name for name in _GIVEN if _is_hole(words.get(name), name, template)]
        if empty:
            template = self.templates.get(f"{key}.absent", template)
            template = Sentence(
                *(_without(getattr(template, language), empty) for language in LANGUAGES)
            )
            words.update(dict.fromkeys(empty, EMPTY))
        return Sentence(*(_filled(template, words, language) for language in LANGUAGES))


def _is_hole(value: object, name: str, template: Sentence) -> bool:
    """Whether a place of a template would be filled with nothing."""
    if isinstance(value, Sentence) or f"{{{name}}}" not in template.en:
        return False
    text = text_of(value)
    return text is None or not text.strip()


def _without(text: str, empty: list[str]) -> str:
    """Return a template without what stands in brackets by itself and is empty."""
    for name in empty:
        text = text.replace(f" ({{{name}}})", "")
    return text


def _filled(template: Sentence, words: Mapping[str, object], language: str) -> str:
    """Return a template with its places filled; a label that begins it is written large."""
    text = str(getattr(template, language))
    said = text.format(**{name: _spoken(name, value, language) for name, value in words.items()})
    return said[:1].upper() + said[1:] if text.startswith("{field}") else said


def load_speech(path: Path, name: str, mistakes: list[str]) -> Speech:
    """Read a sentences.toml; a missing file is an empty speech."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Speech()
    return _parse(text, name, mistakes)


@cache
def own_speech() -> Speech:
    """Return the sentences of the rules that every profile may use."""
    mistakes: list[str] = []
    text = files("hub.rules").joinpath("sentences.toml").read_text(encoding="utf-8")
    return _parse(text, "hub/rules/sentences.toml", mistakes)


def _parse(text: str, name: str, mistakes: list[str]) -> Speech:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistakes.append(f"{name}: is not readable as TOML: {error}")
        return Speech()
    labels = {
        key: sentence
        for key, entry in data.pop("label", {}).items()
        if (sentence := _sentence(f"{name}: label.{key}", entry, mistakes))
    }
    templates = {
        key: sentence
        for key, entry in _entries(data)
        if (sentence := _sentence(f"{name}: {key}", entry, mistakes))
    }
    return Speech(templates, labels)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, entry in data.items():
        if not isinstance(entry, dict):
            yield key, entry
            continue
        words = {name: value for name, value in entry.items() if not isinstance(value, dict)}
        variants = {name: value for name, value in entry.items() if isinstance(value, dict)}
        if words or not variants:
            yield key, words
        yield from _entries({f"{key}.{name}": variant for name, variant in variants.items()})


def _sentence(where: str, entry: Any, mistakes: list[str]) -> Sentence | None:
    if not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
        mistakes.append(f"{where}: needs exactly {', '.join(LANGUAGES)}")
        return None
    try:
        places = {
            language: {part[1] for part in string.Formatter().parse(entry[language]) if part[1]}
            for language in LANGUAGES
        }
    except (TypeError, ValueError) as error:
        mistakes.append(f"{where}: {error}")
        return None
    if len({frozenset(names) for names in places.values()}) != 1:
        mistakes.append(f"{where}: the languages do not fill the same {{places}}")
        return None
    return Sentence(**entry)
