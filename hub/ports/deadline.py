"""A time limit for a whole conversation.

Limits of single reads do not stop a partner that sends a byte now and then. This one ends
the connection from outside, which every blocked call notices.
"""

import socket
import threading
from types import TracebackType
from typing import Self

__all__ = ["Deadline"]


class Deadline:
    """Within it a connection lives at most so many seconds in all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._guard = threading.Lock()
        self._line: socket.socket | None = None
        self._passed = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    @property
    def passed(self) -> bool:
        """Whether time ran out."""
        return self._passed

    def watch(self, line: socket.socket | None) -> None:
        """Take the connection that is to end; ends it at once when time ran out already."""
        with self._guard:
            self._line = line
            if self._passed:
                self._end()

    def _cut(self) -> None:
        with self._guard:
            self._passed = True
            self._end()

    def _end(self) -> None:
        if self._line is None:
            return
        try:
            # The plain socket's method: an encrypted one's own would upset a call in progress.
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)
        except OSError:
            return  # it ended by itself

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._guard:
            self._line = None
