"""A suggestion: what to write in a cell instead of what stands there, and why."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.model.finding import Place
from hub.model.sentence import Language, Sentence

__all__ = ["Confidence", "Proposal", "Suggestion", "describe_suggestion", "merged"]


class Confidence(StrEnum):
    """How safe it is to take a suggestion."""

    CERTAIN = "certain"
    """Only the form changes; it means the same."""
    LIKELY = "likely"
    """What was most probably meant, or what it has to become; to be looked at."""
    POSSIBLE = "possible"
    """Somebody has to choose."""


class Proposal(Struct, frozen=True):
    """What one mender proposes for a cell; ``new`` is None where somebody has to choose."""

    new: str | None
    reason: Sentence
    confidence: Confidence
    choices: tuple[str, ...] = ()


class Suggestion(Struct, frozen=True):
    """A patch of one cell; nothing applies it by itself.

    Attributes:
        rules: whose findings it answers, the first one named first.
        place: sheet, row and column in the sender's own file.
        old: the whole of what stands there.
        new: what could stand there; None where somebody has to choose among ``choices``.
        reason: why, for the sender.
        confidence: how safe it is.
        choices: what could be meant, the likeliest first.
        unit: whether it settles a unit word, which is worth remembering.
        chosen: whether the sender chose it now.
    """

    rules: tuple[str, ...]
    place: Place
    old: str
    new: str | None
    reason: Sentence
    confidence: Confidence
    choices: tuple[str, ...] = ()
    unit: bool = False
    chosen: bool = False


def merged(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Put together what several rules suggest for the same place."""
    found: dict[tuple[Place, str | None, tuple[str, ...]], Suggestion] = {}
    for one in suggestions:
        key = (one.place, one.new, one.choices)
        first = found.get(key, one)
        rules = tuple(dict.fromkeys((*first.rules, *one.rules)))
        found[key] = replace(one, rules=rules, unit=first.unit or one.unit)
    return list(found.values())


def describe_suggestion(one: Suggestion, language: Language) -> dict[str, Any]:
    """Return a suggestion as JSON-ready data."""
    return {
        "rules": list(one.rules),
        "sheet": one.place.sheet,
        "row": one.place.row,
        "column": one.place.column,
        "old": one.old,
        "new": one.new,
        "choices": list(one.choices),
        "confidence": one.confidence.value,
        "reason": one.reason.speak(language),
    }
