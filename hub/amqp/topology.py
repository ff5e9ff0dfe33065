"""What has to exist on the broker for a set of accounts and ports.

::

    in.<account>  fanout --> hub.intake.00 .. 15     one for each account; only it may write there
    hub.work      direct --> hub.work.repeats, hub.work.documents, hub.work.bulk
    hub.ports     direct --> out.<party>.<port>      read by the customer
    hub.dlx       direct --> hub.work.again          work that came back too often
                         --> hub.parked              what any other queue had to give up
    hub.unrouted  fanout --> hub.unrouted            what an account's exchange leads nowhere with

What correctness depends on is an argument of a queue, so that declaring all of it over AMQP is
enough for a correct hub. What an operator tunes is a policy.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from pika.adapters.blocking_connection import BlockingChannel

from hub.amqp.declaring import declare
from hub.amqp.definitions import Release, definitions
from hub.amqp.difference import Difference, Found, differences
from hub.amqp.objects import Binding, Exchange, Object, Permission, Policy, Queue, User
from hub.pipeline.party import Account, Port

__all__ = [
    "AGAIN",
    "DEAD_LETTERS",
    "INTAKE_QUEUES",
    "PARKED",
    "PARTITIONS",
    "PORTS",
    "UNROUTED",
    "WORK",
    "WORK_TOPICS",
    "Topology",
    "intake_exchange",
    "intake_queue",
    "port_queue",
    "work_queue",
]

PARTITIONS = 16
"""Intake queues; fixed, since an account's documents keep their order within one of them."""

WORK = "hub.work"
PORTS = "hub.ports"
DEAD_LETTERS = "hub.dlx"
PARKED = "hub.parked"
UNROUTED = "hub.unrouted"
WORK_TOPICS = ("repeats", "documents", "bulk")
AGAIN = f"{WORK}.again"
"""Where work goes that the broker would deliver no more: the database says what becomes of it."""

INTAKE_QUEUES = tuple(f"hub.intake.{number:02}" for number in range(PARTITIONS))

_QUORUM = {"x-queue-type": "quorum"}
_KEPT = MappingProxyType({**_QUORUM, "x-delivery-limit": 1_000_000})
"""For queues of last resort: 4.x drops what was looked at 20 times, unless a limit is set."""

_SAFE = MappingProxyType(
    {
        **_QUORUM,
        "x-overflow": "reject-publish",
        "x-delivery-limit": 100,
        "x-dead-letter-exchange": DEAD_LETTERS,
        "x-dead-letter-routing-key": "parked",
        "x-dead-letter-strategy": "at-least-once",
    }
)
"""Nothing is dropped: a full queue refuses, and what is given up is parked at least once."""

_WORK = MappingProxyType({**_SAFE, "x-dead-letter-routing-key": "again"})
_AGAIN = MappingProxyType({**_SAFE, **_KEPT})
_ONE_READER = MappingProxyType({**_SAFE, "x-single-active-consumer": True})
_CAUGHT = MappingProxyType({"alternate-exchange": UNROUTED})

_BYTES = 2_000_000_000
"""How much a queue holds before it refuses; what it would refuse stays with the sender."""

_LIMITS = MappingProxyType({"max-connections": 20, "max-channels": 200})


def intake_exchange(account: str) -> str:
    """Return the exchange of an account; only the account's own user can write to it."""
    return f"in.{account}"


def intake_queue(account: str) -> str:
    """Return the one queue where an account's documents wait, in their order."""
    return INTAKE_QUEUES[zlib.crc32(account.encode()) % PARTITIONS]


def work_queue(topic: str) -> str:
    """Return the queue of a topic of work."""
    return f"{WORK}.{topic}"


def port_queue(port: str) -> str:
    """Return the queue of a port; ``port`` is its full key, ``party.port``."""
    return f"out.{port}"


