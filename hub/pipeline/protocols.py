"""What the line needs of the world: the Protocols that adapters implement.

::

    Intake -> Inbox -> Outbox -> Transport -> Work -> Deliveries -> OutPort
              `---------------- Store ----------------'   Archive: what happened

Embedded, the store and the transport are one SQLite file; in a bigger installation they are
a database server and a broker. One contract suite (``tests/contract``) runs over all of them.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from hub.formats.payload import Payload
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.memory import Recollection
from hub.pipeline.outcome import Processed

__all__ = [
    "Acceptance",
    "Answer",
    "Archive",
    "Arrival",
    "Attempt",
    "Checkpoint",
    "Clock",
    "Conclusion",
    "Consignment",
    "Deliveries",
    "Ended",
    "Inbox",
    "Intake",
    "Message",
    "OutPort",
    "Outbox",
    "Receipt",
    "Received",
    "Store",
    "Transport",
    "Work",
]

Checkpoint = Callable[[str], None]
"""Told the name of each moment at which a crash is most instructive; tests kill there."""


class Clock(Protocol):
    """The time, so that tests can set it."""

    def now(self) -> dt.datetime:
        """Return the time, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring a span."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complete delivery of a sender, not yet accepted.

    ``key`` is the channel's name of this delivery: the same key is the same delivery seen twice.
    ``redelivery_of`` is a beginning of keys: the channel showed this delivery before; an accepted
    one whose key begins so is the same. ``family``: the kind, where known. ``place``: the intake's.
    """

    account: str
    tenant: str
    channel: str
    key: str
    name: str
    payload: Payload
    family: str | None = None
    redelivery_of: str | None = None
    replay_of: str | None = None
    ports: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    onwards: int | None = None
    place: Any = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The hub answers for the document from here on. ``repeated``: it did already."""

    interchange: str
    accept_number: int
    repeated: bool = False


class Inbox(Protocol):
    """Where documents become the hub's responsibility."""

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Keep payloads, keys, first trace events and outbox rows in one transaction."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the hub tells itself: an encoded envelope under a topic."""

    id: str
    topic: str
    body: bytes


class Outbox(Protocol):
    """Messages written with their cause, to be published afterwards."""

    def unsent(self, limit: int) -> list[Message]:
        """Return due messages in the order in which they were written."""

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Note that the transport keeps these messages."""

    def turn(self) -> bool:
        """Whether it is this process that publishes now; another one stands by."""

    def refill(self, sent_before: dt.timedelta, limit: int) -> int:
        """Publish again what was sent longer ago and never begun: a broker lost its queues."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message lent to a consumer until it is acknowledged or released."""

    message: Message
    token: str
    redelivered: bool = False


class Transport(Protocol):
    """Carries messages to competing consumers, each at least once."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when every message is kept; raises ``TransientError`` when one may not be.

        Published again, a message may be carried twice: ``Work.begin`` makes that harmless.
        """

    def receive(self, topic: str, limit: int) -> list[Received]:
        """Lend up to ``limit`` messages to this consumer."""

    def ack(self, received: Sequence[Received]) -> None:
        """Forget messages; raises ``Fenced`` when one was lent to somebody else since."""

    def release(self, received: Sequence[Received]) -> None:
        """Give messages back untouched."""

    def given_up(self, limit: int) -> list[Received]:
        """Lend messages that the transport delivers no more; the taker publishes them anew."""

    def recover(self) -> int:
        """Give back whatever this consumer held before it was restarted; returns how many."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Where an interchange stands as a worker takes it up, this attempt counted.

    ``unexplained`` counts earlier attempts that neither finished nor said why they failed;
    ``exhausted`` those that were stopped at a limit.
    """

    state: Literal["open", "ended", "parked"]
    number: int = 0
    unexplained: int = 0
    exhausted: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """A document that ended, with the party it is from (unknown when it is unreadable)."""

    processed: Processed
    sender: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told, on its answer ``port`` and, with ``back``, on its channel.

    ``documents`` go to the port in the place of the report, or beside it where not ``whole``.
    """

    verdict: Literal["done", "rejected"]
    report: bytes
    text: bytes
    port: str | None
    back: bool
    documents: tuple[Payload, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Everything that ends an interchange, to be committed at once; seals by document, route."""

    envelope: Envelope
    documents: tuple[Ended, ...]
    answer: Answer
    versions: Mapping[str, str] = field(default_factory=dict)
    seals: Mapping[tuple[int, int], str] = field(default_factory=dict)


class Work(Protocol):
    """What a worker asks and tells."""

    def begin(self, interchanges: Sequence[str]) -> list[Attempt]:
        """Count an attempt at each, before any work, and say where each stands."""

    def earlier_open(self, interchange: str) -> bool:
        """Whether an earlier interchange that may be of the same sender is still open."""

    def payload(self, claim: ClaimCheck) -> Payload:
        """Return the original; ``Defect`` when tenant and blob do not belong together."""

    def recollection(self, tenant: str) -> Recollection:
        """Return the memory of a tenant."""

    def finish(self, conclusions: Sequence[Conclusion]) -> list[bool]:
        """Commit outcomes, outputs, deliveries, answers and trace.

        False for a conclusion that another document overtook since its memory was read:
        nothing of it was written, and it must be processed again.
        """

    def again(self, interchange: str, error: str, due: dt.datetime) -> None:
        """Try later, because the world was in the way."""

    def exhausted(self, interchange: str, resource: str, due: dt.datetime | None = None) -> None:
        """Note that this attempt is being stopped at a limit; with ``due``, try then."""

    def park(self, interchange: str, reason: str, error: str) -> None:
        """Put an interchange before an operator, unless it has ended."""


