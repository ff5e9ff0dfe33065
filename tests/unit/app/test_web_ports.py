"""Fetching documents over HTTP: list, content, confirmation."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.app.clock import SystemClock
from hub.app.webconnection import GuardedConnection
from tests.peers.stock import Stock
from tests.peers.web import KEYS, Web, bearer

UNKNOWN = "99999999-2222-3333-4444-555555555555"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A server."""
    with closing(Web.open(tmp_path, SystemClock())) as opened:
        yield opened


@pytest.fixture
def stock(web: Web, tmp_path: Path) -> Stock:
    """Documents of its store."""
    return Stock(web.store, tmp_path)


def listed(web: Web, path: str = "/v1/ports/north.main/documents") -> list[dict[str, Any]]:
    """What lies ready, as the receiver sees it."""
    found: list[dict[str, Any]] = web.get(path, "north.main").json()["documents"]
    return found


def test_lists_gives_and_forgets(web: Web, stock: Stock) -> None:
    """What was handed over is listed in order, fetched byte for byte, and gone once confirmed."""
    first = stock.lay_ready(b"<a/>", b"<b/>")
    second = stock.lay_ready(b"<c/>")
    stock.lay_ready(b"<other/>", receiver="south")
    rows = listed(web)
    assert [row["id"] for row in rows] == first + second
    assert [row["number"] for row in rows] == [1, 1, 2]
    assert (rows[0]["media_type"], rows[0]["size"]) == ("application/xml", 4)
    fetched = [web.get(row["content"], "north.main") for row in rows]
    assert [one.content for one in fetched] == [b"<a/>", b"<b/>", b"<c/>"]
    assert [hashlib.sha256(one.content).hexdigest() for one in fetched] == [
        row["sha256"] for row in rows
    ]
    for _ in range(2):
        confirmed = web.caller.post(rows[0]["confirm"], headers=bearer("north.main"))
        assert (confirmed.status_code, confirmed.content) == (204, b"")
    assert [row["id"] for row in listed(web)] == [first[1], *second]
    assert web.get(rows[0]["content"], "north.main").content == b"<a/>"


def test_content_says_what_it_is(web: Web, stock: Stock) -> None:
    """Hash, type and a harmless name go with a document; a browser may not run it."""
    identity = stock.lay_ready(b"<a>\xe6</a>", name='x"\r\ny%æ.xml', media_type="text/html")[0]
    answer = web.get(f"/v1/ports/north.main/documents/{identity}", "north.main")
    digest = hashlib.sha256(b"<a>\xe6</a>")
    assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
    encoded = base64.b64encode(digest.digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{encoded}:"
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"x___y__.xml\"; filename*=UTF-8''x___y%25%C3%A6.xml"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_large_document_can_be_resumed(web: Web, stock: Stock) -> None:
    """A part of a large document can be asked for, under the hash of the whole."""
    content = bytes(range(256)) * 8192
    path = f"/v1/ports/north.main/documents/{stock.lay_ready(content)[0]}"
    assert web.get(path, "north.main").content == content
    half = {"Range": "bytes=1048576-", "If-Range": f'"{hashlib.sha256(content).hexdigest()}"'}
    rest = web.caller.get(path, headers=bearer("north.main") | half)
    assert (rest.status_code, rest.content) == (206, content[1048576:])


def test_others_do_not_exist(web: Web, stock: Stock) -> None:
    """Another port's, an unknown and an unreadable id are not there; a wrong key opens nothing."""
    identity = stock.lay_ready(b"<a/>")[0]
    for wrong in (identity, UNKNOWN, "x", f"{identity}x"):
        path = f"/v1/ports/south.main/documents/{wrong}"
        assert web.get(path, "south.main").status_code == 404
        assert web.caller.post(f"{path}/confirm", headers=bearer("south.main")).status_code == 404
    north = f"/v1/ports/north.main/documents/{identity}"
    for key in ("south.main", "mill"):
        assert web.get(north, key).status_code == 401
        assert web.get("/v1/ports/north.main/documents", key).status_code == 401
        assert web.caller.post(f"{north}/confirm", headers=bearer(key)).status_code == 401
    assert len(listed(web)) == 1


def test_what_is_not_handed_over_is_not_there(web: Web, stock: Stock) -> None:
    """A document that still waits in its lane is not listed."""
    stock.claim(b"<a/>")
    assert listed(web) == []


def test_pages_keep_an_interchange_together(web: Web, stock: Stock) -> None:
    """Pages follow each other without losing or repeating a document."""
    ids = [one for _ in range(3) for one in stock.lay_ready(b"<a/>", b"<b/>")]
    seen: list[str] = []
    path: str | None = "/v1/ports/north.main/documents?limit=3"
    while path:
        page = web.get(path, "north.main").json()
        seen += [row["id"] for row in page["documents"]]
        path = page["next"]
    assert seen == ids


def test_reader_that_does_not_read_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that asks and never reads loses its connection."""
    monkeypatch.setattr(GuardedConnection, "read_within", 0.3)
    with closing(Web.open(tmp_path, SystemClock())) as web:
        identity = Stock(web.store, tmp_path).lay_ready(b"x" * (16 << 20))[0]
        with web.connect() as line:
            line.sendall(
                f"GET /v1/ports/north.main/documents/{identity} HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {KEYS['north.main']}\r\n\r\n".encode()
            )
            read = 0
            deadline = time.monotonic() + 10
            while not web.connections and time.monotonic() < deadline:
                time.sleep(0.01)
            while web.connections and time.monotonic() < deadline:
                time.sleep(0.01)
            assert web.connections == 0
            line.settimeout(5)
            try:
                while piece := line.recv(1 << 20):
                    read += len(piece)
            except ConnectionResetError:
                pass
        assert read < 16 << 20
