"""The hub's memory as the line and its rules ask for it: the store, and the directory."""

from collections.abc import Callable, Iterable, Sequence

from hub.app.heads import Heads
from hub.app.items import DELETE, ItemSet, ReadItems
from hub.errors import TooEarly
from hub.facts.schemes import company_scheme
from hub.matching.papers import Mark, Paper
from hub.model.context import Agreement
from hub.model.identity import EndpointID
from hub.pipeline.memory import Earlier, Recollection
from hub.pipeline.party import Directory
from hub.rules.known import Enrolment, ItemKey, Request

__all__ = ["SOON", "HubMemory"]

CATALOGUE = "catalogue"
REQUEST = "request-for-quotation"
NETWORK = "network"
SOON = 0.25
"""Seconds after which an earlier document may have ended."""


class HubMemory:
    """Earlier documents from the store, agreements and admissions from the configuration.

    Made anew for every interchange. What was read for the route of one buyer serves the
    others, and is forgotten afterwards.

    Workers take documents side by side, but what a catalogue changes is what the one before
    it left. ``pending`` says whether an earlier document of the sender has not ended: then
    everything that looks back raises ``TooEarly``. Numbers taken meanwhile need no such care,
    because the store looks again as it commits.
    """

    def __init__(
        self,
        recollection: Recollection,
        directory: Directory,
        read: ReadItems,
        pending: Callable[[], bool] = lambda: False,
        heads: Heads | None = None,
    ) -> None:
        self._recollection = recollection
        self._directory = directory
        self._read = read
        self._pending = pending
        self._heads = heads
        self._sets: dict[tuple[str, frozenset[str] | None], ItemSet | None] = {}

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and version or issue date."""
        return self._recollection.earlier(seller, kind, number, edition)

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""
        return self._recollection.same_bytes(seller, sha256)

    def last_version(self, seller: str, catalogue_id: str) -> str | None:
        """Return the last accepted version of a seller's catalogue."""
        self._look_back()
        return self._recollection.last_version(seller, CATALOGUE, catalogue_id)

    def agreement(self, seller: str, buyer: str, agreement_id: str) -> Agreement | None:
        """Return an agreement between two parties."""
        for agreement in self._directory.agreements_of(seller):
            if agreement.buyer == buyer and agreement.id == agreement_id:
                return agreement
        return None

    def published_items(self, seller: str) -> Callable[[str, str | None], bool] | None:
        """Return a test of (item number, variant) against all catalogues that went to anybody."""
        return self._sent_to(seller, None)

    def network_items(self, seller: str, buyer: str) -> Callable[[str, str | None], bool] | None:
        """Return a test of (item number, variant) against what a buyer's network was sent."""
        self._look_back()
        party = self._directory.party(buyer)
        named = () if party is None else party.networks
        return self._sent_to(seller, frozenset(named) or self._networks(seller))

    def active_items(self, seller: str, buyer: str, agreement_id: str) -> Iterable[ItemKey] | None:
        """Return the items of the last catalogue that went to a buyer under an agreement."""
        self._look_back()
        found = self._recollection.last_document(seller, CATALOGUE, buyer, agreement_id)
        if found is None:
            return None
        return (key for key, action in self._read(*found) if action != DELETE)

    def catalogue_names(self, seller: str, buyer: str) -> frozenset[EndpointID] | None:
        """Return the numbers by which a seller's last catalogue to a buyer named the seller."""
        self._look_back()
        found = self._recollection.last_document(seller, CATALOGUE, buyer, None)
        return None if found is None or self._heads is None else self._heads.names(*found)

    def went_to(self, receiver: str, sender: str, kind: str, number: str) -> bool:
        """Return whether a sender's document of this kind and number went to a receiver."""
        return self._recollection.last_document(sender, kind, receiver, None, number) is not None

    def answered(
        self, seller: str, buyer: str, order: str, apart_from: tuple[str | None, str]
    ) -> str | None:
        """Return the number of an answer that a seller gave a buyer to this version of an order."""
        self._look_back()
        return self._recollection.answer_to(buyer, order, seller, apart_from)

    def request(self, buyer: str, seller: str, number: str) -> Request | None:
        """Return the last request for quotation of this number that went to a seller."""
        found = self._recollection.last_document(buyer, REQUEST, seller, None, number)
        if found is None:
            return None
        return Request(None if self._heads is None else self._heads.closing(*found))

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return the seller's sign-up with a buyer."""
        party = self._directory.party(buyer)
        owner = self._directory.party(seller)
        if party is None or owner is None:
            return None
        for entry in party.enrolments:
            if entry.seller == seller and entry.date is not None:
                scheme = company_scheme(party.card.country)
                number = owner.card.numbers.get(scheme or "", "")
                return Enrolment(seller, buyer, number, entry.date, entry.order_reception)
        return None

    def has_sent(self, sender: str, receiver: str, kind: str, number: str) -> bool:
        """Return whether a document of this kind and number went from the sender to a receiver."""
        self._look_back()
        return self.went_to(receiver, sender, kind, number)

    def papers(self, buyer: str, marks: Sequence[Mark]) -> list[Paper]:
        """Return what is kept for matching under these marks, and of the bills among it."""
        return self._recollection.papers(buyer, marks)

    def _look_back(self) -> None:
        if self._pending():
            raise TooEarly("an earlier document of this sender is being worked on", SOON)

    def _networks(self, seller: str) -> frozenset[str]:
        """Return the networks that ever got a catalogue of a seller."""
        return frozenset(
            key
            for key in self._recollection.receivers(seller, CATALOGUE)
            if (party := self._directory.party(key)) is not None and NETWORK in party.roles
        )

    def _sent_to(self, seller: str, receivers: frozenset[str] | None) -> ItemSet | None:
        self._look_back()
        if (seller, receivers) not in self._sets:
            sent = self._recollection.sent_documents(seller, CATALOGUE, receivers)
            self._sets[seller, receivers] = ItemSet(sent, self._read) if sent else None
        return self._sets[seller, receivers]
