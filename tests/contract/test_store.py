"""What every store promises."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, union
from sqlalchemy.exc import DatabaseError

from hub.errors import Defect
from hub.formats.payload import Payload
from hub.pipeline.envelope import ClaimCheck, Envelope, document_id
from hub.pipeline.outcome import Held, Rejected
from hub.pipeline.protocols import Acceptance, Answer
from hub.store.schema import blob, delivery, interchange
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept, arrival, claim, events
from tests.world import START, FakeClock


def test_accepting_keeps_payload_trace_and_message(store: SqlStore) -> None:
    """What was accepted can be read back, is traced, and waits to be published."""
    envelope = accept(store, "k", b"the bytes")
    assert store.work.payload(envelope.payload).head(99) == b"the bytes"
    assert events(store, envelope) == ["received"]
    assert envelope.accepted_at == START
    assert envelope.accept_number == 1


def test_same_delivery_is_accepted_once(store: SqlStore) -> None:
    """The same key again is the same delivery, in one batch or later."""
    first, again = store.inbox.accept([arrival("k"), arrival("k")])
    assert again == Acceptance(first.interchange, first.accept_number, repeated=True)
    assert store.inbox.accept([arrival("k")])[0].repeated
    assert len(store.outbox.unsent(9)) == 1


def test_same_bytes_under_another_key_are_a_new_delivery(store: SqlStore) -> None:
    """Dropping the same file again on purpose is a new interchange."""
    first, second = store.inbox.accept([arrival("k"), arrival("l")])
    assert second.accept_number > first.accept_number
    assert not second.repeated


def test_large_payload_lies_in_a_file(store: SqlStore, tmp_path: Path) -> None:
    """A payload above the limit is kept beside the database, whole."""
    text = b"0123456789" * 40_000
    envelope = accept(store, "k", text)
    payload = store.work.payload(envelope.payload)
    assert payload.path is not None
    assert payload.path.is_relative_to(tmp_path / "payloads")
    assert payload.path.read_bytes() == text


def test_lost_payload_is_a_defect(store: SqlStore) -> None:
    """A payload file that vanished is not taken for an empty document."""
    envelope = accept(store, "k", b"x" * 300_000)
    path = store.work.payload(envelope.payload).path
    assert path is not None
    path.unlink()
    with pytest.raises(Defect, match="restore it from a backup"):
        store.work.payload(envelope.payload)


def test_payload_needs_its_tenant(store: SqlStore) -> None:
    """A claim check of another tenant opens nothing."""
    claim_check = accept(store, "k").payload
    foreign = ClaimCheck("other", claim_check.blob, claim_check.sha256, claim_check.size)
    with pytest.raises(Defect):
        store.work.payload(foreign)


def test_sent_messages_do_not_come_again(store: SqlStore) -> None:
    """The outbox gives unsent messages in order, each until it is marked."""
    store.inbox.accept([arrival("k"), arrival("l")])
    first, second = store.outbox.unsent(9)
    store.outbox.mark_sent([first.id])
    assert store.outbox.unsent(9) == [second]


def test_attempts_are_counted_before_the_work(store: SqlStore) -> None:
    """An attempt that says nothing afterwards counts as unexplained."""
    envelope = accept(store, "k")
    assert store.work.begin([envelope.interchange])[0].unexplained == 0
    second = store.work.begin([envelope.interchange])[0]
    assert (second.number, second.unexplained) == (2, 1)


def test_postponed_comes_again_when_due(store: SqlStore, clock: FakeClock) -> None:
    """A postponed interchange is published again later, and not held against it."""
    envelope = accept(store, "k")
    store.outbox.mark_sent([store.outbox.unsent(1)[0].id])
    store.work.begin([envelope.interchange])
    store.work.again(envelope.interchange, "busy", clock.now() + dt.timedelta(seconds=10))
    assert store.outbox.unsent(9) == []
    clock.advance(10)
    assert Envelope.decode(store.outbox.unsent(9)[0].body) == envelope
    assert store.work.begin([envelope.interchange])[0].unexplained == 0


def test_finishing_commits_everything(store: SqlStore, maker: Maker) -> None:
    """Outcome, outputs, answer and trace are there together, and only once."""
    envelope = accept(store, "k")
    done = maker.conclude(envelope, "K-1", maker.outcome("K-1", "north", "south"))
    assert store.work.finish([done]) == [True]
    assert store.work.finish([done]) == [True]
    assert store.work.begin([envelope.interchange])[0].state == "ended"
    found = store.archive.interchange(envelope.interchange)
    assert found is not None
    assert [row["state"] for row in found["deliveries"]] == ["waiting", "waiting", "unaddressed"]
    assert events(store, envelope).count("accepted") == 1


@pytest.mark.parametrize(
    ("back", "whole", "names"),
    [
        (False, True, ["said.xml"]),
        (False, False, ["a.txt.report.json", "said.xml"]),
        (True, True, ["a.txt", "said.xml"]),
    ],
)
def test_the_report_is_kept_where_it_goes(
    store: SqlStore, maker: Maker, names: list[str], *, back: bool, whole: bool
) -> None:
    """Beside answers that do not say it all, and on the way back; else nothing keeps it."""
    envelope = accept(store, "k")
    said = (Payload.of_bytes(b"<said/>", "said.xml"),)
    answer = Answer("done", b"{}", b"text", "mill.main", back=back, documents=said, whole=whole)
    store.work.finish([maker.conclude(envelope, "K-1", Rejected("T-BAD"), answer)])
    found = store.archive.interchange(envelope.interchange)
    assert found is not None
    assert sorted(one["name"] for one in found["deliveries"]) == names
    columns = (interchange.c.blob, delivery.c.blob, delivery.c.companion)
    used = union(*(select(one) for one in columns))
    with store.database.read() as connection:
        kept = set(connection.scalars(select(blob.c.id)))
        assert kept == set(connection.scalars(used))


def test_second_of_two_equal_numbers_is_overtaken(store: SqlStore, maker: Maker) -> None:
    """Of two workers that both found a number free, one commits and the other looks again."""
    first, second = accept(store, "k"), accept(store, "l")
    outcome = maker.outcome("K-1", "north")
    ended = store.work.finish(
        [maker.conclude(first, "K-1", outcome), maker.conclude(second, "K-1", Held(None, "x"))]
    )
    assert ended == [True, False]
    assert store.work.begin([second.interchange])[0].state == "open"
    assert store.work.finish([maker.conclude(second, "K-1", outcome)]) == [False]
    memory = store.work.recollection("main")
    earlier = memory.earlier("mill", "catalogue", "K-1", "")
    assert earlier is not None
    assert earlier.document == document_id(first.interchange, 1)


def test_rejected_numbers_stay_free(store: SqlStore, maker: Maker) -> None:
    """A rejected document may come again under its number."""
    envelope = accept(store, "k")
    store.work.finish([maker.conclude(envelope, "K-1", Rejected("bad"))])
    memory = store.work.recollection("main")
    assert memory.earlier("mill", "catalogue", "K-1", "") is None
    assert memory.same_bytes("mill", envelope.payload.sha256) is None


def test_documents_of_one_file_are_known_by_their_own_bytes(store: SqlStore, maker: Maker) -> None:
    """The file's hash is that of a document which has none of its own, and of no other."""
    envelope = accept(store, "k")
    done = maker.conclude_all(envelope, ["K-1", None, "K-3"], maker.outcome("K-1", "north"))
    hashes = ("1" * 64, "2" * 64, None)
    own = tuple(
        replace(ended, processed=replace(ended.processed, sha256=one))
        for ended, one in zip(done.documents, hashes, strict=True)
    )
    assert store.work.finish([replace(done, documents=own)]) == [True]
    memory = store.work.recollection("main")
    found = [memory.earlier("mill", "catalogue", number, "") for number in ("K-1", "K-3")]
    assert [one and one.sha256 for one in found] == ["1" * 64, envelope.payload.sha256]
    second = memory.same_bytes("mill", "2" * 64)
    assert second is not None
    assert second.document == document_id(envelope.interchange, 2)


