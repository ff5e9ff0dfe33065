"""What the line may ask of the hub's memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from hub.matching.papers import Mark, Paper
from hub.rules.known import Known

__all__ = ["Earlier", "Memory", "Recollection"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document that ended Accepted or Held before; ``sha256`` is of its own bytes."""

    document: str
    sha256: str


class Recollection(Protocol):
    """Earlier documents as the store remembers them."""

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and edition."""

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""

    def last_version(self, seller: str, kind: str, number: str) -> str | None:
        """Return the edition that was accepted last under this number."""

    def last_document(
        self,
        seller: str,
        kind: str,
        receiver: str | None,
        agreement: str | None,
        number: str | None = None,
    ) -> tuple[str, int] | None:
        """Return interchange and position of the last document of a kind that went there.

        None means any receiver, agreement or number. What a receiver refused did not go there.
        """

    def sent_documents(
        self, seller: str, kind: str, receivers: Collection[str] | None
    ) -> list[tuple[str, int, str | None]]:
        """Return interchange, position and number of every document that went there.

        The newest comes first. ``receivers`` None means anybody.
        """

    def receivers(self, seller: str, kind: str) -> frozenset[str]:
        """Return everybody whom a document of a kind went to."""

    def answer_to(
        self, buyer: str, order: str, seller: str, apart_from: tuple[str | None, str]
    ) -> str | None:
        """Return the number of the last answer that went from a seller to a buyer about an order.

        One that is older than the last version of the order that went to the seller, the order
        itself or a change of it, counts no more; ``apart_from`` is number and edition of a document
        that counts neither.
        "" for an answer without a number, None when there is none.
        """

    def papers(self, buyer: str, marks: Sequence[Mark]) -> list[Paper]:
        """Return what is kept under these marks, and of the bills among it, in order."""


class Memory(Known, Protocol):
    """Earlier documents, besides what rules may know.

    Read inside the transaction that commits the effect, so that two workers cannot both
    find a number free.
    """

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and version or issue date."""

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""

    def has_sent(self, sender: str, receiver: str, kind: str, number: str) -> bool:
        """Return whether a document of this kind and number went from the sender to a receiver.

        Raises ``TooEarly`` while an earlier document of the sender has not ended.
        """

    def papers(self, buyer: str, marks: Sequence[Mark]) -> list[Paper]:
        """Return what is kept for matching under these marks, and of the bills among it.

        In the order of acceptance; the store looks again as it commits what is decided by it.
        """
