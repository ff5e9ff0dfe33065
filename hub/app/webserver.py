"""The HTTP server: uvicorn in a thread, with the limits that keep it alive among strangers."""

import logging
import socket
import threading
import time
from types import TracebackType
from typing import Self

from starlette.types import ASGIApp
from uvicorn import Config, Server

from hub.app.webconnection import GuardedConnection
from hub.errors import ConfigurationError, Defect
from hub.telemetry.logs import log_of

__all__ = ["WebServer"]

CONNECTIONS = 256
LONGEST_HEAD = 16 * 1024
KEEP_ALIVE = 15
BACKLOG = 128
STARTS_WITHIN = 10.0
DRAIN = 10
"""Seconds that requests in hand get to end when the server stops."""


class WebServer:
    """Serves an application on an address of this machine until it is stopped.

    The address is taken when the object is made, so that one that is in use is reported at
    once. Port 0 takes a free one.

    Args:
        app: what answers.
        listen: ``host:port``.
    """

    def __init__(self, app: ASGIApp, listen: str) -> None:
        self._socket = _bound(listen)
        config = Config(
            app,
            http=GuardedConnection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=CONNECTIONS,
            h11_max_incomplete_event_size=LONGEST_HEAD,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=DRAIN,
        )
        self._server = Server(config)
        self._thread = threading.Thread(target=self._run, name="web")

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Begin to serve; returns when requests are taken."""
        self._thread.start()
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise Defect("the HTTP server did not start; see the log above")
            time.sleep(0.005)
        log_of("web").info("started", port=self.port)

    def stop(self) -> None:
        """Take no more requests, finish those in hand and end."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        _tell_in_our_log()
        self._server.run(sockets=[self._socket])


class _InOurLog(logging.Handler):
    """Says what the server says in the hub's log: its own words, never what a caller sent."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log_of("web").warning("server", says=str(record.msg).strip(), exc_info=error)


def _tell_in_our_log() -> None:
    logger = logging.getLogger("uvicorn.error")
    if not any(isinstance(handler, _InOurLog) for handler in logger.handlers):
        logger.addHandler(_InOurLog(logging.WARNING))
        logger.propagate = False


def _bound(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    try:
        found = socket.getaddrinfo(
            host or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.socket(found[0], socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise ConfigurationError([f"HUB_LISTEN: {listen!r} is no address of this machine"]) from (
            error
        )
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(found[4])
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise ConfigurationError(
            [f"HUB_LISTEN: {listen} cannot be used: {error.strerror}"]
        ) from error
    return opened
