"""What trouble does to a document, and what it does not: disks, memory, bugs, other documents."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from hub.app.workerkit import WornOut
from hub.errors import StoreUnavailable
from hub.formats.payload import Payload
from hub.pipeline.protocols import Arrival, Conclusion
from hub.store.blobs import Kept
from hub.store.store import SqlStore
from tests.unit.app.stepped import Bench
from tests.world import FakeClock, drop, files, open_world


def test_world_in_the_way_is_waited_for(bench: Bench) -> None:
    """Trouble that may pass is tried again later, and costs the document nothing."""
    bench.trouble += [StoreUnavailable("busy")] * 7
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    assert bench.seen == ["a.txt"]
    for _ in range(8):
        bench.go(3600)
    assert bench.events("a.txt").count("postponed") == 7
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]


def test_what_is_tried_again_is_next(bench: Bench) -> None:
    """A document that the world was in the way of does not queue behind all that came since."""
    bench.trouble.append(StoreUnavailable("busy"))
    drop(bench.home, "mill", "late.txt", "catalogue K-0 good north")
    bench.go()
    bench.seen.clear()
    for number in range(1, 50):
        drop(bench.home, "bakery", f"{number}.txt", f"catalogue K-{number} good north")
    bench.clock.advance(60)
    while bench.intake.step() + bench.relay.step():
        pass
    bench.worker.step()
    assert bench.seen[0] == "late.txt"
    assert len(bench.seen) == 33


def test_bug_parks_one_document(bench: Bench) -> None:
    """A bug parks the document it met, answers nobody, and the next one goes on."""
    bench.trouble.append(KeyError("oops"))
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    drop(bench.home, "mill", "b.txt", "catalogue K-2 good north")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-2.txt"]
    parked = bench.hub.archive.parked()
    assert [(row["name"], row["reason"]) for row in parked] == [("a.txt", "defect")]
    bench.hub.replay(parked[0]["interchange"], request="once")
    bench.hub.replay(parked[0]["interchange"], request="once")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-1.txt", "north/K-2.txt"]
    assert bench.hub.archive.parked() == []


def test_document_that_needs_too_much(bench: Bench) -> None:
    """Stopped twice at a limit, a document is rejected with a sentence for its sender."""
    bench.trouble += [MemoryError(), MemoryError()]
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    for _ in range(2):
        with pytest.raises(WornOut):
            bench.go()
    bench.go()
    report = json.loads((bench.home / "in/mill/rejected/a.txt.report.json").read_text())
    assert report["documents"][0]["reason"] == "resource-limit"
    assert bench.seen == ["a.txt", "a.txt"]


def test_neighbours_of_what_needs_too_much(bench: Bench) -> None:
    """What was taken up beside it is not blamed: it is delivered, whatever the other does."""
    bench.bomb = "a.txt"
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    drop(bench.home, "mill", "b.txt", "catalogue K-2 good north")
    drop(bench.home, "bakery", "c.txt", "catalogue K-3 good north")
    for _ in range(2):
        with pytest.raises(WornOut):
            bench.go()
        bench.worker.start()
    bench.go()
    bench.go(5)
    assert sorted(files(bench.home / "out")) == ["north/K-2.txt", "north/K-3.txt"]
    assert "rejected" in bench.events("a.txt")
    assert bench.seen.count("a.txt") == 2


def test_endings_that_cannot_be_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is not held against the document whose ending it could not take, nor for long."""
    finish = bench.hub.store.work.finish
    trouble = [StoreUnavailable("no room")] * 7

    def full(conclusions: Sequence[Conclusion]) -> list[bool]:
        if trouble:
            raise trouble.pop()
        return finish(conclusions)

    monkeypatch.setattr(bench.hub.store.work, "finish", full)
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    for _ in range(9):
        with suppress(StoreUnavailable):
            bench.go(5)
        bench.worker.start()
    assert trouble == []
    assert bench.hub.archive.parked() == []
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]


