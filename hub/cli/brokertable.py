"""What the broker has to have, as rows for people and as objects for programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.amqp.objects import Exchange, Queue
from hub.amqp.topology import INTAKE_QUEUES, Topology

__all__ = ["COLUMNS", "described", "rows"]

COLUMNS = ("", "name", "what for", "details")
_HIDDEN = "password_hash"


def described(topology: Topology) -> Iterator[Mapping[str, Any]]:
    """Yield every object; hashes of passwords are left out."""
    for one in topology.objects:
        kind, name = one.key
        properties = {key: value for key, value in one.properties.items() if key != _HIDDEN}
        yield {
            "kind": kind,
            "name": name,
            "purpose": getattr(one, "purpose", ""),
            "properties": properties,
        }


def rows(topology: Topology) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for every object; the intake queues, all alike, are one."""
    for exchange in topology.exchanges:
        yield "exchange", exchange.name, exchange.purpose, _leading(exchange, topology)
    for queue in topology.queues:
        if queue.name == INTAKE_QUEUES[0]:
            span = f"{queue.name} to {INTAKE_QUEUES[-1].rpartition('.')[2]}"
            yield "queue", span, queue.purpose, _kept(queue)
        elif queue.name not in INTAKE_QUEUES:
            yield "queue", queue.name, queue.purpose, _kept(queue)
    for policy in topology.policies:
        limits = ", ".join(f"{key} {value}" for key, value in policy.definition.items())
        yield "policy", policy.name, policy.purpose, limits
    rights = {permission.user: permission for permission in topology.permissions}
    for user in topology.users:
        by = "signs in by password" if user.password_hash else "signs in by certificate only"
        may = rights[user.name]
        yield "user", user.name, by, f"writes to {may.write}, reads {may.read}"


def _leading(exchange: Exchange, topology: Topology) -> str:
    queues = [one.queue for one in topology.bindings if one.exchange == exchange.name]
    return f"{exchange.type}, to {', '.join(queues) or 'no queue'}"


def _kept(queue: Queue) -> str:
    """Return what is special about a queue."""
    if "x-dead-letter-exchange" not in queue.arguments:
        return "keeps everything"
    often = queue.arguments["x-delivery-limit"]
    special = f"refuses when full, gives up what came back {often} times"
    one_reader = queue.arguments.get("x-single-active-consumer")
    return f"one reader at a time, {special}" if one_reader else special
