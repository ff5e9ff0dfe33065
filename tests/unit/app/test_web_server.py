"""The HTTP server among strangers: nonsense, overload, faults of its own, and its end."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.app.clock import SystemClock
from hub.app.webserver import WebServer
from hub.errors import ConfigurationError
from hub.telemetry.logs import configure_logs
from tests.peers.web import KEYS, Web, bearer

ROOT = Path(__file__).parents[3]
POST = (
    "POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\n"
    f"Authorization: Bearer {KEYS['mill']}\r\n"
)
CHUNKED = "Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A server."""
    with closing(Web.open(tmp_path, SystemClock())) as opened:
        yield opened


def say(web: Web, words: bytes) -> bytes:
    """Send something raw and return the first of what comes back, if anything does."""
    with web.connect() as line:
        try:
            line.sendall(words)
            return line.recv(65536)
        except ConnectionError:
            return b""


def test_nonsense_is_refused(web: Web) -> None:
    """What is not HTTP, or too much of it, ends in a refusal; the server lives on."""
    nonsense = (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        f"{POST}Content-Length: -1\r\n\r\n".encode(),
        f"{POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx".encode(),
        f"{POST}{CHUNKED}zz\r\n".encode(),
        f"{POST}Content-Length: 1\r\n{CHUNKED}1\r\nx\r\n0\r\n\r\n".encode(),
    )
    for words in nonsense:
        assert say(web, words)[:12] in (b"HTTP/1.1 400", b""), words
    assert web.post(b"x").status_code == 202
    assert len(web.store.archive.search("")) == 1


def test_other_ways_do_not_exist(web: Web) -> None:
    """Unknown paths and methods are answered as problems, without asking for a key."""
    for method, path, status in (
        ("GET", "/", 404),
        ("GET", "/docs", 404),
        ("GET", "/v1/accounts/mill/documents/", 404),
        ("GET", "/v1/accounts/mill/../../etc/passwd", 404),
        ("DELETE", "/v1/accounts/mill/documents", 405),
        ("PUT", "/v1/ports/north.main/documents", 405),
    ):
        answer = web.caller.request(method, path, headers=bearer("mill"))
        assert (answer.status_code, answer.headers["content-type"]) == (
            status,
            "application/problem+json",
        )


def test_upgrade_is_not_offered(web: Web) -> None:
    """A caller that wants another protocol is answered in this one."""
    words = b"GET /v1/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    assert say(web, words).startswith(b"HTTP/1.1 404")


def test_own_fault_tells_nothing(tmp_path: Path) -> None:
    """A defect is answered with an id; neither answer nor log quotes what it stumbled over."""

    def fail(_: str) -> None:
        raise RuntimeError("planted-canary")

    with closing(Web.open(tmp_path, SystemClock(), checkpoint=fail)) as web:
        said = io.StringIO()
        configure_logs("test", said)
        answer = web.post(b"x")
        configure_logs("test")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert answer.json()["id"] in said.getvalue()
    assert "RuntimeError" in said.getvalue()
    assert "planted-canary" not in answer.text + said.getvalue()


def test_too_many_uploads_wait_outside(tmp_path: Path) -> None:
    """While all places are taken a sender is asked to come again; the others get through."""
    with closing(Web.open(tmp_path, SystemClock(), at_once=1)) as web, web.connect() as line:
        line.sendall(f"{POST}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n".encode())
        assert line.recv(65536).startswith(b"HTTP/1.1 100")
        refused = web.post(b"x")
        assert (refused.status_code, refused.json()["code"]) == (503, "try-again")
        assert int(refused.headers["retry-after"]) > 0
        line.sendall(b"whole")
        assert line.recv(65536).startswith(b"HTTP/1.1 202")
        assert web.post(b"x").status_code == 202


def test_end_waits_for_what_is_in_hand(tmp_path: Path) -> None:
    """A server that is told to stop takes nothing new and finishes what it began."""
    web = Web.open(tmp_path, SystemClock())
    with web.connect() as line:
        line.sendall(f"{POST}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n".encode())
        assert line.recv(65536).startswith(b"HTTP/1.1 100")
        ending = threading.Thread(target=web.server.stop)
        ending.start()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                web.connect().close()
            except OSError:
                break
            time.sleep(0.02)
        line.sendall(b"whole")
        assert line.recv(65536).startswith(b"HTTP/1.1 202")
        ending.join()
    assert len(web.store.archive.search("")) == 1
    web.close()


def test_address_is_checked_at_once(web: Web) -> None:
    """An address in use, or of another machine, is a mistake of the settings."""
    for listen in (f"127.0.0.1:{web.server.port}", "192.0.2.1:8080", "nobody.invalid:80"):
        with pytest.raises(ConfigurationError, match="HUB_LISTEN"):
            WebServer(_nothing, listen)


async def _nothing(*_: object) -> None:
    """Never asked."""


def test_every_way_is_documented(web: Web) -> None:
    """docs/http.md has a heading for every path and method, and none besides."""
    described = web.caller.get("/v1/openapi.json").json()["paths"]
    ways = {f"{method.upper()} {path}" for path, item in described.items() for method in item}
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    titles = {line[5:-1] for line in text.splitlines() if line.startswith("### `")}
    assert titles == {
        way.replace("{interchange}", "ID")
        .replace("{identity}", "ID")
        .replace("{account}", "ACCOUNT")
        .replace("{port}", "PORT")
        for way in ways
    }
