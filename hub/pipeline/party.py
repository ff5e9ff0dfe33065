"""Parties as the hub is configured to know them: who sends, who receives, how and what."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from hub.model.context import Agreement, PartyCard
from hub.model.identity import EndpointID, FormatId

__all__ = ["Account", "Directory", "Enrolment", "Matching", "Party", "Port", "Subscription"]


@dataclass(frozen=True, slots=True)
class Account:
    """One way in. Which account a document came through decides who sent it.

    ``acts_for`` are the parties it may send for; a service bureau has many. ``settings``
    belong to the kind (``folder``: ``path``). ``answer_port`` names the port of the owner
    that answers go to; without one they wait visibly. ``answer_form`` is ``report`` or
    ``standard``: the hub's own report, or a document of the sender's own standard.
    """

    key: str
    party: str
    kind: str
    acts_for: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    answer_port: str | None = None
    language: str = "en"
    answer_form: str = "report"


@dataclass(frozen=True, slots=True)
class Port:
    """One technical way out of the hub to a party. ``key`` is ``party.port``."""

    key: str
    party: str
    kind: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a party wants of one kind of document: format, profile, port, options.

    ``kind`` is a document kind or ``*`` for every kind without a subscription of its own;
    ``format`` None means as it came (pass-through). ``senders`` narrows it to these
    parties; empty means everybody. ``when`` is ``approved`` where only bills are wanted that
    matching approves: they come here as well.
    ``fallback`` is the port for what the format cannot say, which goes there as it came;
    without one it is refused. Before that ``otherwise`` is tried, a second format.
    """

    kind: str
    port: str
    format: FormatId | None = None
    profile: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    senders: tuple[str, ...] = ()
    when: str | None = None
    fallback: str | None = None
    otherwise: FormatId | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """That a customer wants bills held against its orders and receipts.

    ``rules`` names the column of the table of matching rules (a mapping folder with
    matching.toml; None is the hub's own), ``settings`` what the customer wants otherwise.
    ``report`` is the port that is told every verdict; ``order_hours`` is how long a bill waits
    for an order that nobody knows yet, None: not at all.
    """

    rules: str | None = None
    report: str | None = None
    order_hours: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A seller's admission to a receiving system, once per seller and buyer."""

    seller: str
    buyer: str
    code: str | None = None
    date: dt.date | None = None
    order_reception: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A seller, a buyer, a network of buyers, or several of these.

    ``networks`` are parties that receive once what concerns all their members, such as
    the common master data of a catalogue system. ``order_response_hours`` is how long a buyer
    waits for an answer to an order; None means for ever. Without ``matching`` its bills are
    handed over as they come.
    """

    card: PartyCard
    roles: frozenset[str]
    accounts: tuple[Account, ...] = ()
    ports: tuple[Port, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    networks: tuple[str, ...] = ()
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    test: bool = False
    order_response_hours: int | None = None
    matching: Matching | None = None

    @property
    def key(self) -> str:
        """The party's short name in configuration, traces and folders."""
        return self.card.key


class Directory(Protocol):
    """Who is who; the same for the whole of one document."""

    @property
    def version(self) -> str:
        """A hash of the configuration, kept in the trace."""

    def account(self, key: str) -> Account | None:
        """Return an account by its key."""

    def party(self, key: str) -> Party | None:
        """Return a party by its key."""

    def party_at(self, endpoint: EndpointID) -> Party | None:
        """Return the party that an address belongs to."""

    def agreements_of(self, seller: str) -> tuple[Agreement, ...]:
        """Return the agreements of a seller, ordered by buyer and id."""

    def port(self, key: str) -> Port | None:
        """Return a port by its key."""
