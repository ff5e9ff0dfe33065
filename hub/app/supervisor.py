"""``hub run``: one process that starts the others, starts them again, and stops them.

::

    supervisor -- intake, relay, ports and HTTP in one child
               |- worker in another, which carries the limits and may die
               `- further workers, where HUB_WORKERS says so
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from hub.app.lock import hold
from hub.app.settings import Settings
from hub.app.task import CONFIGURATION, ROLES, WORN_OUT, Task
from hub.telemetry.logs import configure_logs, log_of
from hub.telemetry.processes import FOLDER, forget, prepare

__all__ = ["Supervisor", "run_hub", "tasks"]

STOP_WITHIN = 24.0
"""Seconds until children that do not stop are killed, which loses nothing."""
STEADY = 60.0
"""A child that lived this long starts again without waiting."""
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
LOOK = 0.05

Spawn = Callable[[Sequence[str], Sequence[int]], "subprocess.Popen[bytes]"]
"""Starts a child for some roles, which inherits the given open files."""


def run_hub(settings: Settings, roles: Sequence[str] = ROLES, spawn: Spawn | None = None) -> int:
    """Run roles until SIGTERM or SIGINT; returns the exit code.

    0 after a drain, 3 when a child finds the configuration wrong. Raises
    ``AlreadyRunning`` when one of the roles already runs over this home folder.
    """
    configure_logs("supervisor")
    settings.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        locks = [stack.enter_context(hold(settings.home, role)) for role in sorted(roles)]
        shared = prepare(settings.home, roles)
        groups = [task.words() for task in tasks(roles, settings)]
        start = spawn or _spawner(settings, shared)
        return Supervisor(groups, start, locks, Path(shared[FOLDER])).run()


class _Child:
    """One child process, with its history of deaths."""

    def __init__(self, roles: Sequence[str]) -> None:
        self.roles = roles
        self.process: subprocess.Popen[bytes] | None = None
        self.born = 0.0
        self.pause = FIRST_PAUSE
        self.due = 0.0


class Supervisor:
    """Keeps one child per group of roles alive."""

    def __init__(
        self,
        groups: Sequence[Sequence[str]],
        spawn: Spawn,
        keep_open: Sequence[int] = (),
        counted: Path | None = None,
    ) -> None:
        self._counted = counted
        self._children = [_Child(roles) for roles in groups]
        self._spawn = spawn
        self._keep_open = keep_open
        self._stopping = False
        self._log = log_of("supervisor")

    def run(self) -> int:
        """Supervise until told to stop."""
        before = {
            number: signal.signal(number, self._told) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            while not self._stopping:
                for child in self._children:
                    code = self._look_after(child)
                    if code is not None:
                        return code
                time.sleep(LOOK)
            return 0
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told(self, _: int, __: FrameType | None) -> None:
        self._stopping = True

    def _look_after(self, child: _Child) -> int | None:
        """Start a child that is due; returns an exit code when nothing more can be done."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.due and not self._stopping:
                child.process = self._spawn(child.roles, self._keep_open)
                child.born = now
                self._log.info("started", roles=child.roles, process=child.process.pid)
            return None
        code = child.process.poll()
        if code is None:
            return None
        self._forget(child.process)
        child.process = None
        if code == CONFIGURATION:
            self._log.error("configuration-wrong", roles=child.roles)
            return CONFIGURATION
        steady = now - child.born > STEADY
        child.pause = FIRST_PAUSE if steady else min(child.pause * 2, LONGEST_PAUSE)
        child.due = now + (0.0 if code == WORN_OUT else child.pause)
        self._log.warning("child-ended", roles=child.roles, code=code, again_in=child.due - now)
        return None

    def _stop(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for process in running:
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                self._log.warning("killed", process=process.pid)
                process.kill()
                process.wait()
            self._forget(process)
        self._log.info("stopped")

    def _forget(self, process: "subprocess.Popen[bytes]") -> None:
        """Close what an ended child was held by, and keep what it counted."""
        _close_lifeline(process)
        if self._counted is not None:
            forget(self._counted, process.pid)


def tasks(roles: Sequence[str], settings: Settings) -> Iterator[Task]:
    """Yield what runs together: a worker may die of a document, so it is alone."""
    light = [role for role in ROLES if role in roles and role != "worker"]
    served = () if settings.listen is None else tuple(roles)
    if light or served:
        yield Task(tuple(light), serves=served)
    if "worker" in roles:
        for slot in range(1, settings.workers + 1):
            yield Task(("worker",), slot)


def _spawner(settings: Settings, shared: Mapping[str, str]) -> Spawn:
    environment = {**os.environ, **settings.environment(), **shared}

    def spawn(roles: Sequence[str], keep_open: Sequence[int]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "hub.app.roles", *roles],
            stdin=subprocess.PIPE,
            env=environment,
            pass_fds=tuple(keep_open),
        )

    return spawn


def _close_lifeline(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()
