"""What one document may use: memory by the kernel, time by a watch."""

import os
import resource
import signal
import threading
import time
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
        self._guard = threading.Lock()
        self._since = 0.0
        self._thread: threading.Thread | None = None
        self.current: str | None = None

    @contextmanager
    def over(self, interchange: str) -> Iterator[None]:
        """Watch over the work on one interchange."""
        self.start()
        with self._guard:
            self.current, self._since = interchange, time.monotonic()
        in_main = threading.current_thread() is threading.main_thread()
        if in_main:
            # Held by C code that never lets the watch run, the process still dies.
            signal.setitimer(signal.ITIMER_REAL, self._seconds + GRACE)
        try:
            yield
        finally:
            with self._guard:
                self.current = None
            if in_main:
                signal.setitimer(signal.ITIMER_REAL, 0.0)

    def start(self) -> None:
        """Begin to watch; later, memory for another thread may be lacking."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        while True:
            time.sleep(min(self._seconds / 4, 1.0))
            with self._guard:
                late = self.current is not None and (time.monotonic() - self._since > self._seconds)
                interchange = self.current
            if late and interchange is not None:
                self._end(interchange)

    def _end(self, interchange: str) -> None:
        log_of("watch").error("too-long", interchange=interchange, seconds=self._seconds)
        try:
            self._late(interchange)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
