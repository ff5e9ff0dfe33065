"""Handing documents in over HTTP, and asking what became of them."""

import base64
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.clock import SystemClock
from hub.app.webconnection import GuardedConnection
from hub.model.report import Report
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.outcome import Processed, Rejected
from hub.pipeline.protocols import Answer, Conclusion, Ended
from hub.telemetry.logs import configure_logs
from tests.peers.web import KEYS, MOST, Web, bearer

UNKNOWN = "99999999-2222-3333-4444-555555555555"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A server."""
    opened = Web.open(tmp_path, SystemClock())
    yield opened
    opened.close()


def accepted(web: Web) -> list[tuple[str, str, bytes]]:
    """What the store holds: account, name and bytes."""
    found = []
    for row in reversed(web.store.archive.search("")):
        payload = web.store.archive.content(row["id"])
        assert payload is not None
        found.append((row["account"], row["name"], payload.head(MOST)))
    return found


def conclude(web: Web, interchange: str, *, back: bool = True) -> None:
    """Reject an interchange."""
    messages = [Envelope.decode(message.body) for message in web.store.outbox.unsent(99)]
    envelope = next(one for one in messages if one.interchange == interchange)
    told = {
        "file": envelope.name,
        "interchange": interchange,
        "verdict": "rejected",
        "documents": [
            {
                "position": 1,
                "kind": None,
                "number": None,
                "version": None,
                "outcome": "rejected",
                "report": {"layers": [], "losses": []},
            }
        ],
    }
    answer = Answer("rejected", json.dumps(told).encode(), b"", None, back=back)
    one = Processed(document_id(interchange, 1), 1, None, None, Rejected("x"), Report("a"))
    web.store.work.finish([Conclusion(envelope, (Ended(one, None),), answer)])


def test_accepts_a_document(web: Web) -> None:
    """A document is answered with 202 and its number once it is kept, byte for byte."""
    answer = web.post(b"<a/>", path="documents?name=price.xml", content_type="application/xml")
    assert answer.status_code == 202
    told = answer.json()
    assert told["number"] == 1
    assert told["status"] == f"/v1/accounts/mill/documents/{told['interchange']}"
    assert answer.headers["location"] == told["status"]
    assert accepted(web) == [("mill", "price.xml", b"<a/>")]
    envelope = Envelope.decode(web.store.outbox.unsent(9)[0].body)
    assert (envelope.channel, envelope.payload.media_type) == ("http", "application/xml")


def test_every_size_arrives_whole(web: Web) -> None:
    """Bodies of any size up to the limit are kept whole, and leave nothing in the workshop."""
    pattern = bytes(number % 251 for number in range(1000))
    sent = [(pattern * (size // 1000 + 1))[:size] for size in (1, 1 << 18, (1 << 18) + 1, MOST)]
    assert [web.post(content).status_code for content in sent] == [202] * 4
    assert [one[2] for one in accepted(web)] == sent
    assert list(web.workshop.iterdir()) == []


def test_wrong_keys_are_refused_alike(web: Web) -> None:
    """No key, a wrong one and an unknown account get one answer, which tells nothing."""
    keys = (None, "", "Basic abc", "Bearer", f"Bearer {KEYS['bakery']}", "Bearer \xe9")
    seen = set()
    for key in keys:
        headers = {} if key is None else {"Authorization": key.encode("latin-1")}
        for method in ("GET", "POST"):
            for name in ("mill", "nobody", "north.main"):
                path = f"/v1/accounts/{name}/documents"
                answer = web.caller.request(method, path, content=b"x", headers=headers)
                told = answer.json()
                seen.add((answer.status_code, told["code"], told["detail"]))
    assert [one[:2] for one in seen] == [(401, "unauthorised")]
    assert answer.headers["www-authenticate"] == "Bearer"
    assert accepted(web) == []


def test_refused_before_the_body(web: Web) -> None:
    """A sender without a key that asks first is not asked for its body."""
    with web.connect() as line:
        line.sendall(
            b"POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\n"
            b"Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n"
        )
        said = line.recv(65536)
    assert said.startswith(b"HTTP/1.1 401 ")


def test_same_key_is_one_delivery(web: Web) -> None:
    """A repeat under the same Idempotency-Key gets the first answer; other bytes get 409."""
    first = web.post(b"one", idempotency_key="k1")
    again = web.post(b"one", idempotency_key="k1")
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == first.json()
    other = web.post(b"two", idempotency_key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert first.json()["interchange"] in other.json()["detail"]
    assert web.post(b"two", idempotency_key="k2").status_code == 202
    assert web.post(b"two", account="bakery", idempotency_key="k1").status_code == 202
    assert [one[2] for one in accepted(web)] == [b"one", b"two", b"two"]


def test_without_a_key_every_request_counts(web: Web) -> None:
    """Two requests without an Idempotency-Key are two deliveries."""
    assert [web.post(b"one").json()["number"] for _ in range(2)] == [1, 2]


def test_unreadable_key_is_refused(web: Web) -> None:
    """A key that is no visible ASCII is refused before anything is kept."""
    for key in ("with space", "x" * 201, "\xe9"):
        headers = bearer("mill") | {"Idempotency-Key": key}
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        answer = web.caller.post("/v1/accounts/mill/documents", content=b"x", headers=raw)
        assert (answer.status_code, answer.json()["code"]) == (400, "key-unreadable")
    assert accepted(web) == []


def test_too_large_is_refused(web: Web) -> None:
    """A body over the limit is refused, announced or not, and nothing of it stays."""
    content = b"x" * (MOST + 1)
    announced = web.post(content)
    assert (announced.status_code, announced.json()["code"]) == (413, "too-large")
    chunked = web.caller.post(
        "/v1/accounts/mill/documents", content=iter([content]), headers=bearer("mill")
    )
    assert chunked.status_code == 413
    assert accepted(web) == []
    assert list(web.workshop.iterdir()) == []


def test_gzip_is_unpacked(web: Web) -> None:
    """A gzipped body, also of several members, is accepted as the document inside."""
    packed = gzip.compress(b"one ") + gzip.compress(b"two" * 100_000)
    assert web.post(packed, content_encoding="gzip").status_code == 202
    assert accepted(web)[0][2] == b"one " + b"two" * 100_000


UNSUITABLE: list[tuple[bytes, dict[str, str], int, str]] = [
    (gzip.compress(b"\0" * (3 << 20)), {"content_encoding": "gzip"}, 413, "gzip-ratio"),
    (gzip.compress(b"x" * 999)[:-4], {"content_encoding": "gzip"}, 400, "gzip-broken"),
    (b"no gzip at all", {"content_encoding": "gzip"}, 400, "gzip-broken"),
    (b"x", {"content_encoding": "br"}, 415, "encoding"),
    (b"x", {"content_type": "multipart/form-data; boundary=b"}, 415, "form"),
    (b"", {}, 400, "empty"),
    (b"x", {"content_digest": f"sha-256=:{'A' * 43}=:"}, 400, "digest-differs"),
    (b"x", {"content_digest": "sha-256=:A:"}, 400, "digest-unreadable"),
]


def test_bodies_that_cannot_be_taken(web: Web) -> None:
    """Bombs, broken and unsuitable bodies are refused with a word and a sentence."""
    for content, headers, status, code in UNSUITABLE:
        answer = web.post(content, **headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
    assert accepted(web) == []
    assert list(web.workshop.iterdir()) == []


def test_digest_is_checked(web: Web) -> None:
    """A body that is what its Content-Digest says is accepted."""
    digest = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    assert web.post(b"x", content_digest=f"sha-256=:{digest}:").status_code == 202


NAMES = [
    ("", None, "document"),
    ("?name=a.xml", 'attachment; filename="b.xml"', "a.xml"),
    ("", 'attachment; filename="b c.xml"', "b c.xml"),
    ("", "attachment; filename*=UTF-8''pr%C3%A6mie.xml", "præmie.xml"),
    ("", 'attachment; filename="pr\xc3\xa6mie.xml"', "præmie.xml"),
    ("?name=..%2F..%2Fetc%2Fpasswd", None, "passwd"),
    ("?name=c:%5Ca%5Cb.xml", None, "b.xml"),
    ("?name=a%00%0Ab%1B[31m.xml", None, "a__b_[31m.xml"),
    ("?name=%E2%80%AEfdp.xml", None, "_fdp.xml"),
    ("", "attachment; filename=", "document"),
    ("", f'attachment; filename="{"x" * 5000}"', "x" * 200),
    ("?name=..", None, "_."),
]


def test_names_are_made_harmless(web: Web) -> None:
    """The name comes from the query or Content-Disposition, and stays in its folder."""
    for query, header, _ in NAMES:
        headers = [(key.encode(), value.encode()) for key, value in bearer("mill").items()]
        if header is not None:
            headers.append((b"Content-Disposition", header.encode("latin-1")))
        path = f"/v1/accounts/mill/documents{query}"
        assert web.caller.post(path, content=b"x", headers=headers).status_code == 202
    assert [one[1] for one in accepted(web)] == [name for _, _, name in NAMES]


def test_half_a_body_is_nothing(web: Web) -> None:
    """A body that ends before its announced length is not accepted."""
    head = (
        b"POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\n"
        b"Authorization: Bearer " + KEYS["mill"].encode() + b"\r\n"
    )
    for rest in (b"Content-Length: 10\r\n\r\nhalf", b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf"):
        with web.connect() as line:
            line.sendall(head + rest)
            line.shutdown(1)
            while line.recv(65536):
                pass
    assert web.post(b"whole").status_code == 202
    assert [one[2] for one in accepted(web)] == [b"whole"]


def test_store_down_is_said(web: Web) -> None:
    """While the database does not answer the sender is told to come again, and can."""
    with web.store.database.write():
        answer = web.post(b"x", idempotency_key="k")
    assert (answer.status_code, answer.json()["code"]) == (503, "try-again")
    assert int(answer.headers["retry-after"]) > 0
    assert web.post(b"x", idempotency_key="k").status_code == 202


def test_problem_id_stands_in_the_log(web: Web) -> None:
    """The id that a caller can name is in the log, and nothing of its key is."""
    said = io.StringIO()
    configure_logs("test", said)
    try:
        answer = web.caller.get(
            "/v1/accounts/mill/documents", headers={"Authorization": "Bearer planted-canary"}
        )
    finally:
        configure_logs("test")
    assert answer.json()["id"] in said.getvalue()
    assert "planted-canary" not in said.getvalue()


def test_tells_what_became(web: Web) -> None:
    """Before the end there is a state only; afterwards verdict, report and its text."""
    status = web.post(b"x", path="documents?name=a.xml").json()["status"]
    before = web.get(status).json()
    assert (before["state"], before["verdict"], before["report"]) == ("open", None, None)
    assert web.get(f"{status}/report.txt").status_code == 404
    conclude(web, before["interchange"])
    after = web.get(status).json()
    assert (after["state"], after["verdict"]) == ("ended", "rejected")
    assert after["report"]["documents"][0]["outcome"] == "rejected"
    text = web.get(after["report_text"])
    assert "Dokument 1: afvist" in text.text
    assert text.headers["content-type"] == "text/plain; charset=utf-8"


def test_others_documents_do_not_exist(web: Web) -> None:
    """Another account's document, an unknown and an unreadable id are all not there."""
    path = web.post(b"x").json()["status"].replace("mill", "bakery")
    for identity in (path, f"/v1/accounts/bakery/documents/{UNKNOWN}", f"{path}x", f"{path}/no"):
        assert web.get(identity, "bakery").status_code == 404
        assert web.get(f"{identity}/report.txt", "bakery").status_code == 404
    assert web.get(path, "mill").status_code == 401


