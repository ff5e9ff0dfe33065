"""Publishing with an answer for every message: kept, refused, returned or unknown."""

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from pika import BasicProperties

from hub.amqp.address import BrokerAddress
from hub.amqp.link import Link, LinkWatch
from hub.errors import BrokerUnavailable, Defect

__all__ = ["Fate", "Publication", "Publisher"]

WINDOW_BYTES = 32 << 20
"""Bytes on their way at most, whatever the window."""
SHORT = 255
"""Bytes of a name in AMQP."""
PERSISTENT = 2


class Fate(StrEnum):
    """What became of a message.

    ``UNKNOWN`` may yet turn out kept: publishing it again under its id is harmless.
    """

    KEPT = "kept"
    REFUSED = "refused"
    RETURNED = "returned"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Publication:
    """A message for an exchange. Names (all but body and values of headers) fit 255 bytes."""

    exchange: str
    routing_key: str
    body: bytes
    id: str
    type: str | None = None
    content_type: str | None = None
    headers: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def target(self) -> tuple[str, str, str]:
        """What a returned message is recognised by."""
        return self.id, self.exchange, self.routing_key


class _Call:
    """One call of ``publish``, its fates so far."""

    def __init__(self, publications: Sequence[Publication], properties: list[Any]) -> None:
        self.publications = publications
        self.properties = properties
        self.fates = [Fate.UNKNOWN] * len(publications)
        self.sent = 0
        self.left = len(publications)
        self.moved = time.monotonic()
        self.over = threading.Event()


class _Flight(NamedTuple):
    call: _Call
    number: int
    at: float


