"""A TCP proxy that makes a connection as bad as connections get.

It runs in a thread of its own; every method may be called from any other thread::

    with Proxy("127.0.0.1", 5672) as proxy:
        connect("127.0.0.1", proxy.port)
        proxy.silence()                  # nothing gets through, nobody is told
        proxy.heal()
        proxy.cut()                      # every connection is reset
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, Self, TypeVar

__all__ = ["BOTH", "Proxy", "Way"]

Way = Literal["up", "down"]
"""From client to server, or back."""

T = TypeVar("T")

BOTH: tuple[Way, Way] = ("up", "down")

_CHUNK = 16384
_RESET = struct.pack("ii", 1, 0)
"""A socket closed with this leaves by RST, without a goodbye."""


@dataclass
class _Rules:
    """What happens to bytes that go one way."""

    delay: float = 0.0
    rate: float | None = None
    remaining: int | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)


class _Link:
    """A client's connection and the server's, which it may not have yet."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.ends = (client, server)
        self.passes = False


class Proxy:
    """Listens on a port of its own and passes on to one server.

    Args:
        host: where the server is.
        port: its port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._loop = asyncio.new_event_loop()
        self._links: dict[asyncio.Task[None], _Link] = {}
        self._rules: dict[Way, _Rules] = {way: _Rules() for way in BOTH}
        self._refusing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name=f"proxy-{port}", daemon=True)
        self._thread.start()

    # What can happen

    def delay(self, seconds: float, *ways: Way) -> None:
        """Let bytes wait before they go on."""
        self._set(ways, lambda rules: setattr(rules, "delay", seconds))

    def throttle(self, bytes_per_second: float, *ways: Way) -> None:
        """Let through this much at most."""
        self._set(ways, lambda rules: setattr(rules, "rate", bytes_per_second))

    def silence(self, *ways: Way) -> None:
        """Let nothing through and tell nobody: connections stay open, new ones too."""
        self._set(ways, lambda rules: rules.open.clear())

    def truncate(self, count: int, *ways: Way) -> None:
        """Let through this many more bytes, then reset every connection: in mid-frame."""
        self._set(ways, lambda rules: setattr(rules, "remaining", count))

    def cut(self) -> int:
        """Reset every connection; returns how many there were. New ones are let in."""
        return self._call(self._cut)

    def refuse(self) -> None:
        """Reset every connection, and every new one as soon as it comes."""

        def refuse() -> None:
            self._refusing = True
            self._cut()

        self._call(refuse)

    def heal(self) -> None:
        """Let everything through again; what waited goes on."""

        def heal() -> None:
            self._refusing = False
            for rules in self._rules.values():
                rules.delay, rules.rate, rules.remaining = 0.0, None, None
                rules.open.set()

        self._call(heal)

    @property
    def connections(self) -> int:
        """How many connections pass through."""
        return self._call(lambda: sum(link.passes for link in self._links.values()))

    def close(self) -> None:
        """Reset every connection and stop listening."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # How it is done

    def _set(self, ways: tuple[Way, ...], change: Callable[[_Rules], None]) -> None:
        def apply() -> None:
            for way in ways or BOTH:
                change(self._rules[way])

        self._call(apply)

    def _call(self, work: Callable[[], T]) -> T:
        async def call() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        for rules in self._rules.values():
            rules.open.set()
        self._loop.add_reader(self._listener, self._accept)
        self._loop.run_forever()
        self._loop.remove_reader(self._listener)
        self._listener.close()
        self._cut()
        while tasks := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _accept(self) -> None:
        try:
            client, _ = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # who knocked has gone away
        if self._refusing:
            _reset(client)
            return
        # Both sockets are made here and known from now on, so that none can be forgotten.
        link = _Link(client, socket.socket())
        for end in link.ends:
            end.settimeout(0)
        task = self._loop.create_task(self._serve(link))
        self._links[task] = link
        task.add_done_callback(self._ended)

    async def _serve(self, link: _Link) -> None:
        client, server = link.ends
        try:
            await self._loop.sock_connect(server, self._target)
            link.passes = True
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump("up", client, server))
                pumps.create_task(self._pump("down", server, client))
        except* OSError:
            pass  # a connection that breaks is what the proxy is for

    def _ended(self, task: asyncio.Task[None]) -> None:
        for end in self._links.pop(task).ends:
            _reset(end)

    async def _pump(self, way: Way, source: socket.socket, target: socket.socket) -> None:
        rules = self._rules[way]
        while data := await self._loop.sock_recv(source, _CHUNK):
            if rules.delay:
                await asyncio.sleep(rules.delay)
            if rules.rate:
                await asyncio.sleep(len(data) / rules.rate)
            await rules.open.wait()
            if rules.remaining is not None:
                passed = data[: rules.remaining]
                rules.remaining -= len(passed)
                await self._loop.sock_sendall(target, passed)
                if not rules.remaining:
                    rules.remaining = None
                    self._cut()
                    return
                continue
            await self._loop.sock_sendall(target, data)
        await rules.open.wait()
        target.shutdown(socket.SHUT_WR)

    def _cut(self) -> int:
        passing = sum(link.passes for link in self._links.values())
        for task, link in self._links.items():
            link.passes = False
            task.cancel()
        return passing


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    end.close()
