"""What happens to links to the broker, told to everybody whom it concerns."""

import threading

from hub.telemetry.board import Board
from hub.telemetry.logs import log_of
from hub.telemetry.metrics import Metrics

__all__ = ["Links"]

RESULTS = {"kept": "ack", "refused": "nack", "returned": "returned", "unknown": "timeout"}

CAUSES = (
    ("login", "refused"),
    ("virtual host", "refused"),
    ("not trusted", "refused"),
    ("closed by the broker", "closed"),
    ("cancelled", "cancelled"),
    ("no such host", "unreachable"),
    ("nothing answers", "unreachable"),
    ("unreachable", "unreachable"),
    ("no route", "unreachable"),
    ("did not answer", "timeout"),
    ("timed out", "timeout"),
    ("connection", "lost"),
    ("broken pipe", "lost"),
)
"""What a sentence about a lost link speaks of, and the cause that it is counted as."""


class Links:
    """Watches every link of a process: counts, notes for readiness, one log line a change.

    Implements ``LinkWatch`` of ``hub.amqp``; its methods are called from the links' threads.
    A link's name begins with its role: ``worker``, or ``worker-results``.
    """

    def __init__(self, metrics: Metrics, board: Board) -> None:
        self._metrics = metrics
        self._board = board
        self._guard = threading.Lock()
        self._up: dict[str, bool] = {}
        self._log = log_of("broker")

    def connected(self, name: str) -> None:
        """A link stands."""
        self._note(name, up=True)
        self._log.info("connected", link=name)

    def lost(self, name: str, cause: str) -> None:
        """A link is gone, or could not be made; ``cause`` is a sentence."""
        self._note(name, up=False)
        self._metrics.lost_link(_role(name), _cause(cause))
        self._log.warning("link-lost", link=name, cause=cause)

    def blocked(self, name: str, seconds: float) -> None:
        """The broker took nothing for so long and takes again."""
        self._metrics.blocked(seconds)
        self._log.warning("was-blocked", link=name, seconds=round(seconds, 3))

    def published(self, fate: str, seconds: float) -> None:
        """The broker said what became of a message."""
        self._metrics.published(RESULTS.get(fate, fate), seconds)

    def cancelled(self, name: str) -> None:
        """The broker ended a consumer."""
        self._metrics.cancelled()
        self._log.warning("consumer-cancelled", link=name)

    def _note(self, name: str, *, up: bool) -> None:
        """A role has its broker when every one of its links stands."""
        role = _role(name)
        with self._guard:
            self._up[name] = up
            whole = all(well for other, well in self._up.items() if _role(other) == role)
            self._metrics.linked(role, up=whole)
            self._board.link(role, up=whole)


def _role(name: str) -> str:
    return name.partition("-")[0]


def _cause(sentence: str) -> str:
    said = sentence.lower()
    return next((cause for words, cause in CAUSES if words in said), "other")
