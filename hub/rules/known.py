"""What rules may ask of the hub's memory."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from hub.model.context import Agreement
from hub.model.identity import EndpointID

__all__ = ["Enrolment", "ItemKey", "Known"]

ItemKey = tuple[str, str | None]
"""An item of a seller: item number and variant."""


class Enrolment(Struct, frozen=True):
    """A seller's sign-up with one buyer's system (TTK-12, TTK-23).

    ``company_number`` is the seller's in the register of the buyer's country, empty when it has
    none there; ``order_reception`` is how the seller takes orders there; None while it is not set.
    """

    seller: str
    buyer: str
    company_number: str
    enrolled_on: dt.date
    order_reception: str | None = None


class Known(Protocol):
    """The hub's memory, read inside the transaction that commits what is decided.

    Sellers and buyers are party keys. None means that the hub knows of no such thing,
    never that it could not look. What went out before is read as it is asked for: that raises
    ``ContentGone`` where the hub lost it, and the rule that asked is reported as skipped.
    """

    def last_version(self, seller: str, catalogue_id: str) -> str | None:
        """Return the last accepted version of a seller's catalogue."""

    def agreement(self, seller: str, buyer: str, agreement_id: str) -> Agreement | None:
        """Return an agreement between two parties."""

    def published_items(self, seller: str) -> Callable[[str, str | None], bool] | None:
        """Return a test of (item number, variant) against all catalogues that went to anybody.

        None when the seller has no published catalogue.
        """

    def network_items(self, seller: str, buyer: str) -> Callable[[str, str | None], bool] | None:
        """Return a test of (item number, variant) against what a buyer's network was sent.

        Networks are those the buyer belongs to, or every network when it names none. The
        catalogues of all numbers count. None when no catalogue went there.
        """

    def active_items(self, seller: str, buyer: str, agreement_id: str) -> Iterable[ItemKey] | None:
        """Return the items of the active catalogue or price book of an agreement.

        None when there is none active. Read lazily, once.
        """

    def catalogue_names(self, seller: str, buyer: str) -> frozenset[EndpointID] | None:
        """Return the numbers by which a seller's last catalogue to a buyer named the seller.

        None when no catalogue went there.
        """

    def was_sent(self, sender: str, kind: str, number: str) -> bool:
        """Return whether a document of this kind and number was accepted from a sender."""

    def request_closes(self, buyer: str, seller: str, number: str) -> dt.date | None:
        """Return the last day for answers to a request for quotation that went to a seller.

        None when there is no such request, or when it names no day.
        """

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return the seller's sign-up with a buyer."""
