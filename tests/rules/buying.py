"""Judges documents of a purchase by the profile of a receiver, with what the hub remembers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Finding
from hub.model.identity import EndpointID, FormatId
from hub.model.line import Line
from hub.rules.known import Request
from hub.rules.profile import Profile
from tests.rules.bill import locate

GLN = "5790000000005"
CVR = "DK10000009"
SELLER = PartyCard(
    "examplefirm", "Example Firm", "DK", (EndpointID("GLN", GLN),), {"DK:CVR": "10000009"}
)
BUYER = PartyCard("exampletown", "Exampletown", "DK")


@dataclass
class Remembered:
    """What the hub knows of catalogues and orders."""

    names: frozenset[EndpointID] | None = None
    orders: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """The answers of the one seller, by order; they say no day of issue."""

    requests: Mapping[str, dt.date | None] = field(default_factory=dict)
    invited: str = SELLER.key
    """To whom the orders and requests went."""

    def catalogue_names(self, seller: str, buyer: str) -> frozenset[EndpointID] | None:
        """The numbers of the one seller at the one buyer."""
        return self.names if (seller, buyer) == (SELLER.key, BUYER.key) else None

    def went_to(self, receiver: str, sender: str, kind: str, number: str) -> bool:
        """Orders of the one buyer to whom they went."""
        asked = (sender, receiver, kind) == (BUYER.key, self.invited, "order")
        return asked and number in self.orders

    def answered(
        self, seller: str, buyer: str, order: str, apart_from: tuple[str | None, str]
    ) -> str | None:
        """Answers of the one seller to the one buyer, but for the one that is asked about."""
        found = self.answers.get(order) if (seller, buyer) == (SELLER.key, BUYER.key) else None
        return None if (found, "") == apart_from else found

    def request(self, buyer: str, seller: str, number: str) -> Request | None:
        """Requests of the one buyer to whom they went."""
        asked = (buyer, seller) == (BUYER.key, self.invited) and number in self.requests
        return Request(self.requests[number]) if asked else None


def judged(
    profile: Profile, head: Any, lines: Iterable[Any] = (), known: Any = None, kind: str = "invoice"
) -> tuple[list[Finding], tuple[str, ...]]:
    """Return what a receiver's rules say of a document, and what they could not judge."""
    context = RouteContext(
        now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        sender=SELLER,
        receiver=BUYER,
        source=FormatId("oioubl", kind, "2.1"),
    )
    checker = profile.checker(context, kind, known)
    _, said = checker.header(head, locate)
    for number, body in enumerate(lines, start=1):
        _, more = checker.line(Line(number, body, locate))
        said = [*said, *more]
    return [*said, *checker.end()], tuple(checker.skipped)
