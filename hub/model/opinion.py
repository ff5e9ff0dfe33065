"""What somebody else says of a document: never a verdict, only whether they agree."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from hub.model.sentence import Language, Sentence

__all__ = ["Agreement", "Opinion"]


class Agreement(StrEnum):
    """How a second opinion compares with what the hub found."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"
    """The stylesheets could not judge the document, or not in time; ``reason`` says why."""


class Opinion(Struct, frozen=True):
    """A publisher's stylesheets beside the hub's rules.

    ``release`` names the publisher and its release.
    ``only_hub`` and ``only_publisher`` are ids of rules that one side has and the other has
    not. ``found`` is what the publisher refuses a document for that the hub refuses as well,
    where ids of the two cannot be compared. ``chunks`` is in how many pieces a long document
    was judged.
    """

    release: str
    agreement: Agreement
    only_hub: tuple[str, ...] = ()
    only_publisher: tuple[str, ...] = ()
    reason: Sentence | None = None
    found: tuple[str, ...] = ()
    chunks: int = 1

    def describe(self, language: Language = "en") -> dict[str, Any]:
        """Return the opinion as JSON-ready data, its reason in ``language``."""
        described: dict[str, Any] = {"release": self.release, "agreement": self.agreement.value}
        if self.agreement is Agreement.DISAGREES:
            described["only_hub"] = list(self.only_hub)
            described["only_publisher"] = list(self.only_publisher)
        if self.found:
            described["found"] = list(self.found)
        if self.reason is not None:
            described["reason"] = self.reason.speak(language)
        if self.chunks > 1:
            described["chunks"] = self.chunks
        return described
