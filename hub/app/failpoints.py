"""Named moments at which a crash is most instructive, for tests only.

``HUB_FAILPOINT=name`` makes the process that comes by there first kill itself, with the
signal that nobody can catch. It happens once per home folder, so that what was killed can
be started again in the same environment.
"""

import os
import signal
from pathlib import Path

from hub.pipeline.protocols import Checkpoint

__all__ = ["FAILPOINTS", "REJUDGING", "failpoint"]

FAILPOINTS = (
    "intake.before-transaction",
    "intake.in-transaction",
    "intake.after-commit",
    "intake.after-move",
    "relay.before-publish",
    "relay.after-publish",
    "relay.after-mark",
    "worker.received",
    "worker.after-attempt",
    "worker.processing",
    "worker.processed",
    "worker.in-transaction",
    "worker.after-commit",
    "worker.after-ack",
    "port.claimed",
    "port.before-send",
    "port.file-written",
    "port.after-send",
    "port.in-receipt",
    "port.after-receipt",
    "answer.report-written",
    "answer.file-moved",
    "answer.after-send",
    "answer.after-receipt",
)
"""Every moment that is told, in the order of a document's way."""

REJUDGING = ("rejudging.found", "rejudging.handed-in")
"""Those where a bill that waited is taken up again."""


def failpoint(home: Path, name: str | None = None) -> Checkpoint:
    """Return a checkpoint that kills this process at the named moment, if one is named."""
    wanted = os.environ.get("HUB_FAILPOINT") if name is None else name
    if not wanted:
        return _pass

    def kill(reached: str) -> None:
        if reached != wanted:
            return
        try:
            (home / f"failpoint.{wanted}").open("x").close()
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    return kill


def _pass(_: str) -> None:
    """No moment is watched."""