class Publisher:
    """Publishes for any number of threads over one connection of its own.

    Messages of one call go out in order. When the link breaks under a call, the rest of
    that call is not sent either, so that repeating what is not ``KEPT`` keeps the order.

    Args:
        address: where the broker is.
        name: what is published, for the watch and the broker's list of connections.
        window: messages on their way at once.
        deadline: seconds without any progress after which a call ends.
        watch: who is told about the connection and every fate.
    """

    def __init__(
        self,
        address: BrokerAddress,
        name: str,
        *,
        window: int = 500,
        deadline: float = 10.0,
        watch: LinkWatch | None = None,
    ) -> None:
        self._window = window
        self._deadline = deadline
        self._guard = threading.Lock()
        self._queue: deque[_Call] = deque()
        self._flying: dict[int, _Flight] = {}
        self._returned: list[tuple[str, str, str]] = []
        self._bytes = 0
        self._tag = 0
        self._connection: Any = None
        self._channel: Any = None
        self._complaint: str | None = None
        self._link = Link(address, name, self, watch)
        self._link.start()

    @property
    def connected(self) -> bool:
        """Whether messages can be published now."""
        return self._link.connected

    @property
    def trouble(self) -> str | None:
        """Why not, or why the last message that ended a channel did."""
        trouble = self._link.trouble
        return self._complaint if trouble is None else trouble.sentence

    def publish(self, publications: Sequence[Publication]) -> list[Fate]:
        """Return what became of each message, in order.

        Raises ``BrokerUnavailable`` when nothing could be sent within the deadline, at once
        when the broker refuses the hub's login.
        """
        if not publications:
            return []
        call = _Call(publications, [_properties(one) for one in publications])
        self._raise_if_refused()
        with self._guard:
            self._queue.append(call)
        self._link.call(self._pump)
        while not call.over.wait(max(call.moved + self._deadline - time.monotonic(), 0.0)):
            if time.monotonic() - call.moved >= self._deadline:
                self._give_up(call)
        if call.sent == 0:
            raise BrokerUnavailable(self._why())
        return call.fates

    def close(self) -> None:
        """End the connection; calls that are under way end with what is known."""
        self._link.close()
        with self._guard:
            for call in self._queue:
                call.over.set()
            self._queue.clear()

    # In the link's thread

    def opened(self, connection: Any) -> None:
        """Open a channel with confirms."""
        self._connection = connection
        connection.channel(on_open_callback=self._on_channel)

    def lost(self) -> None:
        """Nothing that is on its way will be confirmed any more."""
        self._channel = None
        self._strand()
        trouble = self._link.trouble
        if self._link.closed or (trouble is not None and trouble.refused):
            with self._guard:
                for call in self._queue:
                    call.over.set()
                self._queue.clear()

    def steered(self) -> None:
        """Go on after the broker took nothing."""
        self._pump()

    def leave(self) -> None:
        """Nothing is to be put in order."""
        self._link.hang_up()

    def _on_channel(self, channel: Any) -> None:
        self._tag = 0
        self._returned.clear()
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_return_callback(self._on_return)

        def ready(_: Any) -> None:
            self._channel = channel
            self._link.ready()
            self._pump()

        channel.confirm_delivery(self._on_confirm, callback=ready)

    def _on_channel_closed(self, channel: Any, reason: Any) -> None:
        """Open another one: a single message can close it, as one for a missing exchange."""
        if channel is self._channel:
            self._channel = None
        if self._connection.is_open and not self._link.closed:
            self._complaint = f"the broker closed the channel: {_words(reason)}"
            self._link.unready(self._complaint)
            self._strand()
            self._connection.channel(on_open_callback=self._on_channel)

    def _on_return(self, _: Any, method: Any, properties: Any, __: bytes) -> None:
        self._returned.append((properties.message_id, method.exchange, method.routing_key))

    def _on_confirm(self, frame: Any) -> None:
        method = frame.method
        fate = Fate.KEPT if method.NAME == "Basic.Ack" else Fate.REFUSED
        now = time.monotonic()
        told: list[tuple[Fate, float]] = []
        with self._guard:
            for tag in self._confirmed(method.delivery_tag, multiple=method.multiple):
                call, number, at = self._flying.pop(tag)
                publication = call.publications[number]
                self._bytes -= len(publication.body)
                own = fate
                if fate is Fate.KEPT and publication.target in self._returned:
                    self._returned.remove(publication.target)
                    own = Fate.RETURNED
                call.moved = now
                if not call.over.is_set():
                    call.fates[number] = own
                    told.append((own, now - at))
                    call.left -= 1
                    if call.left == 0:
                        call.over.set()
        if fate is Fate.KEPT:
            self._complaint = None
        for own, seconds in told:
            self._link.watch.published(own, seconds)
        self._pump()

    def _confirmed(self, tag: int, *, multiple: bool) -> list[int]:
        if not multiple:
            return [tag] if tag in self._flying else []
        tags = []
        for flying in self._flying:
            if flying > tag:
                break
            tags.append(flying)
        return tags

    def _pump(self) -> None:
        """Send what waits, as far as the window is open."""
        channel = self._channel
        if channel is None or not channel.is_open or self._link.blocked:
            return
        with self._guard:
            while self._queue and len(self._flying) < self._window and self._bytes < WINDOW_BYTES:
                call = self._queue[0]
                publication = call.publications[call.sent]
                channel.basic_publish(
                    publication.exchange,
                    publication.routing_key,
                    publication.body,
                    call.properties[call.sent],
                    mandatory=True,
                )
                call.moved = time.monotonic()
                self._tag += 1
                self._flying[self._tag] = _Flight(call, call.sent, call.moved)
                self._bytes += len(publication.body)
                call.sent += 1
                if call.sent == len(call.publications):
                    self._queue.popleft()

    def _strand(self) -> None:
        """End every call of which something was on its way."""
        now = time.monotonic()
        with self._guard:
            stranded, self._flying, self._bytes = self._flying, {}, 0
            for call in {id(flight.call): flight.call for flight in stranded.values()}.values():
                if call in self._queue:
                    self._queue.remove(call)
                call.over.set()
        for flight in stranded.values():
            self._link.watch.published(Fate.UNKNOWN, now - flight.at)

    def _cut_if_stuck(self, call: _Call) -> None:
        """Make a new connection unless this one changed or answered in the meantime."""
        if any(flight.call is call for flight in self._flying.values()):
            self._channel = None  # nothing more is sent there until the cut is noticed
            self._link.cut(f"the broker confirmed nothing for {self._deadline:g} s")

    # In the caller's thread

    def _give_up(self, call: _Call) -> None:
        """End a call without progress, and the connection when that did not answer."""
        with self._guard:
            if call in self._queue:
                self._queue.remove(call)
            call.over.set()
        if call.sent and not self._link.blocked:
            self._link.call(lambda: self._cut_if_stuck(call))

    def _raise_if_refused(self) -> None:
        trouble = self._link.trouble
        if self._link.closed or (trouble is not None and trouble.refused):
            raise BrokerUnavailable(self._why())

    def _why(self) -> str:
        if self._link.closed:
            return f"{self._link.address}: the connection was closed"
        if self._link.blocked:
            return (
                f"{self._link.address}: the broker takes nothing for now (memory or disk alarm); "
                "free memory or disk, or let its queues drain"
            )
        return self.trouble or f"{self._link.address}: too much is waiting to be published"


def _properties(publication: Publication) -> BasicProperties:
    """Return the AMQP form; raises ``Defect`` here, not later in the link's thread."""
    short = [publication.exchange, publication.routing_key, publication.id, *publication.headers]
    short += [text for text in (publication.type, publication.content_type) if text is not None]
    try:
        too_long = [text for text in short if len(text.encode()) > SHORT]
        for value in publication.headers.values():
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError as error:
        raise Defect(f"message {publication.id!r} holds text that is none") from error
    if too_long:
        raise Defect(f"{too_long[0][:80]!r}... is longer than {SHORT} bytes")
    return BasicProperties(
        message_id=publication.id,
        type=publication.type,
        content_type=publication.content_type,
        headers=dict(publication.headers) or None,
        delivery_mode=PERSISTENT,
    )


def _words(reason: Any) -> str:
    code, text = getattr(reason, "reply_code", None), getattr(reason, "reply_text", None)
    return str(reason) if code is None else f"{code} {text}"
