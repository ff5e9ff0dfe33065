"""What one document may use: memory by the kernel, time by a watch."""

import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.telemetry.logs import log_of

__all__ = ["Limits", "Watch", "limit_memory"]

GRACE = 15.0
"""Seconds after which the kernel ends a process whose watch could not run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` in bytes of address space, ``seconds`` of wall clock per document."""

    memory: int = 2 << 30
    seconds: float = 900.0


def limit_memory(limits: Limits) -> None:
    """Make allocations beyond the limit fail in this process."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


class Watch:
    """Ends this process when one document takes too long; first it is written down why.

    A process is ended, not a thread: what a parser is doing can be stopped in no other way.
    """

    def __init__(self, seconds: float, late: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._late = late
        self.current: str | None = None

    @contextmanager
    def over(self, interchange: str) -> Iterator[None]:
        """Watch over the work on one interchange."""
        timer = threading.Timer(self._seconds, self._end, (interchange,))
        timer.daemon = True
        timer.start()
        in_main = threading.current_thread() is threading.main_thread()
        if in_main:
            # Held by C code that never lets the watch run, the process still dies.
            signal.setitimer(signal.ITIMER_REAL, self._seconds + GRACE)
        self.current = interchange
        try:
            yield
        finally:
            self.current = None
            timer.cancel()
            if in_main:
                signal.setitimer(signal.ITIMER_REAL, 0.0)

    def _end(self, interchange: str) -> None:
        log_of("watch").error("too-long", interchange=interchange, seconds=self._seconds)
        try:
            self._late(interchange)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