def test_lists_page_by_page(web: Web) -> None:
    """An account sees what it handed in, in order, by state, page by page."""
    web.post(b"other", account="bakery")
    ids = [web.post(b"x").json()["interchange"] for _ in range(3)]
    conclude(web, ids[1])
    path = "/v1/accounts/mill/documents"
    first = web.get(f"{path}?limit=2").json()
    assert [one["interchange"] for one in first["documents"]] == ids[:2]
    second = web.get(first["next"]).json()
    assert [one["interchange"] for one in second["documents"]] == ids[2:]
    assert second["next"] is None
    ended = web.get(f"{path}?state=ended").json()["documents"]
    assert [(one["interchange"], one["verdict"]) for one in ended] == [(ids[1], "rejected")]
    for wrong in ("state=x", "limit=0", "limit=9999", "after=-1", "after=x"):
        assert web.get(f"{path}?{wrong}").json()["code"] == "invalid-request"


def test_silent_sender_is_given_up(tmp_path: Path) -> None:
    """A body that stops coming is refused; nothing is accepted and nothing stays."""
    web = Web.open(tmp_path, SystemClock(), patience=0.2)
    try:
        with web.connect() as line:
            line.sendall(
                b"POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                b"Authorization: Bearer " + KEYS["mill"].encode() + b"\r\n\r\nhalf"
            )
            assert b"408 Request Timeout" in line.recv(65536)
        assert accepted(web) == []
        assert list(web.workshop.iterdir()) == []
    finally:
        web.close()


def test_slow_head_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that says nothing, or its head byte by byte, is ended."""
    monkeypatch.setattr(GuardedConnection, "head_within", 0.2)
    web = Web.open(tmp_path, SystemClock())
    try:
        for word in (b"", b"GET /v1/acc"):
            with web.connect() as line:
                line.sendall(word)
                assert line.recv(10) == b""
        monkeypatch.undo()
        assert web.post(b"x").status_code == 202
    finally:
        web.close()


def test_remains_of_a_crash_are_cleared(tmp_path: Path) -> None:
    """What a killed server left in its workshop goes when the next one starts."""
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "x.upload").write_text("half")
    Web.open(tmp_path, SystemClock()).close()
    assert list((tmp_path / "uploads").iterdir()) == []
