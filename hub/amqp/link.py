"""One connection to the broker, kept up by a thread of its own.

::

    connect -> open -> (user: channels) -> ready -> ... -> lost -> pause -> connect ...

Only that thread touches the connection; others hand it callbacks. So heartbeats go on
however long a caller works.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from pika import ConnectionParameters, PlainCredentials, SSLOptions
from pika.adapters.select_connection import IOLoop
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_when_event_set,
    wait_random_exponential,
)

from hub.amqp.address import BrokerAddress
from hub.amqp.trouble import Trouble, explain
from hub.amqp.wire import Connection, Services

__all__ = ["Link", "LinkUser", "LinkWatch", "Unwatched"]

HEARTBEAT = 10
SOCKET_TIMEOUT = 5.0
STACK_TIMEOUT = 10.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
REFUSED_PAUSE = 30.0
"""Seconds to wait after a refused login: only an operator can change that."""
AGAIN = 0.05
STEADY = 5.0
"""A connection that was usable this long is replaced without waiting."""

_jitter = wait_random_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE)


class LinkWatch(Protocol):
    """Told about connections, for logs and metrics; called from their threads, must be quick.

    Each change is told once. ``fate`` is a ``hub.amqp.publisher.Fate``'s name in lower case.
    """

    def connected(self, name: str) -> None:
        """It can be used."""

    def lost(self, name: str, cause: str) -> None:
        """It cannot be used (any more); told again only when the cause changes."""

    def blocked(self, name: str, seconds: float) -> None:
        """The broker took nothing for so long, for want of memory or disk."""

    def published(self, fate: str, seconds: float) -> None:
        """A message's fate was known so long after it was sent."""

    def cancelled(self, name: str) -> None:
        """The broker ended a consumer."""


class Unwatched:
    """Nobody is told."""

    def connected(self, name: str) -> None:
        """It can be used."""

    def lost(self, name: str, cause: str) -> None:
        """It cannot be used."""

    def blocked(self, name: str, seconds: float) -> None:
        """The broker took nothing."""

    def published(self, fate: str, seconds: float) -> None:
        """A message's fate was known."""

    def cancelled(self, name: str) -> None:
        """The broker ended a consumer."""


class LinkUser(Protocol):
    """Whoever uses a link; all of this is called in the link's thread."""

    def opened(self, connection: Any) -> None:
        """Open channels, and call ``ready`` when they can be used."""

    def lost(self) -> None:
        """The connection and every channel of it are gone."""

    def steered(self) -> None:
        """The broker takes messages again after it took none."""

    def leave(self) -> None:
        """Put things in order, then call ``hang_up``."""


