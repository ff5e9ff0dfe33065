"""The embedded hub in one process: what senders, receivers and operators see."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from hub.app.workerrole import WornOut
from hub.errors import ConfigurationError, PortUnavailable, StoreUnavailable
from hub.formats.payload import Payload
from hub.pipeline.envelope import Envelope
from hub.pipeline.protocols import Arrival, Conclusion, Consignment, Receipt
from hub.store.blobs import Kept
from hub.store.store import SqlStore
from tests.world import FakeClock, drop, files, open_world


class Bench:
    """A hub on a fake clock, stepped by hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = FakeClock()
        self.trouble: list[BaseException] = []
        self.bomb = ""
        self.seen: list[str] = []
        self.hub = open_world(home, self.clock, before=self._before)
        self.intake, self.relay = self.hub.intake(), self.hub.relay()
        self.worker, self.ports = self.hub.worker(), self.hub.ports()

    def _before(self, envelope: Envelope) -> None:
        self.seen.append(envelope.name)
        if envelope.name == self.bomb:
            raise MemoryError
        if self.trouble:
            raise self.trouble.pop(0)

    def go(self, seconds: float = 0.0) -> None:
        """Let time pass, then let every role do what there is to do."""
        self.clock.advance(seconds)
        for _ in range(6):
            self.intake.step()
            self.relay.step()
            self.worker.step()
            self.ports.step()
            self.ports.wait()
            self.clock.advance(0.3)

    def events(self, name: str) -> list[str]:
        """The events of a file."""
        found = self.hub.archive.search(name)[0]
        return [event["event"] for event in self.hub.archive.trace(found["id"])]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A hub stepped by hand."""
    opened = Bench(tmp_path)
    yield opened
    opened.ports.stop()
    opened.hub.close()


def test_story_of_a_good_document(bench: Bench) -> None:
    """The trace tells each step once, in order."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    events = bench.events("a.txt")
    assert events[:3] == ["received", "accepted", "route-routed"]
    assert sorted(events[3:]) == ["answered", "delivered"]  # two ways out, side by side
    assert files(bench.home / "out") == {"north/K-1.txt": "K-1 good for north\n"}


def test_same_file_twice_at_once(bench: Bench) -> None:
    """Two copies dropped together are one document: the second hears of the first."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    os.utime(bench.home / "in" / "mill" / "a.txt", ns=(1, 1))
    drop(bench.home, "mill", "b.txt", "catalogue K-1 good north")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]
    report = json.loads((bench.home / "in/mill/done/b.txt.report.json").read_text())
    assert report["documents"][0]["outcome"] == "duplicate"
    assert report["documents"][0]["earlier"]["file"] == "a.txt"


def test_other_content_under_one_number(bench: Bench) -> None:
    """A used number with other content is rejected, and nothing of it goes out."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    drop(bench.home, "mill", "b.txt", "catalogue K-1 good north south")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]
    assert "b.txt" in {path.name for path in (bench.home / "in/mill/rejected").iterdir()}


def test_rejected_document_may_come_again(bench: Bench) -> None:
    """Bytes that were rejected are a new attempt."""
    for _ in range(2):
        drop(bench.home, "mill", "a.txt", "catalogue K-1 bad")
        bench.go()
    found = bench.hub.archive.search("a.txt")
    assert [one["documents"][0]["outcome"] for one in found] == ["rejected", "rejected"]


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
    """A full disk is not held against the document whose ending it could not take."""
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
            bench.go(3600)
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


def test_operator_sees_what_waits(bench: Bench) -> None:
    """What nobody receives, what waits and what the hub wrote wrongly is listed as parked."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 lost")
    drop(bench.home, "mill", "b.txt", "catalogue K-2 held")
    drop(bench.home, "mill", "c.txt", "catalogue K-3 good north south?")
    bench.go()
    parked = {(row["name"], row["what"], row["reason"]) for row in bench.hub.archive.parked()}
    assert parked == {
        ("a.txt", "document", "no-route"),
        ("b.txt", "document", "T-WAIT"),
        ("c.txt", "route", "output-invalid"),
    }


def test_replay_goes_where_it_failed(bench: Bench) -> None:
    """A replay is a new interchange from the original, only for the failed route."""
    drop(bench.home, "mill", "c.txt", "catalogue K-3 good north south?")
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]
    again = bench.hub.replay(first["id"])
    bench.go()
    found = bench.hub.archive.interchange(again.interchange)
    assert found is not None
    assert found["replay_of"] == first["id"]
    assert found["ports"] == ["south.main#south"]
    assert [way["receiver"] for way in found["documents"][0]["routes"]] == ["south"]
    assert list(files(bench.home / "out")) == ["north/K-3.txt"]


def test_replay_of_what_went_well_needs_a_port(bench: Bench) -> None:
    """Nothing is sent twice because somebody typed replay."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    identity = bench.hub.archive.search("a.txt")[0]["id"]
    with pytest.raises(ConfigurationError, match="nothing failed"):
        bench.hub.replay(identity)
    with pytest.raises(ConfigurationError, match="no interchange"):
        bench.hub.replay("unknown")