def test_one_delivery_that_cannot_be_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file for which there is no room stops its own way in, and no other."""
    keep = bench.hub.store.blobs.keep

    def full(payload: Payload, tenant: str) -> Kept:
        if payload.name == "huge.txt":
            raise StoreUnavailable("no room")
        return keep(payload, tenant)

    monkeypatch.setattr(bench.hub.store.blobs, "keep", full)
    drop(bench.home, "mill", "huge.txt", "catalogue K-1 good north")
    drop(bench.home, "bakery", "b.txt", "catalogue K-2 good north")
    bench.go()
    bench.go(60)
    assert list(files(bench.home / "out")) == ["north/K-2.txt"]
    assert (bench.home / "in/mill/huge.txt").exists()


def test_message_that_is_too_long(bench: Bench) -> None:
    """What came through the broker and is too long is refused with the way to send it."""
    text = b"catalogue K-1 good north" + b" " * (9 << 20)
    payload = Payload.of_bytes(text, "long.txt")
    bench.hub.inbox.accept([Arrival("mill", "main", "queue", "k", "long.txt", payload)])
    bench.go()
    found = bench.hub.archive.search("long.txt")[0]
    assert [one["reason"] for one in found["documents"]] == ["body-too-long"]
    assert bench.seen == []
    whole = bench.hub.archive.interchange(found["id"])
    assert whole is not None
    (finding,) = whole["documents"][0]["report"]["layers"][0]["findings"]
    assert "POST /v1/accounts/mill/documents" in str(finding)


def test_document_that_kills_the_worker(bench: Bench) -> None:
    """After five deaths without a word a document is parked, not tried for ever."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    for _ in range(5):
        bench.trouble.append(KeyboardInterrupt())  # ends the process where nobody catches it
        with pytest.raises(KeyboardInterrupt):
            bench.go()
        bench.worker.start()
    bench.go()
    assert [row["reason"] for row in bench.hub.archive.parked()] == ["worker-died"]
    assert len(bench.seen) == 5


def test_port_that_is_down(bench: Bench) -> None:
    """A port that fails is tried again with longer waits, and delays no other port."""
    (bench.home / "out").mkdir()
    (bench.home / "out" / "north").write_text("a file in the way")
    for number in range(3):
        drop(bench.home, "mill", f"{number}.txt", f"catalogue K-{number} good north south")
        bench.go()
    assert sorted(path.name for path in (bench.home / "out" / "south").iterdir()) == [
        "K-0.txt",
        "K-1.txt",
        "K-2.txt",
    ]
    bench.go(24 * 3600)
    assert bench.hub.archive.parked() == []
    assert bench.hub.archive.waiting()["undelivered"] == 3
    (bench.home / "out" / "north").unlink()
    bench.go(3700)
    assert len(files(bench.home / "out" / "north")) == 3
    attempts = [
        row["attempts"]
        for one in bench.hub.archive.search("mill")
        for row in (bench.hub.archive.interchange(one["id"]) or {})["deliveries"]
        if row["port"] == "north.main"
    ]
    assert attempts[-1] > 1
    assert attempts[:2] == [1, 1]


def test_locked_database_is_waited_for_then_unavailable(tmp_path: Path) -> None:
    """A writer that holds the database longer than the patience is trouble of the world."""
    store = SqlStore.embedded(tmp_path, FakeClock(), patience=0.2)
    other = sqlite3.connect(tmp_path / "hub.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.deliveries.free("ports")
    other.execute("ROLLBACK")
    assert store.deliveries.free("ports") == 0
    other.close()
    store.close()


def test_full_database_is_unavailable(tmp_path: Path) -> None:
    """A full disk under the database is trouble of the world, and what was kept stays."""
    hub = open_world(tmp_path, FakeClock())
    path = tmp_path / "a.txt"
    path.write_text("x" * 200_000)
    with hub.store.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    for connection in [hub.store.database.engine.raw_connection() for _ in range(1)]:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages + 5}")
        connection.close()
    with pytest.raises(StoreUnavailable, match="full"):
        hub.submit(path, "mill")
    assert hub.archive.search("") == []
    hub.close()
