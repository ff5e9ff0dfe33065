"""Consuming: deliveries are fetched by a thread of their own and lent to whoever works.

Long work in a caller's thread never keeps the connection from its heartbeats.
"""

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hub.amqp.address import BrokerAddress
from hub.amqp.link import Link, LinkWatch
from hub.errors import BrokerUnavailable, Fenced

__all__ = ["Consumer", "Delivery"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message lent by the broker.

    ``queue``, ``exchange`` and ``redelivered`` are the broker's own words; into the rest a
    sender can write whatever it likes. ``token`` names the link that brought it, and its
    number there.
    """

    queue: str
    exchange: str
    routing_key: str
    body: bytes
    id: str | None
    content_type: str | None
    headers: Mapping[str, Any] = field(repr=False)
    redelivered: bool
    token: str


class Consumer:
    """Consumes from queues over one connection, for one or more threads.

    What is lent and not acknowledged when the link breaks is delivered again, here or to
    another consumer; acknowledging it then raises ``Fenced``. A consumer that the broker
    cancels, and a queue that is not there, lead to a new attempt after a pause.

    Args:
        address: where the broker is.
        name: what is consumed, for the watch and the broker's list of connections.
        queues: from where.
        prefetch: deliveries of one queue that are at hand or lent at a time.
        watch: who is told about the connection.
    """

    def __init__(
        self,
        address: BrokerAddress,
        name: str,
        queues: Sequence[str],
        *,
        prefetch: int = 32,
        watch: LinkWatch | None = None,
    ) -> None:
        self._queues = tuple(queues)
        self._prefetch = prefetch
        self._arrived = threading.Condition()
        self._generation = 0
        self._waiting: dict[str, deque[tuple[int, Delivery]]] = {q: deque() for q in queues}
        # Numbers that are not acknowledged, in the order in which they came.
        self._unsettled: dict[int, bool] = {}
        self._connection: Any = None
        self._channel: Any = None
        self._failures = 0
        self._link = Link(address, name, self, watch)
        self._link.start()

    @property
    def connected(self) -> bool:
        """Whether deliveries come now."""
        return self._link.connected

    def receive(self, queue: str | None, limit: int, wait: float = 0.0) -> list[Delivery]:
        """Lend deliveries of a queue, or of any, in the order in which they came.

        Waits up to ``wait`` seconds for the first. Returns none while the link is being made;
        raises ``BrokerUnavailable`` when the broker refuses the hub's login.
        """
        trouble = self._link.trouble
        if trouble is not None and trouble.refused:
            raise BrokerUnavailable(trouble.sentence)
        deadline = time.monotonic() + wait
        with self._arrived:
            while True:
                taken = self._take(queue, limit)
                left = deadline - time.monotonic()
                if taken or left <= 0:
                    return taken
                self._arrived.wait(left)

    def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Tell the broker to forget deliveries; raises ``Fenced`` when their link is gone."""
        with self._arrived:
            numbers = self._settled(deliveries)
            channel = self._channel
            last = self._oldest_of(numbers)
            for number in numbers:
                del self._unsettled[number]
        single = [number for number in numbers if number > last]

        def tell() -> None:
            if channel.is_open:
                if last:
                    channel.basic_ack(last, multiple=True)
                for number in single:
                    channel.basic_ack(number)

        self._link.call(tell)

    def requeue(self, deliveries: Sequence[Delivery]) -> None:
        """Give deliveries back; they come again marked as redelivered."""
        self._refuse(deliveries, requeue=True)

    def reject(self, deliveries: Sequence[Delivery]) -> None:
        """Give deliveries up; the broker dead-letters them."""
        self._refuse(deliveries, requeue=False)

    def reset(self) -> int:
        """Give back everything that was lent and not acknowledged; returns how many."""
        with self._arrived:
            lent = sum(self._unsettled.values())
            if lent:
                self._forget()
        if lent:
            self._link.call(self._close_channel)
        return lent

    def close(self) -> None:
        """Give back what is at hand and end the connection."""
        self._link.close()

    # In the link's thread

    def opened(self, connection: Any) -> None:
        """Open a channel and consume."""
        self._connection = connection
        connection.channel(on_open_callback=self._on_channel)

    def lost(self) -> None:
        """Whatever was lent belongs to somebody else from now on."""
        with self._arrived:
            self._forget()

    def steered(self) -> None:
        """Nothing waits for the broker to take messages again."""

    def leave(self) -> None:
        """Hang up: the broker gives what is not acknowledged to others."""
        self._link.hang_up()

    def _on_channel(self, channel: Any) -> None:
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_cancel_callback(self._on_cancelled)
        with self._arrived:
            self._forget()
            self._channel = channel
            generation = self._generation
        left = set(self._queues)

        def consuming(queue: str, _: Any) -> None:
            left.discard(queue)
            if not left:
                self._failures = 0
                self._link.ready()

        def consume(_: Any) -> None:
            for queue in self._queues:
                channel.basic_consume(
                    queue,
                    partial(self._on_message, queue, generation),
                    callback=partial(consuming, queue),
                )

        channel.basic_qos(prefetch_count=self._prefetch, callback=consume)

    def _on_message(
        self,
        queue: str,
        generation: int,
        _: Any,
        method: Any,
        properties: Any,
        body: bytes,
    ) -> None:
        delivery = Delivery(
            queue=queue,
            exchange=method.exchange,
            routing_key=method.routing_key,
            body=body,
            id=properties.message_id,
            content_type=properties.content_type,
            headers=properties.headers or {},
            redelivered=method.redelivered,
            token=f"{generation}/{method.delivery_tag}",
        )
        with self._arrived:
            if generation == self._generation:
                self._waiting[queue].append((method.delivery_tag, delivery))
                self._unsettled[method.delivery_tag] = False
                self._arrived.notify()

    def _on_cancelled(self, _: Any) -> None:
        """Begin anew: a queue that was deleted, or moved, may be there again."""
        self._link.watch.cancelled(self._link.name)
        self._close_channel()

    def _on_channel_closed(self, channel: Any, reason: Any) -> None:
        with self._arrived:
            ours = channel is self._channel or self._channel is None
            self._forget()
        if ours and self._connection.is_open and not self._link.closed:
            self._link.unready(f"the broker closed the channel: {reason}")
            self._link.later(self._failures, self._open_again)
            self._failures += 1

    def _open_again(self) -> None:
        if self._connection.is_open and not self._link.closed:
            self._connection.channel(on_open_callback=self._on_channel)

    def _close_channel(self) -> None:
        with self._arrived:
            channel = self._channel
        if channel is not None and channel.is_open:
            channel.close()

    # With the condition held

    def _take(self, queue: str | None, limit: int) -> list[Delivery]:
        taken: list[Delivery] = []
        while len(taken) < limit:
            fullest = self._first(queue)
            if fullest is None:
                break
            number, delivery = fullest.popleft()
            self._unsettled[number] = True
            taken.append(delivery)
        return taken

    def _first(self, queue: str | None) -> deque[tuple[int, Delivery]] | None:
        """Return the queue whose head came first."""
        asked = self._waiting.values() if queue is None else (self._waiting[queue],)
        heads = [waiting for waiting in asked if waiting]
        return min(heads, key=lambda waiting: waiting[0][0]) if heads else None

    def _settled(self, deliveries: Sequence[Delivery]) -> list[int]:
        """Return the numbers of deliveries of this link; raises ``Fenced`` for another's."""
        numbers = []
        for one in deliveries:
            generation, _, number = one.token.partition("/")
            if int(generation) != self._generation or int(number) not in self._unsettled:
                raise Fenced(f"the link that brought message {one.id or one.token} is gone")
            numbers.append(int(number))
        return sorted(numbers)

    def _oldest_of(self, numbers: Sequence[int]) -> int:
        """Return up to which number everything unacknowledged is among these; 0: nothing is."""
        last = 0
        for number, oldest in zip(numbers, self._unsettled, strict=False):
            if number != oldest:
                break
            last = number
        return last

    def _forget(self) -> None:
        self._generation += 1
        self._channel = None
        self._unsettled.clear()
        for waiting in self._waiting.values():
            waiting.clear()

    def _refuse(self, deliveries: Sequence[Delivery], *, requeue: bool) -> None:
        with self._arrived:
            numbers = self._settled(deliveries)
            channel = self._channel
            for number in numbers:
                del self._unsettled[number]

        def tell() -> None:
            if channel.is_open:
                for number in numbers:
                    channel.basic_nack(number, requeue=requeue)

        self._link.call(tell)
