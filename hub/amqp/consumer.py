"""Taking messages off queues, each lent until it is answered."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, Literal

from hub.amqp.address import BrokerAddress
from hub.amqp.link import Link, LinkWatch
from hub.amqp.tap import Delivery, Flow, Tap
from hub.errors import BrokerUnavailable, Fenced

__all__ = ["Consumer", "Delivery"]

GRACE = 10.0
"""Seconds for which a lost connection is nobody's trouble yet: it usually comes back."""

SETTLE = 0.1
"""Seconds between the last acknowledgement and leaving. What a queue begins to deliver because
of it, and to a consumer that just left, would come back ahead of what is older."""

NOT_FOUND = 404

Verdict = Literal["ack", "requeue", "reject"]


class Consumer:
    """Consumes any number of queues over one connection with a thread of its own.

    Messages are buffered up to ``prefetch`` of each queue and handed out to any thread,
    which may work on them as long as it likes. When the connection breaks, the broker gives
    what was not acknowledged to somebody else, and answering it raises ``Fenced``.

    Args:
        address: where the broker is.
        name: what is consumed, for the watch and the broker's list of connections.
        queues: their names. One that is missing does not disturb the others.
        prefetch: unanswered messages at once, of every queue or by queue.
        attending: whether to take messages from the start, or from a queue only after
            ``attend``.
        watch: who is told about the connection.
    """

    def __init__(
        self,
        address: BrokerAddress,
        name: str,
        queues: Sequence[str],
        *,
        prefetch: int | Mapping[str, int] = 32,
        attending: bool = True,
        watch: LinkWatch | None = None,
    ) -> None:
        limits = {q: prefetch if isinstance(prefetch, int) else prefetch[q] for q in queues}
        self._taps = {q: Tap(q, limits[q], wanted=attending) for q in queues}
        self._turn = list(self._taps.values())
        self._changed = threading.Condition()
        self._epochs = count(1)
        self._connection: Any = None
        self._leaving = False
        self._down_since: float | None = time.monotonic()
        self._link = Link(address, name, self, watch)
        self._link.start()

    # For any thread

    @property
    def connected(self) -> bool:
        """Whether messages come from every queue that is attended."""
        return self._link.connected

    def buffered(self, queue: str | None = None) -> int:
        """Return how many messages are here and not handed out, of one queue or all."""
        with self._changed:
            return sum(len(tap.buffer) for tap in self._taps.values() if queue in (None, tap.queue))

    def receive(self, queue: str | None, limit: int, wait: float = 0.0) -> list[Delivery]:
        """Return messages of one queue in order, or of all queues in turn (None).

        Waits up to ``wait`` seconds for the first one. Raises ``BrokerUnavailable`` when
        there is none and the connection is lost for longer than it usually is.
        """
        deadline = time.monotonic() + wait
        with self._changed:
            while True:
                found = self._hand_out(queue, limit)
                left = deadline - time.monotonic()
                if found or left <= 0:
                    break
                self._changed.wait(left)
        if not found:
            self._raise_if_down()
        return found

    def held(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Return those that can still be answered."""
        with self._changed:
            return [one for one in deliveries if self._taps[one.queue].tag(one) is not None]

    def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Say that messages are done with.

        Raises ``Fenced`` after acknowledging the others when the connection that delivered
        one is gone: it comes again, perhaps to somebody else.
        """
        self._settle(deliveries, "ack")

    def reject(self, deliveries: Sequence[Delivery]) -> None:
        """Have messages dead-lettered; raises ``Fenced`` as ``ack`` does."""
        self._settle(deliveries, "reject")

    def requeue(self, deliveries: Sequence[Delivery]) -> None:
        """Give messages back to the head of their queues; what is gone already is back."""
        self._settle(deliveries, "requeue", fenced=False)

    def reset(self) -> int:
        """Give everything back that is handed out or buffered; returns how many messages."""
        with self._changed:
            total = 0
            for tap in self._taps.values():
                total += len(tap.unanswered)
                tap.buffer.clear()
                self._answer(tap, list(tap.unanswered), "requeue")
            return total

    def attend(self, queue: str) -> bool:
        """Take messages of a queue from now on; returns whether that was so already."""
        return self._want(queue, wanted=True)

    def rest(self, queue: str) -> None:
        """Take no more messages of a queue; those that are only buffered go back."""
        self._want(queue, wanted=False)

    def close(self) -> None:
        """Give everything back and end the connection."""
        self._link.close()
        with self._changed:
            self._changed.notify_all()

    def _hand_out(self, queue: str | None, limit: int) -> list[Delivery]:
        taps = self._turn if queue is None else [self._taps[queue]]
        found: list[Delivery] = []
        while len(found) < limit:
            filled = [tap for tap in taps if tap.buffer]
            if not filled:
                break
            found += [tap.buffer.popleft() for tap in filled[: limit - len(found)]]
        if queue is None and found:
            # The queue after the one served last comes first, so that none has to wait for ever.
            last = self._turn.index(self._taps[found[-1].queue]) + 1
            self._turn = self._turn[last:] + self._turn[:last]
        return found

    def _raise_if_down(self) -> None:
        trouble, since = self._link.trouble, self._down_since
        if trouble is None:
            return
        late = since is not None and time.monotonic() - since > GRACE
        if late or trouble.refused or self._link.closed:
            raise BrokerUnavailable(trouble.sentence)

    def _settle(
        self, deliveries: Sequence[Delivery], verdict: Verdict, *, fenced: bool = True
    ) -> None:
        gone = 0
        tags: dict[Tap, list[int]] = {}
        with self._changed:
            for delivery in deliveries:
                tap = self._taps[delivery.queue]
                tag = tap.tag(delivery)
                if tag is None:
                    gone += 1
                else:
                    tags.setdefault(tap, []).append(tag)
            for tap, mine in tags.items():
                self._answer(tap, mine, verdict)
        if gone and fenced:
            raise Fenced(
                f"{gone} of {len(deliveries)} messages were given to somebody else, "
                "because the connection that delivered them was lost"
            )

    def _answer(self, tap: Tap, tags: list[int], verdict: Verdict) -> None:
        frames = tap.answer(tags)
        if frames:
            self._link.call(partial(self._send, tap, tap.epoch, frames, verdict))

    def _want(self, queue: str, *, wanted: bool) -> bool:
        tap = self._taps[queue]
        with self._changed:
            before, tap.wanted = tap.wanted, wanted
        if before is not wanted:
            self._link.call(partial(self._steer, tap))
        return before

    # In the link's thread

    def opened(self, connection: Any) -> None:
        """Open a channel for each queue."""
        self._connection = connection
        for tap in self._taps.values():
            self._steer(tap)
        self._tell_ready()

    def lost(self) -> None:
        """Whatever was delivered and not acknowledged is somebody else's."""
        with self._changed:
            self._connection = None
            self._down_since = self._down_since or time.monotonic()
            for tap in self._taps.values():
                tap.drop()
            self._changed.notify_all()

    def steered(self) -> None:
        """A consuming connection is never blocked."""

    def leave(self) -> None:
        """Stop the flow, then give back what came."""
        if not self._leaving:
            self._leaving = True
            self._link.after(SETTLE, self._stop_flow)

    def _stop_flow(self) -> None:
        for tap in self._taps.values():
            tap.wanted = False
            self._steer(tap)
        self._part_if_quiet()

    def _steer(self, tap: Tap) -> None:
        """Take the next step to what is wanted of a queue."""
        if self._connection is None or not self._connection.is_open:
            return
        if tap.channel is None:
            if tap.wanted and not tap.opening:
                tap.opening = True
                self._connection.channel(on_open_callback=partial(self._on_channel, tap))
        elif not tap.channel.is_open:
            pass  # it is being closed, and opened anew after that
        elif tap.wanted and tap.flow is Flow.OFF:
            tap.flow = Flow.STARTING
            tap.consumer = tap.channel.basic_consume(
                tap.queue,
                partial(self._on_message, tap),
                callback=self._when(tap, self._on_flowing),
            )
        elif not tap.wanted and tap.flow is Flow.ON:
            tap.flow = Flow.STOPPING
            tap.channel.basic_cancel(tap.consumer, callback=self._when(tap, self._on_resting))

    def _when(self, tap: Tap, then: Callable[[Tap], None]) -> Callable[[Any], None]:
        """Return a callback that does nothing once the channel is another one."""
        epoch = tap.epoch

        def called(_: Any) -> None:
            if tap.epoch == epoch:
                then(tap)

        return called

    def _on_channel(self, tap: Tap, channel: Any) -> None:
        with self._changed:
            tap.begin(channel, next(self._epochs))
        channel.add_on_close_callback(partial(self._on_channel_closed, tap))
        channel.add_on_cancel_callback(self._when(tap, self._on_cancelled))
        channel.basic_qos(prefetch_count=tap.prefetch, callback=self._when(tap, self._steer))

    def _on_flowing(self, tap: Tap) -> None:
        tap.flow = Flow.ON
        tap.failures = 0
        self._tell_ready()
        self._steer(tap)

    def _on_resting(self, tap: Tap) -> None:
        tap.flow = Flow.OFF
        if self._leaving:
            self._part_if_quiet()
            return
        with self._changed:
            tags = [tag for tag in map(tap.tag, tap.buffer) if tag is not None]
            tap.buffer.clear()
            frames = tap.answer(tags)
        self._send(tap, tap.epoch, frames, "requeue")
        self._steer(tap)

    def _on_message(
        self, tap: Tap, channel: Any, method: Any, properties: Any, body: bytes
    ) -> None:
        with self._changed:
            if tap.channel is channel:
                tap.put(method, properties, body)
                self._changed.notify_all()

    def _on_cancelled(self, tap: Tap) -> None:
        """Begin anew with this queue: it was deleted, or its leader is gone."""
        self._link.watch.cancelled(self._link.name)
        tap.flow = Flow.OFF
        if tap.channel.is_open:
            tap.channel.close(0, "the broker ended the consumer")

    def _on_channel_closed(self, tap: Tap, channel: Any, reason: Any) -> None:
        if tap.channel is not channel:
            return
        with self._changed:
            tap.drop()
        if self._leaving:
            self._part_if_quiet()
        elif self._connection is not None and self._connection.is_open:
            self._down_since = self._down_since or time.monotonic()
            self._link.unready(f"queue {tap.queue}: {_words(reason)}")
            self._link.later(tap.failures, partial(self._steer, tap))
            tap.failures += 1

    def _tell_ready(self) -> None:
        if all(tap.flow is Flow.ON for tap in self._taps.values() if tap.wanted):
            self._down_since = None
            self._link.ready()

    def _part_if_quiet(self) -> None:
        """Give everything back when nothing comes any more; at once, which keeps its order."""
        if self._leaving and all(tap.flow is Flow.OFF for tap in self._taps.values()):
            for tap in self._taps.values():
                with self._changed:
                    frames = tap.answer(list(tap.unanswered))
                self._send(tap, tap.epoch, frames, "requeue")
            self._link.hang_up()

    def _send(
        self, tap: Tap, epoch: int, frames: Sequence[tuple[int, bool]], verdict: Verdict
    ) -> None:
        """Answer the broker, unless the channel is gone: then it knows already."""
        if tap.epoch != epoch or tap.channel is None or not tap.channel.is_open:
            return
        for tag, multiple in frames:
            if verdict == "ack":
                tap.channel.basic_ack(tag, multiple)
            else:
                tap.channel.basic_nack(tag, multiple, requeue=verdict == "requeue")


def _words(reason: Any) -> str:
    code, text = getattr(reason, "reply_code", None), getattr(reason, "reply_text", None)
    if code == NOT_FOUND:
        return f"{code} {text}; make it with: hub topology apply"
    return f"{code} {text}" if code else str(text or reason)
