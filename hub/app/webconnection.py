"""One HTTP connection that cannot be kept open by saying little.

The server's own protocol has no time limit for the head of a request, nor for a caller that
never reads the end of an answer. Both would let a stranger hold all connections for nothing.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEAD_WITHIN", "LINGER", "READ_WITHIN", "GuardedConnection"]

HEAD_WITHIN = 15.0
"""Seconds in which the head of a request must be there, from the first byte or the connection."""

READ_WITHIN = 60.0
"""Seconds in which a caller must take some of what is written, about 50 KiB."""

LINGER = 30.0
"""Seconds in which the rest of an answer must be taken after the connection was ended."""


class GuardedConnection(H11Protocol):
    """Ends connections whose caller is too slow."""

    head_within = HEAD_WITHIN
    read_within = READ_WITHIN
    linger = LINGER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: asyncio.TimerHandle | None = None
        self._end: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take bytes, and look whether a head is still incomplete."""
        super().data_received(data)
        self._watch()
        self._end_soon()

    def on_response_complete(self) -> None:
        """Go on with the next request, or see the connection end."""
        super().on_response_complete()
        self._end_soon()

    def timeout_keep_alive_handler(self) -> None:
        """End an idle connection, by force when its caller does not take what is left."""
        super().timeout_keep_alive_handler()
        self._end_soon()

    def pause_writing(self) -> None:
        """Wait for a caller who does not read, but not for ever."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.read_within, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the caller read."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the time limits."""
        super().connection_lost(exc)
        for timer in (self._head, self._end, self._unread):
            if timer is not None:
                timer.cancel()

    def _watch(self) -> None:
        waiting = self.conn.our_state is h11.IDLE and self.conn.their_state is h11.IDLE
        if not waiting and self._head is not None:
            self._head.cancel()
            self._head = None
        elif waiting and self._head is None:
            self._head = self.loop.call_later(self.head_within, self.transport.abort)

    def _end_soon(self) -> None:
        if self._end is None and self.transport.is_closing():
            self._end = self.loop.call_later(self.linger, self.transport.abort)
