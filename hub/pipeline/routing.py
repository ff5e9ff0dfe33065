"""Where a document goes: from summary, parties and agreements to routes.

Catalogues route by agreement: one catalogue reaches every buyer that has an agreement
with the seller, unless the document names an agreement, a receiver or customer ports.
All other documents route by the receiver's address.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.errors import ConfigurationError
from hub.facts.calendars import local_day
from hub.model.context import Agreement
from hub.model.identity import FormatId
from hub.model.summary import Summary
from hub.pipeline.envelope import Envelope, route_name
from hub.pipeline.party import Directory, Party, Port, Subscription

__all__ = ["BY_AGREEMENT", "WHEN", "Route", "find_routes", "named_receiver"]

WHEN = "when="
"""Begins what asks for the routes of a verdict, in the place of a port."""

BY_AGREEMENT = frozenset(
    {
        "catalogue",
        "catalogue-deletion",
        "catalogue-item-specification-update",
        "catalogue-pricing-update",
    }
)
"""Kinds that a seller hands over once for all its agreements."""


@dataclass(frozen=True, slots=True)
class Route:
    """(sender, receiver, kind, agreement) to (format, profile, port).

    ``format`` None means the document's own format. ``choices`` are agreements that the
    document might belong to, when it does not say which: the hub does not guess, so such
    a route is refused. ``when`` says which verdict of matching a bill has to have for it.
    ``fallback`` is the port for what neither the format nor ``otherwise``, a second one, can
    say.
    """

    sender: Party
    receiver: Party
    kind: str
    port: Port
    format: FormatId | None = None
    profile: str | None = None
    agreement: Agreement | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    when: str | None = None
    fallback: Port | None = None
    otherwise: FormatId | None = None

    @property
    def lane(self) -> str:
        """The unit of order: within it, deliveries follow the order of acceptance."""
        return f"{self.sender.key}>{self.receiver.key}/{self.kind}@{self.port.key}"

    @property
    def customer_port(self) -> str:
        """The seller-buyer pair, the unit of contract and billing."""
        return f"{self.sender.key}>{self.receiver.key}"


def find_routes(
    summary: Summary, sender: Party, directory: Directory, envelope: Envelope
) -> list[Route]:
    """Return every route of a document, in the order of receivers and agreements.

    A replay goes where its envelope says, a document to the ports it asks for. A document
    addressed to somebody unknown goes nowhere, rather than to everybody.
    """
    receiver = named_receiver(summary, directory)
    if receiver is None and summary.receiver:
        return []
    if summary.kind in BY_AGREEMENT:
        at = envelope.accepted_at
        found = list(_by_agreement(summary, sender, receiver, directory, at))
    elif receiver is not None:
        found = list(_to(receiver, summary.kind, sender, directory))
    else:
        found = []
    wanted = envelope.ports or summary.ports
    return [route for route in found if _asked_for(route, wanted)]


def _by_agreement(
    summary: Summary,
    sender: Party,
    named: Party | None,
    directory: Directory,
    accepted_at: dt.datetime,
) -> Iterator[Route]:
    open_with: dict[str, list[Agreement]] = {}
    for agreement in directory.agreements_of(sender.key):
        if summary.agreement in (None, agreement.id):
            open_with.setdefault(agreement.buyer, []).append(agreement)
    networks: dict[str, Party] = {}
    for key, candidates in open_with.items():
        buyer = directory.party(key)
        if buyer is None:
            raise ConfigurationError([f"agreement {candidates[0].id}: no party {key}"])
        today = local_day(accepted_at, buyer.card.country)
        agreements = [one for one in candidates if _in_force(one, today)]
        if not agreements:
            continue
        if named is None or named.key == buyer.key:
            yield from _to(buyer, summary.kind, sender, directory, agreements)
        for network in _networks(buyer, directory):
            if named is None or named.key == network.key:
                networks.setdefault(network.key, network)
    for network in networks.values():
        yield from _to(network, summary.kind, sender, directory)


def _networks(buyer: Party, directory: Directory) -> Iterator[Party]:
    for key in buyer.networks:
        network = directory.party(key)
        if network is None:
            raise ConfigurationError([f"party {buyer.key}: network: no party {key}"])
        yield network


def named_receiver(summary: Summary, directory: Directory) -> Party | None:
    """Return the party a document is addressed to: that of its first known address.

    The endpoint comes first and decides: a service centre may receive for a company whose
    number stands behind it.
    """
    return next(
        (party for address in summary.receiver if (party := directory.party_at(address))), None
    )


def _to(
    receiver: Party,
    kind: str,
    sender: Party,
    directory: Directory,
    agreements: Sequence[Agreement] = (),
) -> Iterator[Route]:
    certain = len(agreements) == 1
    for wanted in _subscriptions(receiver, kind, sender):
        port = _port(wanted.port, receiver, directory)
        other = wanted.fallback
        yield Route(
            sender=sender,
            receiver=receiver,
            kind=kind,
            port=port,
            format=wanted.format,
            profile=wanted.profile,
            agreement=agreements[0] if certain else None,
            options=wanted.options,
            choices=() if certain else tuple(agreement.id for agreement in agreements),
            when=wanted.when,
            fallback=None if other is None else _port(other, receiver, directory),
            otherwise=wanted.otherwise,
        )


def _port(key: str, receiver: Party, directory: Directory) -> Port:
    port = directory.port(key)
    if port is None:
        raise ConfigurationError([f"party {receiver.key}: receives: no port {key}"])
    return port


def _subscriptions(receiver: Party, kind: str, sender: Party) -> list[Subscription]:
    open_to_sender = [s for s in receiver.subscriptions if not s.senders or sender.key in s.senders]
    own = [s for s in open_to_sender if s.kind == kind and s.when is None]
    beside = [s for s in open_to_sender if s.kind == kind and s.when is not None]
    return (own or [s for s in open_to_sender if s.kind == "*"]) + beside


def _in_force(agreement: Agreement, today: dt.date) -> bool:
    """Whether it has not ended yet, on the day it is for the buyer.

    An agreement to come counts: its first catalogue is sent well before it starts.
    """
    return agreement.valid_to is None or today <= agreement.valid_to


def _asked_for(route: Route, ports: tuple[str, ...]) -> bool:
    if not ports:
        return True
    # A route that had no agreement to name may have one by now, and the other way round.
    agreements = {None, route.agreement.id} if route.agreement else {None, *route.choices}
    receiver = route.receiver.key
    keys = {one.key for one in (route.port, route.fallback) if one is not None}
    names = {route_name(key, receiver, agreement) for key in keys for agreement in agreements}
    if route.when is not None:
        names.add(WHEN + route.when)
    return not (names | keys | {receiver}).isdisjoint(ports)
