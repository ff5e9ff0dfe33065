"""What a process is observed with: counts, notes about being alive, links to the broker."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hub.pipeline.party import Port
from hub.pipeline.protocols import Acceptance, Arrival, Clock, Inbox
from hub.telemetry.board import Board
from hub.telemetry.links import Links
from hub.telemetry.metrics import Metrics
from hub.telemetry.processes import FOLDER, board_folder

__all__ = ["CountedInbox", "Instruments"]

QUEUES = ("repeats", "documents", "bulk", "intake")


@dataclass(frozen=True, slots=True)
class Instruments:
    """One set for each process.

    ``board`` is shared by the processes of one ``hub run``, so that one of them can answer
    for all; without a supervisor there is only this process.
    """

    metrics: Metrics
    board: Board
    links: Links

    @classmethod
    def of(cls, kinds: Iterable[str] = (), ports: Iterable[Port] = ()) -> Self:
        """Return what counts these kinds of document and these ports."""
        metrics = Metrics(kinds, {port.key: port.kind for port in ports}, queues=QUEUES)
        folder = os.environ.get(FOLDER)
        board = Board(board_folder(Path(folder)) if folder else None)
        return cls(metrics, board, Links(metrics, board))


class CountedInbox:
    """An inbox whose acceptances are counted, whichever way in they came."""

    def __init__(self, inbox: Inbox, metrics: Metrics, clock: Clock) -> None:
        self._inbox = inbox
        self._metrics = metrics
        self._clock = clock

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Accept as the inbox does."""
        begun = self._clock.monotonic()
        accepted = self._inbox.accept(arrivals)
        seconds = self._clock.monotonic() - begun
        self._metrics.accepted(list(zip(arrivals, accepted, strict=True)), seconds)
        return accepted
