"""The relay role: what the store wrote down is published."""

import time
from collections.abc import Callable

import msgspec

from hub.pipeline.envelope import Envelope
from hub.pipeline.protocols import Checkpoint, Clock, Store, Transport
from hub.telemetry.logs import log_of
from hub.telemetry.metrics import Metrics

__all__ = ["RelayRole"]

BATCH = 200


class RelayRole:
    """Publishes unsent messages in order, and marks them once the transport keeps them.

    What the transport gave up is written down to be sent anew. ``upkeep`` is done when there
    is nothing to publish; it returns how much it did.
    """

    def __init__(
        self,
        store: Store,
        transport: Transport,
        clock: Clock,
        checkpoint: Checkpoint,
        upkeep: Callable[[], int],
        metrics: Metrics | None = None,
    ) -> None:
        self._outbox = store.outbox
        self._work = store.work
        self._transport = transport
        self._clock = clock
        self._checkpoint = checkpoint
        self._upkeep = upkeep
        self._metrics = metrics or Metrics()
        self._log = log_of("relay")

    def step(self) -> int:
        """Publish one batch; returns its size. While another relay has the turn, do nothing."""
        if not self._outbox.turn():
            return 0
        messages = self._outbox.unsent(BATCH)
        if not messages:
            self._upkeep()
            return self._send_anew()
        begun = time.monotonic()
        with self._metrics.inflight("publish", len(messages)):
            self._checkpoint("relay.before-publish")
            self._transport.publish(messages)
            self._checkpoint("relay.after-publish")
            self._outbox.mark_sent([message.id for message in messages])
            self._checkpoint("relay.after-mark")
        self._metrics.took("publish", time.monotonic() - begun)
        return len(messages)

    def _send_anew(self) -> int:
        """Write down anew what was lent too often; the attempts counted at it stay counted."""
        given_up = self._transport.given_up(BATCH)
        for one in given_up:
            try:
                identity = Envelope.decode(one.message.body).interchange
            except msgspec.DecodeError:
                self._log.error("unreadable-envelope", message=one.message.id)
                continue
            self._work.again(identity, "the queue gave it up", self._clock.now())
            self._log.warning("given-up", interchange=identity)
        if given_up:
            self._transport.ack(given_up)
        return len(given_up)
