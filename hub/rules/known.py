"""What rules may ask of the hub's memory."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from hub.model.context import Agreement
from hub.model.identity import EndpointID

__all__ = ["Enrolment", "ItemKey", "Known", "Request"]

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


class Request(Struct, frozen=True):
    """A request for quotation that went to a seller; ``closes`` None where it names no day."""

    closes: dt.date | None


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

    def went_to(self, receiver: str, sender: str, kind: str, number: str) -> bool:
        """Return whether a sender's document of this kind and number went to a receiver."""

    def answered(
        self, seller: str, buyer: str, order: str, apart_from: tuple[str | None, str]
    ) -> str | None:
        """Return the number of an answer that a seller gave a buyer to this version of an order.

        An order-response of any kind that went there after the order, or its last change, went to
        the seller; "" for one without a number. ``apart_from`` is number and edition (its day of
        issue, YYYY-MM-DD or "") of the answer that is asked about, which is none before itself:
        another document may bear its number. None when there is none.
        """

    def request(self, buyer: str, seller: str, number: str) -> Request | None:
        """Return the last request for quotation of this number that went to a seller.

        None when no such request went there, whoever else was asked.
        """

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return the seller's sign-up with a buyer."""