def test_submitted_file_is_answered_in_the_folder(bench: Bench) -> None:
    """A file handed over by command ends like a dropped one; its own copy stays."""
    path = bench.home / "mine.txt"
    path.write_text("catalogue K-1 good north")
    bench.hub.submit(path, "mill")
    bench.go()
    names = sorted(path.name for path in (bench.home / "in/mill/done").iterdir())
    assert names == ["mine.txt.report.json", "mine.txt.report.txt"]
    assert path.exists()
    with pytest.raises(ConfigurationError, match="no account 'nobody'"):
        bench.hub.submit(path, "nobody")


def test_customers_see_what_they_got(bench: Bench) -> None:
    """The table says for each receiver what came, what was refused and what was lost."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north south!")
    bench.go()
    north, south = bench.hub.archive.customers()
    assert (north["receiver"], north["received"], north["lines"]) == ("north", 1, 2)
    assert north["lost"] == {"item.colour (no-home)": 3}
    assert (south["received"], south["refused"], south["reasons"]) == (0, 1, {"T-REFUSED": 1})


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


def test_what_a_port_says_is_traced(bench: Bench) -> None:
    """The words of a port that failed stand in the trace."""

    class Deaf:
        def send(self, consignment: Consignment) -> Receipt:
            raise PortUnavailable(f"{consignment.name}: nobody there")

        def flush(self) -> None:
            """Nothing to flush."""

    bench.ports._ports = {"north.main": Deaf()}
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    trace = bench.hub.archive.trace(bench.hub.archive.search("a.txt")[0]["id"])
    postponed = [event for event in trace if event["event"] == "delivery-postponed"]
    assert postponed[0]["details"]["error"] == "K-1.txt: nobody there"


def test_relay_tidies_up_when_idle(bench: Bench) -> None:
    """With nothing to publish, the relay lets the store clear away what nobody needs."""
    forgotten = bench.home / "payloads" / "ab" / "abc"
    forgotten.parent.mkdir()
    forgotten.write_text("left by a crash")
    os.utime(forgotten, (1, 1))
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.intake.step()
    assert bench.relay.step() == 1
    assert forgotten.exists()
    assert bench.relay.step() == 0
    assert not forgotten.exists()


def test_one_number_twice_in_one_file(bench: Bench) -> None:
    """The second document is in conflict with the first, which goes its way; the third too."""
    rows = ("K-1 good north", "K-1 good north south", "K-2 good north", "- good south", "- bad")
    drop(bench.home, "mill", "a.txt", "\n".join(f"catalogue {row}" for row in rows))
    bench.go()
    report = json.loads((bench.home / "in/mill/rejected/a.txt.report.json").read_text())
    outcomes = [document["outcome"] for document in report["documents"]]
    assert outcomes == ["accepted", "conflict", "accepted", "accepted", "rejected"]
    second = report["documents"][1]
    assert second["earlier"]["document"] == report["documents"][0]["document"]
    assert {"north/K-1.txt", "north/K-2.txt"} <= set(files(bench.home / "out"))
    assert "south/K-1.txt" not in files(bench.home / "out")


def test_rejected_number_is_free_inside_one_file(bench: Bench) -> None:
    """A number whose first document was rejected may be used by the second."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 bad\ncatalogue K-1 good north")
    bench.go()
    report = json.loads((bench.home / "in/mill/rejected/a.txt.report.json").read_text())
    assert [one["outcome"] for one in report["documents"]] == ["rejected", "accepted"]
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]
