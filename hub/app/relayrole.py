"""The relay role: what the store wrote down is published."""

import time
from collections.abc import Callable

from hub.pipeline.protocols import Checkpoint, Outbox, Transport
from hub.telemetry.metrics import Metrics

__all__ = ["RelayRole"]

BATCH = 200


class RelayRole:
    """Publishes unsent messages in order, and marks them once the transport keeps them.

    ``upkeep`` is done when there is nothing to publish; it returns how much it did.
    """

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        checkpoint: Checkpoint,
        upkeep: Callable[[], int],
        metrics: Metrics | None = None,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._checkpoint = checkpoint
        self._upkeep = upkeep
        self._metrics = metrics or Metrics()

    def step(self) -> int:
        """Publish one batch; returns its size. While another relay has the turn, do nothing."""
        if not self._outbox.turn():
            return 0
        messages = self._outbox.unsent(BATCH)
        if not messages:
            self._upkeep()
            return 0
        begun = time.monotonic()
        with self._metrics.inflight("publish", len(messages)):
            self._checkpoint("relay.before-publish")
            self._transport.publish(messages)
            self._checkpoint("relay.after-publish")
            self._outbox.mark_sent([message.id for message in messages])
            self._checkpoint("relay.after-mark")
        self._metrics.took("publish", time.monotonic() - begun)
        return len(messages)