class _Unsteady(Exception):
    """A connection could not be made, or did not last; carries the trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.sentence)


class Link:
    """Keeps one connection for its user.

    Args:
        address: where the broker is; of several hosts, one after the other is tried.
        name: what the connection is for; shown by the broker and told to the watch.
        user: who uses it.
        watch: who is told.
    """

    def __init__(
        self, address: BrokerAddress, name: str, user: LinkUser, watch: LinkWatch | None = None
    ) -> None:
        # The library tells each trouble several times, in lines of its own; the watch is told once.
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        self.name = name
        self.address = address
        self.watch: LinkWatch = watch or Unwatched()
        self._user = user
        self._hosts = random.sample(address.hosts, len(address.hosts))
        self._encryption = address.encryption()
        self._guard = threading.Lock()
        self._stopping = threading.Event()
        self._loop: Any = None
        self._services: Services | None = None
        self._connection: Any = None
        self._trouble: Trouble | None = Trouble(f"{address}: not connected yet")
        self._told: str | None = None
        self._cut: Trouble | None = None
        self._ready_since: float | None = None
        self._blocked_since: float | None = None
        self._thread = threading.Thread(target=self._keep_up, name=f"amqp-{name}", daemon=True)

    # For any thread

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    @property
    def connected(self) -> bool:
        """Whether it can be used now."""
        return self._trouble is None

    @property
    def trouble(self) -> Trouble | None:
        """Why it cannot be used."""
        return self._trouble

    @property
    def blocked(self) -> bool:
        """Whether the broker said that it takes nothing for now."""
        return self._blocked_since is not None

    @property
    def closed(self) -> bool:
        """Whether it was closed for good."""
        return self._stopping.is_set()

    def call(self, callback: Callable[[], None]) -> bool:
        """Have something done in the link's thread; False when there is no connection at all."""
        with self._guard:
            if self._loop is None:
                return False
            self._loop.add_callback_threadsafe(callback)
            return True

    def cut(self, why: str) -> None:
        """End a connection that does not answer, so that a new one is made."""

        def end() -> None:
            self._cut = Trouble(f"{self.address}: {why}")
            if self._services is not None:
                self._services.cut()

        self.call(end)

    def close(self, seconds: float = 5.0) -> None:
        """Take leave and end; after ``seconds`` without taking leave."""
        self._stopping.set()
        self.call(self._part)
        if self._thread.ident is None:
            return
        self._thread.join(seconds)
        if self._thread.is_alive():
            self.call(self._drop)
            self._thread.join()

    # For its user, in the link's thread

    def ready(self) -> None:
        """Say that channels are open and the link can be used."""
        if self._trouble is not None:
            self._trouble = None
            self._told = None
            self._ready_since = time.monotonic()
            self.watch.connected(self.name)

    def unready(self, cause: str) -> None:
        """Say that a channel is gone while the connection is still there."""
        self._set_trouble(Trouble(f"{self.address}: {cause}"))

    def after(self, seconds: float, callback: Callable[[], None]) -> None:
        """Do something later, unless the connection is gone by then."""
        self._loop.call_later(seconds, callback)

    def later(self, failures: int, callback: Callable[[], None]) -> None:
        """Do something after a pause that grows with the number of failures before."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 16))
        self.after(random.uniform(0, longest), callback)  # noqa: S311 - spreads load

    def hang_up(self) -> None:
        """Close the connection politely."""
        if self._connection.is_open:
            self._connection.close()

    # Its own, in the link's thread

    def _keep_up(self) -> None:
        while not self._stopping.is_set():
            retrying = Retrying(
                retry=retry_if_exception_type(_Unsteady),
                wait=_pause,
                stop=stop_when_event_set(self._stopping),
                sleep=sleep_using_event(self._stopping),
                retry_error_callback=lambda _: None,
            )
            retrying(self._session)

    def _session(self) -> None:
        """Connect, run until the connection is lost; raises ``_Unsteady`` unless it lasted."""
        loop = IOLoop()
        services = Services(loop)
        with self._guard:
            self._loop, self._services = loop, services
        self._ready_since = None
        self._cut = None
        self._connection = Connection(
            self._parameters(),
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_ended,
            on_close_callback=self._on_ended,
            custom_ioloop=services,
        )
        if self._stopping.is_set():
            self._part()
        try:
            loop.start()
        finally:
            with self._guard:
                self._loop = self._services = None
            self._unblocked()
            services.release()
            loop.close()
            self._user.lost()
        if self._trouble is not None and not self._lasted():
            raise _Unsteady(self._trouble)

    def _lasted(self) -> bool:
        since = self._ready_since
        return since is not None and time.monotonic() - since >= STEADY

    def _parameters(self) -> ConnectionParameters:
        host = self._hosts.pop(0)
        self._hosts.append(host)
        tls = self._encryption
        return ConnectionParameters(
            host,
            self.address.port,
            self.address.vhost,
            PlainCredentials(self.address.user, self.address.password),
            heartbeat=HEARTBEAT,
            socket_timeout=SOCKET_TIMEOUT,
            stack_timeout=STACK_TIMEOUT,
            ssl_options=None if tls is None else SSLOptions(tls, host),
            client_properties={"connection_name": f"hub {self.name}"},
        )

    def _on_open(self, connection: Any) -> None:
        connection.add_on_connection_blocked_callback(self._on_blocked)
        connection.add_on_connection_unblocked_callback(self._on_unblocked)
        if self._stopping.is_set():
            self.hang_up()
        else:
            self._user.opened(connection)

    def _on_ended(self, _: Any, error: BaseException) -> None:
        if self._stopping.is_set():
            self._trouble = Trouble(f"{self.address}: closed")
        else:
            self._set_trouble(self._cut or explain(error, self.address))
        self._loop.stop()

    def _set_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        if self._told != trouble.sentence:
            self._told = trouble.sentence
            self.watch.lost(self.name, trouble.sentence)

    def _on_blocked(self, *_: Any) -> None:
        self._blocked_since = time.monotonic()

    def _on_unblocked(self, *_: Any) -> None:
        self._unblocked()
        self._user.steered()

    def _unblocked(self) -> None:
        since, self._blocked_since = self._blocked_since, None
        if since is not None:
            self.watch.blocked(self.name, time.monotonic() - since)

    def _part(self) -> None:
        if self._connection.is_open:
            self._user.leave()
        elif self._services is not None and not self._services.cut():
            # Nothing there to cut yet. Closing what is only being opened confuses the library.
            self.after(AGAIN, self._part)

    def _drop(self) -> None:
        if self._services is None or not self._services.cut():
            self._loop.stop()


def _pause(state: RetryCallState) -> float:
    error = None if state.outcome is None else state.outcome.exception()
    if isinstance(error, _Unsteady) and error.trouble.refused:
        return REFUSED_PAUSE
    return _jitter(state)
