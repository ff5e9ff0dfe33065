"""What the line may ask of the hub's memory."""

from dataclasses import dataclass
from typing import Protocol

from hub.rules.known import Known

__all__ = ["Earlier", "Memory"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document that ended Accepted or Held before."""

    document: str
    sha256: str


class Memory(Known, Protocol):
    """Earlier documents, besides what rules may know.

    Read inside the transaction that commits the effect, so that two workers cannot both
    find a number free.
    """

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and version or issue date."""

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""
