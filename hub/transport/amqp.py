"""Work over RabbitMQ: a queue for each topic, shared out among competing workers."""

from collections.abc import Sequence

from hub.amqp.address import BrokerAddress
from hub.amqp.consumer import Consumer, Delivery
from hub.amqp.link import LinkWatch
from hub.amqp.publisher import Fate, Publication, Publisher
from hub.amqp.topology import AGAIN, WORK, WORK_TOPICS, work_queue
from hub.errors import BrokerUnavailable, Fenced
from hub.pipeline.protocols import Message, Received

__all__ = ["AmqpTransport"]

REPEATS, DOCUMENTS, BULK = WORK_TOPICS
SMALL = (REPEATS, DOCUMENTS)
PREFETCH = 32
"""Small documents that a worker has at hand; as many as it works on together."""
PATIENCE = 0.2
"""Seconds to wait for the first message of a queue that was left alone for a while."""
MEDIA_TYPE = "application/json"


class AmqpTransport:
    """Publishes with confirms and consumes, each over a connection of its own.

    Both are made when they are first needed: a relay never consumes work, a worker never
    publishes. What a consumer had in hand when its link broke comes again, to it or another.
    Of big documents a consumer has one at a time, and while it works on that one it keeps no
    small ones from other consumers.

    Args:
        address: the broker.
        name: of the role, for its links' names.
        prefetch: small documents that this consumer has at hand.
        watch: is told about the links.
    """

    def __init__(
        self,
        address: BrokerAddress,
        name: str,
        *,
        prefetch: int = PREFETCH,
        watch: LinkWatch | None = None,
    ) -> None:
        self._address = address
        self._name = name
        self._prefetch = prefetch
        self._watch = watch
        self._publisher: Publisher | None = None
        self._worker: Consumer | None = None
        self._gleaner: Consumer | None = None
        self._held: dict[str, Delivery] = {}

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when the broker keeps every message; raises ``BrokerUnavailable`` otherwise.

        Then some may be kept all the same: published again they are carried twice.
        """
        if not messages:
            return
        if self._publisher is None:
            self._publisher = Publisher(self._address, self._name, watch=self._watch)
        fates = self._publisher.publish(
            [
                Publication(WORK, m.topic, m.body, m.id, m.topic, content_type=MEDIA_TYPE)
                for m in messages
            ]
        )
        lost = [fate for fate in fates if fate is not Fate.KEPT]
        if lost:
            raise BrokerUnavailable(_why(lost, len(messages), self._publisher.trouble))

    def receive(self, topic: str, limit: int) -> list[Received]:
        """Lend up to ``limit`` messages to this consumer."""
        worker, queue = self._working(), work_queue(topic)
        attended = worker.attend(queue)
        deliveries = worker.receive(queue, limit, 0.0 if attended else PATIENCE)
        if deliveries and topic == BULK:
            _rest(worker)
        return self._lent(deliveries)

    def ack(self, received: Sequence[Received]) -> None:
        """Forget messages; raises ``Fenced`` when the link that brought one is gone."""
        worker = self._worker
        if worker is not None and worker.buffered(work_queue(BULK)):
            # A big document is next: let no small ones come in place of these.
            _rest(worker)
        groups = self._grouped(received)
        for consumer, deliveries in groups:
            consumer.ack(deliveries)
        gone = len(received) - sum(len(deliveries) for _, deliveries in groups)
        if gone:
            raise Fenced(f"{gone} of {len(received)} messages were given back before")

    def release(self, received: Sequence[Received]) -> None:
        """Give messages back; the broker says of them that they were delivered before."""
        for consumer, deliveries in self._grouped(received):
            consumer.requeue(deliveries)

    def given_up(self, limit: int) -> list[Received]:
        """Lend messages that the broker would deliver no more, however often they were lent."""
        if self._gleaner is None:
            self._gleaner = Consumer(self._address, self._name, [AGAIN], watch=self._watch)
        return self._lent(self._gleaner.receive(AGAIN, limit))

    def recover(self) -> int:
        """Give back whatever this consumer has in hand; returns how many."""
        self._held.clear()
        return sum(one.reset() for one in (self._worker, self._gleaner) if one is not None)

    def close(self) -> None:
        """Give back what is in hand and close the links."""
        for one in (self._worker, self._gleaner, self._publisher):
            if one is not None:
                one.close()
        self._worker = self._gleaner = self._publisher = None
        self._held.clear()

    def _working(self) -> Consumer:
        if self._worker is None:
            prefetch = {work_queue(topic): self._prefetch for topic in SMALL}
            prefetch[work_queue(BULK)] = 1
            self._worker = Consumer(
                self._address, self._name, list(prefetch), prefetch=prefetch, watch=self._watch
            )
        return self._worker

    def _lent(self, deliveries: Sequence[Delivery]) -> list[Received]:
        lent = []
        for one in deliveries:
            token = f"{one.queue} {one.token}"
            self._held[token] = one
            topic = one.queue.removeprefix(f"{WORK}.")
            message = Message(one.id or one.token, topic, one.body)
            lent.append(Received(message, token, one.redelivered))
        return lent

    def _grouped(self, received: Sequence[Received]) -> list[tuple[Consumer, list[Delivery]]]:
        """Return deliveries with the consumer that has them."""
        deliveries = [self._held.pop(one.token) for one in received if one.token in self._held]
        groups = (
            (self._worker, [one for one in deliveries if one.queue != AGAIN]),
            (self._gleaner, [one for one in deliveries if one.queue == AGAIN]),
        )
        return [(consumer, own) for consumer, own in groups if consumer is not None and own]


def _rest(worker: Consumer) -> None:
    """Leave small documents to other workers."""
    for topic in SMALL:
        worker.rest(work_queue(topic))


def _why(lost: Sequence[Fate], total: int, trouble: str | None) -> str:
    some = f"{len(lost)} of {total} messages"
    if Fate.RETURNED in lost:
        return f"the broker has no queue for {some}; type: hub topology apply"
    if Fate.REFUSED in lost:
        return f"the broker refused {some}: a work queue is full, or it is short of a majority"
    return f"the broker did not say whether it keeps {some}: {trouble or 'it was too slow'}"
