"""The proxy does to a connection what it says."""

import gc
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.proof.proxy import Proxy


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that gives back what it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(link: socket.socket) -> None:
        try:
            with link:
                while data := link.recv(65536):
                    link.sendall(data)
        except OSError:
            pass

    def listen() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(link,), daemon=True).start()

    thread = threading.Thread(target=listen)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    """A proxy before it."""
    with Proxy("127.0.0.1", echo) as made:
        yield made


@contextmanager
def linked(proxy: Proxy) -> Iterator[socket.socket]:
    """A connection through the proxy, known to be passed on."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as link:
        assert said_back(link, b"hello") == b"hello"
        yield link


def said_back(link: socket.socket, data: bytes) -> bytes:
    """What comes back for some bytes."""
    link.sendall(data)
    got = b""
    while len(got) < len(data):
        more = link.recv(65536)
        if not more:
            break
        got += more
    return got


def insist(proxy: Proxy) -> None:
    """Connect and talk until something happens."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as link:
        while True:
            link.sendall(b"hello")
            assert link.recv(1) == b""


def check_reset(proxy: Proxy) -> None:
    """See a new connection reset, maybe while it is being made."""
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        insist(proxy)


def test_passes_everything_on(proxy: Proxy) -> None:
    """Left alone it changes nothing, and a goodbye arrives at the other side."""
    data = bytes(range(256)) * 4000
    with linked(proxy) as link:
        assert proxy.connections == 1
        sender = threading.Thread(target=link.sendall, args=(data,))
        sender.start()
        got = b""
        while len(got) < len(data):
            got += link.recv(65536)
        sender.join()
        assert got == data
        link.shutdown(socket.SHUT_WR)
        assert link.recv(1) == b""


def test_delay(proxy: Proxy) -> None:
    """Bytes come later by what was asked for, each way."""
    with linked(proxy) as link:
        proxy.delay(0.1)
        before = time.monotonic()
        assert said_back(link, b"x") == b"x"
        assert time.monotonic() - before >= 0.2
        proxy.heal()


def test_throttle(proxy: Proxy) -> None:
    """No more gets through in a second than was asked for."""
    with linked(proxy) as link:
        proxy.throttle(100_000, "up")
        before = time.monotonic()
        assert len(said_back(link, bytes(20_000))) == 20_000
        assert time.monotonic() - before >= 0.19


def test_cut(proxy: Proxy) -> None:
    """Every connection is reset, without a goodbye; a new one is let in."""
    with linked(proxy) as first, linked(proxy) as second:
        assert proxy.cut() == 2
        for link in (first, second):
            with pytest.raises(ConnectionResetError):
                link.recv(1)
    with linked(proxy):
        pass


def test_refuse(proxy: Proxy) -> None:
    """New connections are reset, too, until it is healed."""
    proxy.refuse()
    check_reset(proxy)
    proxy.heal()
    with linked(proxy):
        pass


def test_silence(proxy: Proxy) -> None:
    """Nothing comes and nobody is told; healed, what was under way arrives."""
    with linked(proxy) as link:
        proxy.silence()
        link.settimeout(0.2)
        with pytest.raises(TimeoutError):
            said_back(link, b"late")
        proxy.heal()
        link.settimeout(5)
        assert link.recv(4) == b"late"


def test_silence_one_way(proxy: Proxy) -> None:
    """Half open: what is sent arrives, the answer does not."""
    with linked(proxy) as link:
        proxy.silence("down")
        link.settimeout(0.2)
        with pytest.raises(TimeoutError):
            said_back(link, b"half")
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            link.recv(1)


def test_truncate(proxy: Proxy) -> None:
    """After so many bytes the connection is reset, in the middle of what was being said."""
    with linked(proxy) as link:
        proxy.truncate(3, "down")
        link.sendall(b"0123456789")
        got: list[bytes] = []
        with pytest.raises(ConnectionResetError):
            got.extend(iter(lambda: link.recv(10), b""))
        # A reset may overtake what came before it.
        assert b"".join(got) in (b"", b"012")
    with linked(proxy):
        pass


def test_server_that_is_gone(echo: int) -> None:
    """A connection to a server that does not listen is reset."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[1]
    assert nobody != echo
    with Proxy("127.0.0.1", nobody) as proxy:
        check_reset(proxy)


def test_closed_while_connections_are_open(echo: int) -> None:
    """Closing it ends what passes through it."""
    proxy = Proxy("127.0.0.1", echo)
    with linked(proxy) as link:
        proxy.silence()
        proxy.close()
        with pytest.raises(ConnectionResetError):
            link.recv(1)


def test_closed_while_connections_begin(echo: int) -> None:
    """Closing it forgets no connection, however little was said on it: warnings are errors."""
    for _ in range(20):
        proxy = Proxy("127.0.0.1", echo)
        links = [socket.create_connection(("127.0.0.1", proxy.port)) for _ in range(8)]
        proxy.close()
        for link in links:
            link.close()
    gc.collect()