@dataclass(frozen=True, slots=True)
class Consignment:
    """One thing to hand over, leased to whoever claimed it.

    ``output`` goes to a port; ``answer`` to an account's answer port; ``return`` back on
    the way the document came, ``payload`` being the report and ``companion`` its readable
    text. ``name`` is used once per port, so that a repeat can overwrite itself.
    """

    id: str
    kind: Literal["output", "answer", "return"]
    port: str
    lane: str
    epoch: int
    number: int
    interchange: str
    document: str | None
    account: str
    name: str
    media_type: str
    payload: Payload
    attempt: int
    claimed: float
    companion: Payload | None = None
    verdict: str | None = None
    family: str | None = None
    accepted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A way out has it. ``where`` and ``id`` are the receiver's words, for the trace."""

    where: str
    id: str | None = None


class Deliveries(Protocol):
    """Deliveries that wait, lane by lane."""

    def claim(self, owner: str, limit: int, paused: frozenset[str]) -> list[Consignment]:
        """Lease lanes and return the next due consignments of each, in order.

        A lane waits while an earlier document of its sender is open, or its port is paused.
        """

    def delivered(self, done: Sequence[tuple[Consignment, Receipt]]) -> None:
        """Commit receipts and trace; raises ``Fenced`` when a lane was taken over."""

    def retry(self, consignment: Consignment, error: str, due: dt.datetime) -> None:
        """Try later; the lane waits behind it."""

    def park(self, consignment: Consignment, error: str) -> None:
        """Put a delivery before an operator; the lane goes on."""

    def renew(self, claimed: Sequence[Consignment]) -> None:
        """Hold lanes longer whose sending takes long."""

    def free(self, owner: str) -> int:
        """Give up every lane of an owner that was restarted; returns how many."""

    def finished(
        self, claimed: Sequence[Consignment], untouched: Sequence[Consignment] = ()
    ) -> None:
        """Give up the lanes of what was claimed; what was not even tried keeps its attempts."""

    def senders(self, accounts: Mapping[str, tuple[str, ...]]) -> None:
        """Say which parties each account may send for; order depends on it."""

    def listed(self, port: str, limit: int, after: int = 0) -> list[dict[str, Any]]:
        """Return what lies ready on a port and is not confirmed, in order, after a number."""

    def confirm(self, port: str, delivery: str) -> bool:
        """Note that the customer has it; may be repeated. False: unknown on this port."""

    def content_for(self, port: str, delivery: str) -> Payload | None:
        """Return what was handed over on a port; None when it is unknown there."""


class Archive(Protocol):
    """What happened: rows as JSON-ready dictionaries, times in ISO 8601."""

    def search(self, query: str, limit: int = 50) -> list[dict[str, Any]]:
        """Find interchanges by any id, document number, file name, hash or party."""

    def interchange(self, identity: str) -> dict[str, Any] | None:
        """Return one interchange with its documents, routes and deliveries."""

    def trace(self, interchange: str) -> list[dict[str, Any]]:
        """Return the events of one interchange, oldest first."""

    def content(self, identity: str) -> Payload | None:
        """Return the original of an interchange, or an output or answer by its id."""

    def parked(self) -> list[dict[str, Any]]:
        """Return everything that waits for an operator."""

    def customers(self) -> list[dict[str, Any]]:
        """Return, for each receiver, what it got, what was refused and what was lost."""

    def waiting(self) -> dict[str, int]:
        """Return how much is still under way, by stage."""

    def gauges(self, confirming: Collection[str] = ()) -> dict[str, Any]:
        """Return what operators watch; ``confirming`` are ports whose receivers confirm."""


class Store(Protocol):
    """The truth."""

    @property
    def inbox(self) -> Inbox:
        """Where documents are accepted."""

    @property
    def outbox(self) -> Outbox:
        """Where messages wait to be published."""

    @property
    def work(self) -> Work:
        """What workers use."""

    @property
    def deliveries(self) -> Deliveries:
        """What ports use."""

    @property
    def archive(self) -> Archive:
        """What people ask."""


class Intake(Protocol):
    """One account's way in, and the way back to its sender."""

    def arrivals(self, limit: int) -> list[Arrival]:
        """Return complete deliveries that wait, oldest first."""

    def taken(self, accepted: Sequence[tuple[Arrival, Acceptance]]) -> None:
        """Take accepted deliveries out of the sender's sight; may be called again."""

    def settling(self) -> bool:
        """Whether something is there that may be complete soon."""

    def answer(self, answer: Consignment) -> Receipt:
        """Hand an answer back; a repeat changes nothing."""

    def flush(self) -> None:
        """Make every answer handed back so far durable; called before that is written down."""


class OutPort(Protocol):
    """One way out."""

    def send(self, consignment: Consignment) -> Receipt:
        """Hand over; a repeat of the same id must not show twice where that can be known.

        Raises ``PortUnavailable`` (try later) or ``PortRefused`` (never).
        """

    def flush(self) -> None:
        """Make everything sent so far durable; called before receipts are written down."""
