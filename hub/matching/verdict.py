"""What matching says of a bill: the verdict, and each deviation as a value."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from hub.errors import Defect
from hub.matching.terms import Consequence
from hub.model.sentence import Language, Sentence
from hub.rules.speech import Speech, load_speech

__all__ = ["Difference", "Match", "Placement", "Verdict", "sentence", "verdict_of"]


class Verdict(StrEnum):
    """How a bill ends."""

    AUTO_APPROVED = "auto_approved"
    AWAITING_RECEIPT = "awaiting_receipt"
    MANUAL = "manual"
    REFUSED = "refused"
    """The sender gets a business rejection."""


class Difference(Struct, frozen=True):
    """One deviation: between which lines, what the bill says and what was expected.

    ``order`` is the order, or the invoice that is credited; ``lines`` are lines of the bill;
    ``named`` is the customer's own rule that says the same.
    """

    rule: str
    consequence: Consequence
    message: Sentence
    order: str | None = None
    order_line: str | None = None
    lines: tuple[str, ...] = ()
    value: str | None = None
    expected: str | None = None
    named: str | None = None

    def describe(self, language: Language) -> dict[str, Any]:
        """Return the difference as JSON-ready data."""
        return {
            "rule": self.rule,
            "named": self.named,
            "consequence": self.consequence.value,
            "order": self.order,
            "order_line": self.order_line,
            "lines": list(self.lines),
            "value": self.value,
            "expected": self.expected,
            "message": self.message.speak(language),
        }


class Placement(Struct, frozen=True):
    """That a line of the bill is for this line of an order or invoice, in that line's unit."""

    line: str
    basis: str
    basis_line: str
    quantity: Decimal


class Match(Struct, frozen=True):
    """The verdict on one bill. ``unknown`` are orders or invoices that the hub does not have."""

    number: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    placements: tuple[Placement, ...] = ()
    unknown: tuple[str, ...] = ()

    def describe(self, language: Language = "en") -> dict[str, Any]:
        """Return the match as JSON-ready data, its sentences in ``language``."""
        return {
            "number": self.number,
            "verdict": self.verdict.value,
            "differences": [one.describe(language) for one in self.differences],
        }


def verdict_of(differences: Iterable[Difference]) -> Verdict:
    """Return what the gravest deviation makes of a bill."""
    found = {one.consequence for one in differences}
    if any(one.refuses for one in found):
        return Verdict.REFUSED
    if Consequence.MANUAL in found:
        return Verdict.MANUAL
    return Verdict.AWAITING_RECEIPT if Consequence.WAIT in found else Verdict.AUTO_APPROVED


def sentence(key: str, values: Mapping[str, object]) -> Sentence:
    """Return what people are told of a deviation: the words of a rule, or of a variant of it."""
    return _speech().say(key, "", values)


@cache
def _speech() -> Speech:
    mistakes: list[str] = []
    speech = load_speech(
        Path(__file__).with_name("sentences.toml"), "hub/matching/sentences.toml", mistakes
    )
    if mistakes:
        raise Defect("\n".join(mistakes))
    return speech
