"""Which column of an unknown sheet is which field: by its heading and what stands below it."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from hub.formats.valueshapes import share
from hub.model.sentence import Sentence

__all__ = ["FieldKind", "Guess", "Sureness", "guess_columns", "load_field_kinds", "plain_heading"]

SPEAKING = frozenset({"gtin", "unspsc", "link", "currency", "unit"})
"""Shapes that tell a field without its heading."""

NEAR = 82
CERTAIN, LIKELY = 0.85, 0.5
TELLING = 0.9
_WORDS = re.compile(r"[^\w%]+")


class Sureness(StrEnum):
    """How sure a column is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    TOLD = "told"
    """Somebody said so."""


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field that a sheet may hold, as ``fields.toml`` describes it.

    ``head`` says that it is of the catalogue as a whole, not of an item. A second column whose
    heading holds a word of ``like`` may be what is meant, too: which one is, is asked.
    """

    name: str
    says: Sentence
    shape: str
    labels: frozenset[str]
    avoid: tuple[str, ...]
    needed: bool
    head: bool
    entries: Mapping[str, Mapping[str, Any]]
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and the field it seems to be; ``rivals`` are headings of others that may be it."""

    heading: str
    kind: FieldKind
    sureness: Sureness
    examples: tuple[str, ...]
    rivals: tuple[str, ...] = ()


def load_field_kinds(path: Path) -> dict[str, FieldKind]:
    """Read the fields of ``fields.toml`` by name."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: FieldKind(
            name,
            Sentence(**one["says"]),
            one["shape"],
            frozenset(map(plain_heading, one["labels"])),
            tuple(one.get("avoid", ())),
            one.get("needed", False),
            one.get("head", False),
            one["entries"],
            tuple(one.get("like", ())),
        )
        for name, one in data["field"].items()
    }


def guess_columns(
    kinds: Mapping[str, FieldKind],
    columns: Mapping[str, Sequence[str]],
    told: Mapping[str, str],
) -> list[Guess]:
    """Return the columns that are known, each field once; what is ``told`` stands.

    Args:
        kinds: the fields there are.
        columns: heading -> values that stand below it.
        told: heading -> name of a field.
    """
    guesses = [
        Guess(heading, kinds[name], Sureness.TOLD, _examples(columns[heading]))
        for heading, name in told.items()
    ]
    taken = {guess.heading for guess in guesses}
    done = {guess.kind.name for guess in guesses}
    scored = sorted(_scores(kinds.values(), columns), key=lambda one: -one[0])
    for score, heading, kind in scored:
        if heading in taken or kind.name in done:
            continue
        taken.add(heading)
        done.add(kind.name)
        sureness = Sureness.CERTAIN if score >= CERTAIN else Sureness.LIKELY
        guesses.append(Guess(heading, kind, sureness, _examples(columns[heading])))
    guesses = [_with_rivals(guess, columns, taken) for guess in guesses]
    order = list(columns)
    return sorted(guesses, key=lambda guess: order.index(guess.heading))


def _with_rivals(
    guess: Guess, columns: Mapping[str, Sequence[str]], taken: Collection[str]
) -> Guess:
    """Return a guess that is not certain where another column may be what is meant."""
    if guess.sureness is Sureness.TOLD:
        return guess
    rivals = tuple(
        heading
        for heading, values in columns.items()
        if heading not in taken and _is_like(guess.kind, heading, values)
    )
    return replace(guess, sureness=Sureness.LIKELY, rivals=rivals) if rivals else guess


def _is_like(kind: FieldKind, heading: str, values: Sequence[str]) -> bool:
    plain = plain_heading(heading)
    if not any(word in plain for word in kind.like) or any(word in plain for word in kind.avoid):
        return False
    return bool(values) and share(kind.shape, values) >= LIKELY


def _scores(
    kinds: Any, columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[float, str, FieldKind]]:
    for heading, values in columns.items():
        for kind in kinds:
            score = _score(kind, heading, values)
            if score >= LIKELY:
                yield score, heading, kind


def _score(kind: FieldKind, heading: str, values: Sequence[str]) -> float:
    """Weigh heading and values: a heading alone is not enough, nor are most shapes."""
    plain = plain_heading(heading)
    if any(word in plain for word in kind.avoid):
        return 0
    fitting = share(kind.shape, values)
    called = max((fuzz.ratio(plain, label) for label in kind.labels), default=0)
    if plain in kind.labels:
        return 0.4 + 0.6 * fitting if values else LIKELY
    if called >= NEAR:
        return 0.3 + 0.5 * fitting if values else 0
    if kind.shape in SPEAKING and fitting >= TELLING:
        return 0.7 * fitting
    return 0


def _examples(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:3]


def plain_heading(text: str) -> str:
    """Return a heading as it is compared: lower case, words parted by one blank."""
    return " ".join(part for part in _WORDS.split(text.casefold().replace("_", " ")) if part)
