"""The hub's memory as the line and its rules ask for it: the store, and the directory."""

from collections.abc import Callable, Iterable

from hub.model.context import Agreement
from hub.pipeline.memory import Earlier
from hub.pipeline.party import Directory
from hub.pipeline.protocols import Recollection
from hub.rules.known import Enrolment, ItemKey

__all__ = ["HubMemory", "Items"]

Items = Callable[[str, str | None, str | None], Iterable[ItemKey] | None]
"""Items of the catalogue that a seller (to a buyer, under an agreement) has active."""

CATALOGUE = "catalogue"


class HubMemory:
    """Earlier documents from the store, agreements and admissions from the configuration."""

    def __init__(self, recollection: Recollection, directory: Directory, items: Items) -> None:
        self._recollection = recollection
        self._directory = directory
        self._items = items

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and version or issue date."""
        return self._recollection.earlier(seller, kind, number, edition)

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""
        return self._recollection.same_bytes(seller, sha256)

    def last_version(self, seller: str, catalogue_id: str) -> str | None:
        """Return the last accepted version of a seller's catalogue."""
        return self._recollection.last_version(seller, CATALOGUE, catalogue_id)

    def agreement(self, seller: str, buyer: str, agreement_id: str) -> Agreement | None:
        """Return an agreement between two parties."""
        for agreement in self._directory.agreements_of(seller):
            if agreement.buyer == buyer and agreement.id == agreement_id:
                return agreement
        return None

    def published_items(self, seller: str) -> Callable[[str, str | None], bool] | None:
        """Return a test of (item number, variant) against the seller's last catalogue."""
        items = self._items(seller, None, None)
        if items is None:
            return None
        known = frozenset(items)
        return lambda number, variant: (number, variant) in known

    def active_items(self, seller: str, buyer: str, agreement_id: str) -> Iterable[ItemKey] | None:
        """Return the items of the last catalogue that went to a buyer under an agreement."""
        return self._items(seller, buyer, agreement_id)

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return the seller's sign-up with a buyer."""
        party = self._directory.party(buyer)
        owner = self._directory.party(seller)
        if party is None or owner is None:
            return None
        for entry in party.enrolments:
            if entry.seller == seller and entry.date is not None:
                number = next(iter(owner.card.numbers.values()), "")
                return Enrolment(seller, buyer, number, entry.date, entry.order_reception)
        return None
