"""The intake role: what senders left is accepted, then taken out of their sight."""

from collections.abc import Mapping

from hub.app.boundary import Done, Fate, attempt, loggable
from hub.pipeline.protocols import Arrival, Checkpoint, Clock, Inbox, Intake
from hub.telemetry.logs import log_of

__all__ = ["IntakeRole"]

BATCH = 64
FIRST_REST = 0.5
LONGEST_REST = 15.0
"""Seconds for which a way in that failed is left alone, longer each time."""


class IntakeRole:
    """Goes round the ways in; one that fails does not hold up the others."""

    def __init__(
        self,
        inbox: Inbox,
        intakes: Mapping[str, Intake],
        clock: Clock,
        checkpoint: Checkpoint,
    ) -> None:
        self._inbox = inbox
        self._intakes = intakes
        self._clock = clock
        self._checkpoint = checkpoint
        self._resting: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._log = log_of("intake")

    def step(self) -> int:
        """Take one batch from each way in; returns how many documents were accepted."""
        taken = 0
        for name, intake in self._intakes.items():
            if self._resting.get(name, 0.0) > self._clock.monotonic():
                continue
            looked = attempt(lambda one=intake: one.arrivals(BATCH))  # type: ignore[misc]
            if not isinstance(looked, Done):
                self._rest(name, looked)
                continue
            self._failures.pop(name, None)
            if looked.value:
                taken += self._take(name, intake, looked.value)
        return taken

    def _take(self, way: str, intake: Intake, arrivals: list[Arrival]) -> int:
        self._checkpoint("intake.before-transaction")
        kept = attempt(lambda: self._inbox.accept(arrivals))
        if not isinstance(kept, Done):
            # Perhaps one of them alone is the trouble, such as a file larger than the disk.
            if len(arrivals) > 1:
                return self._take_alone(way, intake, arrivals)
            self._rest(way, kept)
            return 0
        accepted = kept.value
        self._checkpoint("intake.after-commit")
        pairs = list(zip(arrivals, accepted, strict=True))
        for arrival, acceptance in pairs:
            self._log.info(
                "accepted",
                account=arrival.account,
                interchange=acceptance.interchange,
                number=acceptance.accept_number,
                size=arrival.payload.size,
                repeated=acceptance.repeated,
            )
        removed = attempt(lambda: intake.taken(pairs))
        if isinstance(removed, Done):
            self._checkpoint("intake.after-move")
        else:
            self._rest(way, removed)
        return sum(not acceptance.repeated for acceptance in accepted)

    def _take_alone(self, way: str, intake: Intake, arrivals: list[Arrival]) -> int:
        """Take one after the other, up to the first that cannot be kept: order stays."""
        taken = 0
        for arrival in arrivals:
            before = self._failures.get(way, 0)
            taken += self._take(way, intake, [arrival])
            if self._failures.get(way, 0) > before:
                break
        return taken

    def _rest(self, name: str, fate: Fate) -> None:
        failures = self._failures.get(name, 0)
        self._failures[name] = failures + 1
        rest = min(FIRST_REST * 2 ** min(failures, 10), LONGEST_REST)
        self._resting[name] = self._clock.monotonic() + rest
        self._log.warning("way-in-failed", way=name, error=loggable(fate))
