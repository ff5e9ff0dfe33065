"""The broker's definitions file, and reading one back.

The same objects in the form that ``rabbitmqctl import_definitions`` and the management API
take. A release differs in one thing: 3.10 knows policies for all queues only, and refuses a
whole file that has one for quorum queues.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from hub.amqp.objects import Binding, Exchange, Key, Permission, Policy, Queue, User

__all__ = ["HASHING", "RELEASES", "Release", "definitions", "objects_in", "release_of"]

Release = Literal["3.10", "4"]
"""A release of RabbitMQ that the hub knows: 3.10 and later 3.x, or 4.x."""

RELEASES: tuple[Release, ...] = ("3.10", "4")
HASHING = "rabbit_password_hashing_sha256"

_APPLY_TO: Mapping[Release, str] = {"3.10": "queues", "4": "quorum_queues"}
_LASTING: Mapping[str, Any] = {"durable": True, "auto_delete": False}


def release_of(version: str) -> Release:
    """Return the release whose definitions a broker of this version takes."""
    return "3.10" if version.startswith("3.") else "4"


def definitions(  # noqa: PLR0913 - one argument for each part of the file
    release: Release,
    vhost: str,
    *,
    exchanges: Iterable[Exchange],
    queues: Iterable[Queue],
    bindings: Iterable[Binding],
    policies: Iterable[Policy],
    users: Iterable[User],
    permissions: Iterable[Permission],
) -> Mapping[str, Any]:
    """Return the file's content; it holds no password, only salted hashes."""
    return {
        "vhosts": [{"name": vhost}],
        "users": [
            {
                "name": user.name,
                "password_hash": user.password_hash,
                "hashing_algorithm": HASHING,
                "tags": [],
                "limits": dict(user.limits),
            }
            for user in users
        ],
        "permissions": [
            {"user": one.user, "vhost": vhost, **one.properties} for one in permissions
        ],
        "policies": [
            {
                "vhost": vhost,
                "name": policy.name,
                "pattern": policy.pattern,
                "apply-to": _APPLY_TO[release],
                "priority": policy.priority,
                "definition": dict(policy.definition),
            }
            for policy in policies
        ],
        "exchanges": [
            {
                "name": exchange.name,
                "vhost": vhost,
                "type": exchange.type,
                **_LASTING,
                "internal": False,
                "arguments": dict(exchange.arguments),
            }
            for exchange in exchanges
        ],
        "queues": [
            {
                "name": queue.name,
                "vhost": vhost,
                **_LASTING,
                "arguments": dict(queue.arguments),
            }
            for queue in queues
        ],
        "bindings": [
            {
                "source": binding.exchange,
                "vhost": vhost,
                "destination": binding.queue,
                "destination_type": "queue",
                "routing_key": binding.routing_key,
                "arguments": {},
            }
            for binding in bindings
        ],
    }


def objects_in(file: Mapping[str, Any], vhost: str) -> Mapping[Key, Mapping[str, Any]]:
    """Return every object of a virtual host in a broker's definitions, with its properties."""
    found: dict[Key, Mapping[str, Any]] = {}

    def entries(part: str) -> Iterable[Mapping[str, Any]]:
        return (one for one in file.get(part, ()) if one.get("vhost", vhost) == vhost)

    for one in entries("exchanges"):
        durability = {} if one["durable"] else {"durable": False}
        found["exchange", one["name"]] = {"type": one["type"], **one["arguments"], **durability}
    for one in entries("queues"):
        found["queue", one["name"]] = one["arguments"]
    for one in entries("bindings"):
        if one["destination_type"] == "queue":
            binding = Binding(one["source"], one["destination"], one["routing_key"])
            found[binding.key] = binding.properties
    for one in entries("policies"):
        found["policy", one["name"]] = {
            "pattern": one["pattern"],
            "priority": one["priority"],
            **one["definition"],
        }
    for one in file.get("users", ()):
        found["user", one["name"]] = {
            "password_hash": one["password_hash"],
            **(one.get("limits") or {}),
        }
    for one in entries("permissions"):
        permission = Permission(one["user"], one["configure"], one["write"], one["read"])
        found[permission.key] = permission.properties
    return found