def test_last_document_of_a_receiver(store: SqlStore, maker: Maker) -> None:
    """The memory finds the last catalogue, of all or of those that went to one receiver."""
    first, second = accept(store, "k"), accept(store, "l")
    store.work.finish([maker.conclude(first, "K-1", maker.outcome("K-1", "north"))])
    store.work.finish([maker.conclude(second, "K-2", maker.outcome("K-2", "south"))])
    memory = store.work.recollection("main")
    assert memory.last_document("mill", "catalogue", None, None) == (second.interchange, 1)
    assert memory.last_document("mill", "catalogue", "north", None) == (first.interchange, 1)
    assert memory.last_document("mill", "catalogue", "east", None) is None
    assert memory.last_document("mill", "catalogue", None, None, "nothing") is None


def test_trace_cannot_be_changed(store: SqlStore) -> None:
    """The database itself refuses to change or remove an event."""
    accept(store, "k")
    for statement in ("UPDATE trace SET event = 'x'", "DELETE FROM trace"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            store.database.write() as connection,
        ):
            connection.exec_driver_sql(statement)


def test_search_by_a_whole_id_finds_one(store: SqlStore) -> None:
    """The id of one of many finds that one and no other, whatever their order."""
    accepted = [accept(store, f"k{number}").interchange for number in range(12)]
    for identity in accepted:
        assert [one["id"] for one in store.archive.search(identity)] == [identity]
        assert [one["id"] for one in store.archive.search(identity[:8])] == [identity]


def test_search_finds_by_every_name(store: SqlStore, maker: Maker) -> None:
    """An interchange is found by its ids, number, name, hash, account and parties."""
    envelope = accept(store, "k")
    store.work.finish([maker.conclude(envelope, "K-1", maker.outcome("K-1", "north"))])
    output = claim(store)[0]
    names = (
        *(envelope.interchange, envelope.interchange[:8], document_id(envelope.interchange, 1)),
        *(output.id, "K-1", "a.txt", envelope.payload.sha256, "mill", "north", "1", ""),
    )
    for name in names:
        assert [one["id"] for one in store.archive.search(name)] == [envelope.interchange], name
    for name in ("K-2", "%", "a%", "zzzzzzzz"):
        assert store.archive.search(name) == [], name
