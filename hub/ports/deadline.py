"""A time limit for a whole conversation.

Limits of single reads do not stop a partner that sends a byte now and then. This one ends
the connection from outside, which every blocked call notices.
"""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

__all__ = ["Deadline"]

AGAIN = 0.2
"""Seconds between cuts once time ran out: a connection may have come after the last one."""


class Deadline:
    """Within it a connection lives at most so many seconds in all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._over = threading.Event()
        self._passed = False
        self._line: Callable[[], socket.socket | None] = _none
        self._thread = threading.Thread(target=self._guard, name="deadline", daemon=True)

    @property
    def passed(self) -> bool:
        """Whether time ran out."""
        return self._passed

    def watch(self, line: Callable[[], socket.socket | None]) -> None:
        """Say where the connection is found when it has to end."""
        self._line = line

    def _guard(self) -> None:
        if self._over.wait(self.seconds):
            return
        self._passed = True
        self._cut()
        while not self._over.wait(AGAIN):
            self._cut()

    def _cut(self) -> None:
        line = self._line()
        if line is None:
            return
        try:
            # The plain socket's method: an encrypted one's own would upset a call in progress.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
        except OSError:
            return  # it ended by itself

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()


def _none() -> None:
    """No connection yet."""