@dataclass(frozen=True, slots=True)
class Topology:
    """Every object that the broker has to have, in the order of making them."""

    exchanges: tuple[Exchange, ...]
    queues: tuple[Queue, ...]
    bindings: tuple[Binding, ...]
    policies: tuple[Policy, ...]
    users: tuple[User, ...]
    permissions: tuple[Permission, ...]

    @classmethod
    def of(cls, accounts: Iterable[Account], ports: Iterable[Port]) -> Self:
        """Return what accounts and ports of kind ``queue`` need; others need nothing here."""
        ways_in = sorted((one for one in accounts if one.kind == "queue"), key=lambda a: a.key)
        ways_out = sorted((one for one in ports if one.kind == "queue"), key=lambda p: p.key)
        return cls(
            exchanges=(*_OWN_EXCHANGES, *(_exchange(account) for account in ways_in)),
            queues=(*_OWN_QUEUES, *(_queue(port) for port in ways_out)),
            bindings=(
                *_OWN_BINDINGS,
                *(Binding(intake_exchange(a.key), intake_queue(a.key)) for a in ways_in),
                *(Binding(PORTS, port_queue(p.key), port_queue(p.key)) for p in ways_out),
            ),
            policies=(*_POLICIES, *_limits(ways_out)),
            users=tuple(
                User(one.key, one.settings.get("password_hash", ""), _LIMITS) for one in ways_in
            ),
            permissions=tuple(_permission(account) for account in ways_in),
        )

    @property
    def objects(self) -> tuple[Object, ...]:
        """All of them in one."""
        made: tuple[Object, ...] = (*self.exchanges, *self.queues, *self.bindings)
        allowed: tuple[Object, ...] = (*self.policies, *self.users, *self.permissions)
        return made + allowed

    def declare(self, channel: BlockingChannel) -> None:
        """Make exchanges, queues and bindings that are not there yet; harmless to repeat.

        Users, permissions and policies cannot be made over AMQP.

        Raises:
            ConfigurationError: an object is there with other properties, or the user of the
                connection may not make one; every such object is named.
            BrokerUnavailable: the connection was lost.
        """
        declare(channel, self.exchanges, self.queues, self.bindings)

    def definitions(
        self, release: Release, vhost: str, own: User | None = None
    ) -> Mapping[str, Any]:
        """Return the file for ``rabbitmqctl import_definitions`` of a release of RabbitMQ.

        ``own`` is the hub's own user, which may do anything within the virtual host.
        """
        users = (*self.users, own) if own else self.users
        permissions = (*self.permissions, _own(own.name)) if own else self.permissions
        return definitions(
            release,
            vhost,
            exchanges=self.exchanges,
            queues=self.queues,
            bindings=self.bindings,
            policies=self.policies,
            users=users,
            permissions=permissions,
        )

    def clashes(self, own: str) -> tuple[str, ...]:
        """Return what is wrong when the hub's own user has this name: no account may share it."""
        return tuple(
            f"account {user.name}: is named like the hub's own user in HUB_BROKER_URL, "
            "whose rights it would take away; rename one of them"
            for user in self.users
            if user.name == own
        )

    def difference(self, found: Found) -> tuple[Difference, ...]:
        """Return what a broker lacks, has otherwise, or has left over, as far as it is known."""
        return differences({one.key: one.properties for one in self.objects}, found)


_OWN_EXCHANGES = (
    Exchange(UNROUTED, "fanout", "takes what an account's exchange leads nowhere with"),
    Exchange(DEAD_LETTERS, "direct", "takes what a queue had to give up", _CAUGHT),
    # Neither of these two has an alternate exchange: the broker would confirm a message that
    # reached no queue of its own, and the hub would take it for handed over.
    Exchange(WORK, "direct", "documents on their way to the workers"),
    Exchange(PORTS, "direct", "outputs on their way to customers' queues"),
)

_OWN_QUEUES = (
    Queue(UNROUTED, "what led nowhere, for an operator", _KEPT),
    Queue(PARKED, "what was given up, for an operator", _KEPT),
    *(Queue(name, "documents as suppliers sent them", _ONE_READER) for name in INTAKE_QUEUES),
    *(Queue(work_queue(topic), "documents for the workers", _WORK) for topic in WORK_TOPICS),
    Queue(AGAIN, "work that came back too often, to be sent anew by the relay", _AGAIN),
)

_OWN_BINDINGS = (
    Binding(UNROUTED, UNROUTED),
    Binding(DEAD_LETTERS, PARKED, "parked"),
    Binding(DEAD_LETTERS, AGAIN, "again"),
    *(Binding(WORK, work_queue(topic), topic) for topic in WORK_TOPICS),
)

_POLICIES = (
    Policy(
        "hub-intake", r"^hub\.intake\.", "room of an intake queue", {"max-length-bytes": _BYTES}
    ),
    Policy("hub-work", r"^hub\.work\.", "room of a work queue", {"max-length-bytes": _BYTES}),
    Policy("hub-out", r"^out\.", "room of a customer's queue", {"max-length-bytes": _BYTES}),
)


def _exchange(account: Account) -> Exchange:
    purpose = f"where account {account.key} of {account.party} drops documents"
    return Exchange(intake_exchange(account.key), "fanout", purpose, _CAUGHT)


def _queue(port: Port) -> Queue:
    return Queue(port_queue(port.key), f"what {port.party} gets, read by {port.party}", _SAFE)


def _limits(ports: Iterable[Port]) -> Iterator[Policy]:
    """Yield a policy for every port with a limit of its own; it replaces the general one."""
    for port in ports:
        length = port.settings.get("max_length")
        if length is not None:
            yield Policy(
                name=port_queue(port.key),
                pattern=f"^{_exactly(port_queue(port.key))}$",
                purpose=f"as many documents as {port.party} wants to wait at once",
                definition={"max-length": length, "max-length-bytes": _BYTES},
                priority=10,
            )


def _permission(account: Account) -> Permission:
    return Permission(
        user=account.key,
        configure="^$",
        write=f"^{_exactly(intake_exchange(account.key))}$",
        read=rf"^{_exactly(port_queue(account.party))}\..*$",
    )


def _own(user: str) -> Permission:
    return Permission(user, ".*", ".*", ".*")


def _exactly(name: str) -> str:
    """Return a pattern for one name; names have no other sign of patterns than the dot."""
    return re.escape(name).replace(r"\-", "-")
