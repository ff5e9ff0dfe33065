"""What happens to links to the broker, told to everybody whom it concerns."""

from enum import Enum

from hub.telemetry.board import Board
from hub.telemetry.logs import log_of
from hub.telemetry.metrics import Metrics

__all__ = ["Links"]

RESULTS = {"KEPT": "ack", "REFUSED": "nack", "RETURNED": "returned", "UNKNOWN": "timeout"}


class Links:
    """Watches every link of a process: counts, notes for readiness, one log line a change.

    Implements ``LinkWatch`` of ``hub.amqp``; its methods are called from the links' threads.
    """

    def __init__(self, metrics: Metrics, board: Board) -> None:
        self._metrics = metrics
        self._board = board
        self._log = log_of("broker")

    def connected(self, name: str) -> None:
        """A link stands."""
        self._metrics.link_up(name)
        self._board.link(name, up=True)
        self._log.info("connected", link=name)

    def lost(self, name: str, cause: str) -> None:
        """A link is gone, or could not be made."""
        self._metrics.link_down(name, cause)
        self._board.link(name, up=False)
        self._log.warning("link-lost", link=name, cause=cause)

    def blocked(self, name: str, seconds: float) -> None:
        """The broker took nothing for so long and takes again."""
        self._metrics.blocked(seconds)
        self._log.warning("was-blocked", link=name, seconds=round(seconds, 3))

    def published(self, fate: Enum, seconds: float) -> None:
        """The broker said what became of a message."""
        self._metrics.published(RESULTS.get(fate.name, fate.name), seconds)

    def cancelled(self, name: str) -> None:
        """The broker ended a consumer."""
        self._metrics.cancelled()
        self._log.warning("consumer-cancelled", link=name)
