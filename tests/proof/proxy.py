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
_TURNS = 5
_RESET = struct.pack("ii", 1, 0)
"""A socket closed with this leaves by RST, without a goodbye."""


@dataclass
class _Rules:
    """What happens to bytes that go one way."""

    delay: float = 0.0
    rate: float | None = None
    remaining: int | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)


class Proxy:
    """Listens on a port of its own and passes on to one server.

    Args:
        host: where the server is.
        port: its port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._loop = asyncio.new_event_loop()
        self._links: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._rules: dict[Way, _Rules] = {way: _Rules() for way in BOTH}
        self._refusing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name=f"proxy-{port}", daemon=True)
        self._listens = threading.Event()
        self._thread.start()
        self._listens.wait()

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
        return self._call(lambda: len(self._links))

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
        server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, sock=self._listener)
        )
        self._listens.set()
        self._loop.run_forever()
        server.close()
        self._turn()  # who was let in just now begins, and can be told that it is over
        self._cut()
        while tasks := asyncio.all_tasks(self._loop):
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._turn()
        self._loop.close()

    def _turn(self) -> None:
        """Let everything go on that is ready, and what becomes ready by that."""
        for _ in range(_TURNS):
            self._loop.run_until_complete(asyncio.sleep(0))

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:
            # The proxy is being closed, which is an ordinary end.
            _reset(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            _reset(writer)
            return
        opening = asyncio.ensure_future(asyncio.open_connection(*self._target))
        try:
            back, forth = await asyncio.shield(opening)
        except OSError:
            _reset(writer)
            return
        except asyncio.CancelledError:
            # What was opened at this very moment would be nobody's.
            if opening.done() and not opening.cancelled() and opening.exception() is None:
                _reset(opening.result()[1])
            raise
        link = (writer, forth)
        self._links.add(link)
        pumps = [
            asyncio.ensure_future(self._pump("up", reader, forth)),
            asyncio.ensure_future(self._pump("down", back, writer)),
        ]
        try:
            await asyncio.gather(*pumps)
        except OSError:
            pass
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            self._links.discard(link)
            for end in link:
                _reset(end)

    async def _pump(
        self, way: Way, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        rules = self._rules[way]
        while data := await source.read(_CHUNK):
            if rules.delay:
                await asyncio.sleep(rules.delay)
            if rules.rate:
                await asyncio.sleep(len(data) / rules.rate)
            await rules.open.wait()
            if rules.remaining is not None:
                passed = data[: rules.remaining]
                rules.remaining -= len(passed)
                target.write(passed)
                await target.drain()
                if not rules.remaining:
                    rules.remaining = None
                    self._cut()
                    return
                continue
            target.write(data)
            await target.drain()
        await rules.open.wait()
        if target.can_write_eof():
            with suppress(OSError):
                target.write_eof()

    def _cut(self) -> int:
        links = list(self._links)
        for link in links:
            for end in link:
                _reset(end)
        return len(links)


def _reset(writer: asyncio.StreamWriter) -> None:
    end = writer.get_extra_info("socket")
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
