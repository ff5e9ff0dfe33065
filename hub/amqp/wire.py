"""Two things that a connection of the hub can do beyond those of the library."""

import errno
import os
import socket
import struct
from collections.abc import Callable
from typing import Any

from pika.adapters.select_connection import SelectConnection
from pika.adapters.utils.nbio_interface import AbstractIOReference
from pika.adapters.utils.selector_ioloop_adapter import SelectorIOServicesAdapter
from pika.exceptions import InvalidFieldTypeException
from pika.frame import Header
from pika.spec import FRAME_END_SIZE, FRAME_HEADER, FRAME_HEADER_SIZE, BasicProperties

__all__ = ["Connection", "Services"]

UNREADABLE = (
    ArithmeticError,
    InvalidFieldTypeException,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What decoding headers raises when a sender is malicious: tables nested a thousand deep,
numbers that are none, times that no calendar has."""


class _Nothing(AbstractIOReference):  # type: ignore[misc]
    """Something asynchronous that has ended already."""

    def cancel(self) -> bool:
        """Nothing can be cancelled."""
        return False


class Services(SelectorIOServicesAdapter):  # type: ignore[misc]
    """Connects, and can cut the connection: closing it politely waits for a hung broker."""

    def __init__(self, loop: Any) -> None:
        super().__init__(loop)
        self._handle: socket.socket | None = None

    def create_streaming_connection(
        self,
        protocol_factory: Any,
        sock: socket.socket,
        on_done: Callable[[Any], None],
        ssl_context: Any = None,
        server_hostname: str | None = None,
    ) -> AbstractIOReference:
        """Keep a second handle of the socket: TLS takes the first one for itself.

        A connection that is reset as soon as it stands is told like any other failure.
        """
        self.release()
        self._handle = sock.dup()
        try:
            return super().create_streaming_connection(
                protocol_factory, sock, on_done, ssl_context, server_hostname
            )
        except ValueError as error:
            trouble = ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
            trouble.__cause__ = error
            self.add_callback_threadsafe(lambda: on_done(trouble))
            return _Nothing()

    def cut(self) -> bool:
        """End the connection at once; the loop notices. False when there is none yet."""
        if self._handle is None:
            return False
        try:
            self._handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return False  # it ended by itself
        return True

    def release(self) -> None:
        """Give up the handle."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class Connection(SelectConnection):  # type: ignore[misc]
    """A connection on which no sender's headers can end the thread that reads them."""

    def _read_frame(self) -> Any:
        """Deliver a message whose properties cannot be read as one without properties.

        The body counts, and what the hub has to trust stands in the method frame.
        """
        try:
            return super()._read_frame()
        except UNREADABLE:
            kind, channel, size = struct.unpack_from(">BHL", self._frame_buffer)
            if kind != FRAME_HEADER:
                raise
            (body,) = struct.unpack_from(">4xQ", self._frame_buffer, FRAME_HEADER_SIZE)
            frame = Header(channel, body, BasicProperties())
            return FRAME_HEADER_SIZE + size + FRAME_END_SIZE, frame
