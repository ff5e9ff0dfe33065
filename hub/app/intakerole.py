"""The intake role: what senders left is accepted, then taken out of their sight."""

from collections.abc import Mapping

from hub.app.boundary import Done, Fate, attempt, loggable
from hub.pipeline.protocols import Acceptance, Arrival, Checkpoint, Clock, Inbox, Intake
from hub.telemetry.logs import log_of

__all__ = ["IntakeRole"]

BATCH = 64
REST = 15.0
"""Seconds for which a way in that failed is left alone."""


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
        self._log = log_of("intake")

    def step(self) -> int:
        """Take one batch from each way in; returns how many documents were accepted."""
        taken = 0
        for account, intake in self._intakes.items():
            if self._resting.get(account, 0.0) > self._clock.monotonic():
                continue
            looked = attempt(lambda way=intake: way.arrivals(BATCH))  # type: ignore[misc]
            if not isinstance(looked, Done):
                self._rest(account, looked)
                continue
            if looked.value:
                taken += self._take(account, intake, looked.value)
        return taken

    def _take(self, account: str, intake: Intake, arrivals: list[Arrival]) -> int:
        self._checkpoint("intake.before-transaction")
        # Trouble of the store is not this way's: it goes up and stops the whole role.
        accepted = self._inbox.accept(arrivals)
        self._checkpoint("intake.after-commit")
        for arrival, acceptance in zip(arrivals, accepted, strict=True):
            self._log.info(
                "accepted",
                account=account,
                interchange=acceptance.interchange,
                number=acceptance.accept_number,
                size=arrival.payload.size,
                repeated=acceptance.repeated,
            )
            self._remove(account, intake, arrival, acceptance)
        return sum(not acceptance.repeated for acceptance in accepted)

    def _remove(
        self, account: str, intake: Intake, arrival: Arrival, acceptance: Acceptance
    ) -> None:
        removed = attempt(lambda: intake.taken(arrival, acceptance))
        if isinstance(removed, Done):
            self._checkpoint("intake.after-move")
        else:
            self._rest(account, removed)

    def _rest(self, account: str, fate: Fate) -> None:
        self._resting[account] = self._clock.monotonic() + REST
        self._log.warning("way-in-failed", account=account, error=loggable(fate))
