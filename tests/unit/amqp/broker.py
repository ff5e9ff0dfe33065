"""A watch that takes notes, and an operator beside the hub, for tests on a real broker."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika
import pytest

from hub.amqp.declaring import declare
from hub.amqp.link import Unwatched
from hub.amqp.topology import Topology

__all__ = ["Notes", "Operator", "prepare", "wait_for"]

SECONDS = 60.0


class Notes(Unwatched):
    """A watch that writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.fates: Counter[str] = Counter()

    def connected(self, name: str) -> None:
        """It can be used."""
        self.lines.append(f"{name} connected")

    def lost(self, name: str, cause: str) -> None:
        """It cannot be used."""
        self.lines.append(f"{name} lost: {cause}")

    def blocked(self, name: str, seconds: float) -> None:
        """The broker took nothing."""
        assert seconds > 0
        self.lines.append(f"{name} blocked")

    def published(self, fate: str, seconds: float) -> None:
        """A fate was known."""
        assert seconds >= 0
        self.fates[fate] += 1

    def cancelled(self, name: str) -> None:
        """A consumer was ended."""
        self.lines.append(f"{name} cancelled")

    def count(self, beginning: str) -> int:
        """How many lines begin so."""
        return sum(line.startswith(beginning) for line in self.lines)


class Operator:
    """Makes queues and looks at them, over a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def channel(self) -> Iterator[Any]:
        """A channel for a moment."""
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            yield connection.channel()
        finally:
            if connection.is_open:
                connection.close()

    def queue(self, name: str, **arguments: Any) -> str:
        """Make a queue like the hub's own; ``max_length=2`` becomes ``x-max-length``.

        With a delivery limit what is given back goes to the head of a queue, else to its end.
        """
        given = {"queue_type": "quorum", "delivery_limit": 100, **arguments}
        extra = {f"x-{key.replace('_', '-')}": value for key, value in given.items()}
        with self.channel() as channel:
            channel.queue_declare(name, durable=True, arguments=extra)
        return name

    def delete(self, name: str) -> None:
        """Remove a queue."""
        with self.channel() as channel:
            channel.queue_delete(name)

    def put(self, queue: str, *bodies: bytes, **properties: Any) -> None:
        """Put messages into a queue."""
        with self.channel() as channel:
            channel.confirm_delivery()
            for body in bodies:
                channel.basic_publish(
                    "", queue, body, pika.BasicProperties(delivery_mode=2, **properties)
                )

    @staticmethod
    def properties(given: dict[str, Any]) -> Any:
        """Return the properties of a message."""
        return pika.BasicProperties(delivery_mode=2, **given)

    def waiting(self, queue: str) -> int:
        """How many messages nobody has in hand."""
        with self.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

    def take(self, queue: str) -> list[tuple[Any, bytes]]:
        """Take everything out of a queue: properties and body.

        No more is asked for than is there: what came along and was given back when the channel
        ended would not be in its place yet for whoever takes next.
        """
        taken: list[tuple[Any, bytes]] = []
        with self.channel() as channel:
            there = channel.queue_declare(queue, passive=True).method.message_count
            channel.basic_qos(prefetch_count=min(there, 1000))
            if there:
                for method, properties, body in channel.consume(queue):
                    taken.append((properties, body))
                    if len(taken) == there:
                        channel.cancel()
                        channel.basic_ack(method.delivery_tag, multiple=True)
                        break
                    if len(taken) % 500 == 0:
                        channel.basic_ack(method.delivery_tag, multiple=True)
        return taken


def wait_for(holds: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """Wait until something holds, and return what it is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.01)
    pytest.fail(f"did not come to hold within {seconds:g} s")


def prepare(url: str, topology: Topology, *queues: str) -> None:
    """Make these queues of a topology, with all exchanges and what leads to the queues."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        declare(
            connection.channel(),
            topology.exchanges,
            [one for one in topology.queues if one.name in queues],
            [one for one in topology.bindings if one.queue in queues],
        )
    finally:
        connection.close()
