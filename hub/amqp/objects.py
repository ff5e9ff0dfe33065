"""What a broker holds for the hub, as plain values: exchanges, queues, users and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Binding", "Exchange", "Key", "Object", "Permission", "Policy", "Queue", "User"]

Key = tuple[str, str]
"""The kind of an object and its name, such as ``("queue", "hub.parked")``."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where messages are published to; all are durable.

    ``purpose`` is one phrase for people, here and in queues and policies.
    """

    name: str
    type: str
    purpose: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "exchange", self.name

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the broker must say of it."""
        return {"type": self.type, **self.arguments}


@dataclass(frozen=True, slots=True)
class Queue:
    """Where messages wait; all are durable quorum queues.

    Its arguments can never be changed: only what correctness depends on is one of them.
    """

    name: str
    purpose: str
    arguments: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "queue", self.name

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the broker must say of it."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Binding:
    """What leads from an exchange to a queue."""

    exchange: str
    queue: str
    routing_key: str = ""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "binding", " ".join(filter(None, (self.exchange, self.queue, self.routing_key)))

    @property
    def properties(self) -> Mapping[str, Any]:
        """A binding is there or not."""
        return {}


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of queues that may change at any time; of several, the highest priority counts."""

    name: str
    pattern: str
    purpose: str
    definition: Mapping[str, int]
    priority: int = 0

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "policy", self.name

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the broker must say of it."""
        return {"pattern": self.pattern, "priority": self.priority, **self.definition}


@dataclass(frozen=True, slots=True)
class User:
    """Who may sign in. An empty hash allows no password: only a certificate will do.

    ``limits`` keep one partner from using up the broker's connections.
    """

    name: str
    password_hash: str = field(repr=False)
    limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "user", self.name

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the broker must say of it."""
        return {"password_hash": self.password_hash, **self.limits}


@dataclass(frozen=True, slots=True)
class Permission:
    """What a user may do: three patterns over the names of exchanges and queues."""

    user: str
    configure: str
    write: str
    read: str

    @property
    def key(self) -> Key:
        """What it is known by."""
        return "permission", self.user

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the broker must say of it."""
        return {"configure": self.configure, "write": self.write, "read": self.read}


Object = Exchange | Queue | Binding | Policy | User | Permission
"""Anything that the broker holds for the hub."""
