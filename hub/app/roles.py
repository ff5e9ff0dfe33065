"""Role loops: a process that runs one role or several until it is told to stop.

``python -m hub.app.roles intake relay ports`` is what the supervisor starts.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from types import FrameType
from typing import Any

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.limits import limit_memory
from hub.app.settings import Settings
from hub.app.task import CONFIGURATION, DRAIN, WORN_OUT, Task
from hub.app.workerkit import WornOut
from hub.errors import ConfigurationError, Fenced, TransientError
from hub.telemetry.board import Board
from hub.telemetry.logs import configure_logs, log_of

__all__ = ["main", "run_roles"]

IDLE = 0.1
LONGEST_STEP = 20.0
"""Seconds a step may take: the database's patience and a publisher's deadline are within."""
LONGEST_PAUSE = 5.0
DEFECT = 70


def run_roles(hub: Hub, task: Task) -> int:
    """Run roles until SIGTERM or SIGINT, the worker in this thread, the others beside it.

    Returns 0 after a drain, or ``WORN_OUT`` when a fresh process should take over.
    """
    roles = task.roles
    stop = threading.Event()
    web = hub.web(task.serves) if task.serves else None
    worker = hub.worker(task.slot) if "worker" in roles else None
    _on_stop(stop, None if worker is None else worker.abandon)
    beside = [_beside(hub, role, stop) for role in roles if role != "worker"]
    for thread in beside:
        thread.start()
    code = 0
    with nullcontext() if web is None else web:
        if worker is None:
            stop.wait()
        else:
            limit_memory(hub.means.limits)
            try:
                _loop("worker", worker.start, worker.step, stop, hub.instruments.board)
            except WornOut:
                code = WORN_OUT
                stop.set()
        if web is not None:
            web.drain()
        for thread in beside:
            thread.join()
    return code


def main(words: Sequence[str], make: Callable[[], Hub] | None = None) -> int:
    """Run as a child of the supervisor: ends at once when the supervisor is gone.

    ``words`` are read by ``Task``.
    """
    configure_logs("+".join(word.partition("@")[0] for word in words))
    threading.excepthook = _die
    _watch_lifeline()
    try:
        with (make or _installed)() as hub:
            return run_roles(hub, Task.read(words))
    except ConfigurationError as error:
        for mistake in error.mistakes:
            log_of("roles").error("configuration", mistake=mistake)
        return CONFIGURATION


def _installed() -> Hub:
    return open_hub(Settings.from_environment())


def _beside(hub: Hub, role: str, stop: threading.Event) -> threading.Thread:
    if role == "ports":
        ports = hub.ports()

        def deliver() -> None:
            _loop(role, ports.start, ports.step, stop, hub.instruments.board)
            ports.stop()

        return threading.Thread(target=deliver, name=role)
    step = hub.intake().step if role == "intake" else hub.relay().step
    words = (role, _nothing, step, stop, hub.instruments.board)
    return threading.Thread(target=_loop, args=words, name=role)


def _loop(
    name: str,
    start: Callable[[], None],
    step: Callable[[], int],
    stop: threading.Event,
    board: Board,
) -> None:
    """Step until told to stop; while the world is in the way, wait longer each time."""
    log = log_of(name)
    pause = 0.0
    started = False
    while not stop.is_set():
        try:
            if not started:
                start()
                started = True
                log.info("started")
            board.tick(name, quiet=LONGEST_STEP)
            moved = step()
        except TransientError as error:
            pause = min(max(pause * 2, 0.5), LONGEST_PAUSE)
            log.warning("paused", error=str(error), seconds=pause)
            # What was in hand is taken up again from the start.
            started = name == "ports"
            board.tick(name, quiet=pause)
            stop.wait(pause)
        except Fenced as error:
            log.warning("fenced", error=str(error))
        else:
            if pause:
                log.info("resumed")
            pause = 0.0
            if not moved:
                stop.wait(IDLE)
    log.info("stopped")


def _on_stop(stop: threading.Event, abandon: Callable[[], None] | None) -> None:
    def told(_: int, __: FrameType | None) -> None:
        stop.set()

    def drain() -> None:
        stop.wait()
        time.sleep(DRAIN)
        if abandon is not None:
            abandon()

    if abandon is not None:
        # Begun now: a process at its memory limit could not begin another thread.
        threading.Thread(target=drain, name="drain", daemon=True).start()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def _watch_lifeline() -> None:
    """End when standard input does: the supervisor holds its other end."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def _die(trouble: Any) -> None:
    """A bug in a thread ends the process, so that it is seen and started anew."""
    log_of("roles").error("defect", exc_info=trouble.exc_value)
    os._exit(DEFECT)


def _nothing() -> None:
    """This role has nothing to take over."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
