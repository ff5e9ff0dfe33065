"""The way in of every account on the broker: documents that came to exchanges ``in.<account>``.

Who sent a document is the account whose exchange it came through, because only that account's
user may write there. Nothing else about a message is believed: its properties are hints.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from hashlib import sha256
from uuid import uuid4

from hub.amqp.consumer import Consumer, Delivery
from hub.disk import safe_name
from hub.errors import Defect, Fenced
from hub.formats.payload import Payload
from hub.pipeline.protocols import Acceptance, Arrival, Consignment, Receipt

__all__ = ["CHANNEL", "QueueIntake"]

CHANNEL = "queue"
OURS = "in."
LONGEST_ID = 200
LONGEST_HINT = 300
TOGETHER = 64 << 20
"""Bytes of one batch."""
MOMENT = 0.05
"""Seconds to wait for what follows a document: a queue lends the next one after the answer to
the one before, which takes the broker a few milliseconds."""


class QueueIntake:
    """Takes documents off the intake queues; one object for all accounts.

    A document is acknowledged once it is accepted. Should the link break in between, it
    comes again and is recognised: by the sender's message id together with its bytes, or,
    without an id, by the broker's word that it was delivered before.

    Args:
        consumer: of the intake queues.
        accounts: those that are configured; what comes for another is given up by the queue.
        stray: is told the exchange of each document that was given up.
        tenant: whom the documents belong to.
    """

    def __init__(
        self,
        consumer: Consumer,
        accounts: Collection[str],
        stray: Callable[[str], None],
        *,
        tenant: str = "main",
    ) -> None:
        self._consumer = consumer
        self._accounts = frozenset(accounts)
        self._tenant = tenant
        self._stray = stray
        self._offered: dict[str, Arrival] = {}
        self._flowing = False

    def arrivals(self, limit: int) -> list[Arrival]:
        """Return documents that came, each account's in the order it sent them.

        What was returned before and not accepted, because the database was away, comes first:
        it stays with the hub and is not counted as delivered once more.
        """
        held = self._consumer.held([one.place for one in self._offered.values()])
        self._offered = {one.token: self._offered[one.token] for one in held}
        room = limit - len(self._offered)
        if room > 0:
            wait = MOMENT if self._flowing and not self._offered else 0.0
            came = self._consumer.receive(None, room, wait)
            self._flowing = bool(came)
            for one in self._known(came):
                self._offered[one.token] = self._arrival(one)
        return _together(list(self._offered.values())[:limit])

    def taken(self, accepted: Sequence[tuple[Arrival, Acceptance]]) -> None:
        """Acknowledge. What the link does not carry any more comes again, and is recognised."""
        for arrival, _ in accepted:
            self._offered.pop(arrival.place.token, None)
        with suppress(Fenced):
            self._consumer.ack([arrival.place for arrival, _ in accepted])

    def settling(self) -> bool:
        """Whether something has come that was not looked at."""
        return self._consumer.buffered() > 0

    def answer(self, answer: Consignment) -> Receipt:
        """Raise ``Defect``: answers go to the account's answer port."""
        raise Defect(f"account {answer.account} is on the broker and has no way back")

    def flush(self) -> None:
        """Do nothing: there is no way back."""

    def close(self) -> None:
        """Give back what is in hand and close the link."""
        self._consumer.close()

    def _known(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Return what is of a configured account; the rest is given up, for an operator."""
        strange = [one for one in deliveries if self._account(one) not in self._accounts]
        if strange:
            with suppress(Fenced):
                self._consumer.reject(strange)
            for one in strange:
                self._stray(one.exchange)
        return [one for one in deliveries if self._account(one) in self._accounts]

    def _account(self, delivery: Delivery) -> str | None:
        name = delivery.exchange
        return name.removeprefix(OURS) if name.startswith(OURS) else None

    def _arrival(self, delivery: Delivery) -> Arrival:
        digest = sha256(delivery.body).hexdigest()
        name = _name(delivery, digest)
        redelivery_of = None
        if delivery.id and len(delivery.id) <= LONGEST_ID and delivery.id.isprintable():
            key = f"id:{delivery.id}:{digest}"
        else:
            key = f"sha:{digest}:{uuid4()}"
            # The same bytes once more are a new attempt, unless the broker says otherwise.
            redelivery_of = f"sha:{digest}:" if delivery.redelivered else None
        return Arrival(
            delivery.exchange.removeprefix(OURS),
            self._tenant,
            CHANNEL,
            key,
            name,
            Payload.of_bytes(delivery.body, name),
            redelivery_of=redelivery_of,
            place=delivery,
        )


def _together(arrivals: list[Arrival]) -> list[Arrival]:
    """Return as many as are not too much for one transaction, but at least one."""
    size = 0
    for number, arrival in enumerate(arrivals):
        size += arrival.payload.size
        if number and size > TOGETHER:
            return arrivals[:number]
    return arrivals


def _name(delivery: Delivery, digest: str) -> str:
    """Return a file name: what the sender calls it, or a part of its hash."""
    for hint in (delivery.headers.get("name"), delivery.id):
        if isinstance(hint, str) and 0 < len(hint) <= LONGEST_HINT:
            return safe_name(hint)
    return f"message-{digest[:12]}"
