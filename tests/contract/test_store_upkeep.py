"""What every store promises of upkeep: what ended is swept and pruned, and nothing else."""

import os
from pathlib import Path

from sqlalchemy import select

from hub.formats.payload import Payload
from hub.pipeline.envelope import Envelope
from hub.store.blobs import INLINE_LIMIT
from hub.store.schema import outbox
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept
from tests.world import FakeClock


def test_forgotten_files_are_swept(store: SqlStore, tmp_path: Path) -> None:
    """A payload file without a row goes after a day; one with a row, or fresh, stays."""
    big = Payload.of_bytes(b"x" * (INLINE_LIMIT + 1), "big.txt")
    envelope = Envelope.decode(accept(store, "k", b"y" * (INLINE_LIMIT + 1)).encode())
    orphan, fresh = store.blobs.keep(big, "main"), store.blobs.keep(big, "main")
    for path in (tmp_path / "payloads").glob("??/*"):
        if path.name != fresh["id"]:
            os.utime(path, (1, 1))
    assert store.upkeep.step() == 1
    left = {path.name for path in (tmp_path / "payloads").glob("??/*")}
    assert left == {envelope.payload.blob, fresh["id"]}
    assert orphan["id"] not in left
    assert store.work.payload(envelope.payload).size == INLINE_LIMIT + 1


def test_a_long_sweep_goes_on_where_it_ended(store: SqlStore, tmp_path: Path) -> None:
    """Each step looks at a few files only; together they see all of them."""
    folder = tmp_path / "payloads" / "ab"
    folder.mkdir()
    for number in range(25):
        (folder / f"ab{number}").write_text("left by a crash")
        os.utime(folder / f"ab{number}", (1, 1))
    assert [store.blobs.sweep(10) for _ in range(3)] == [(10, 10), (10, 10), (5, 5)]
    assert not list(folder.iterdir())


def test_messages_of_what_ended_are_pruned(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """After a week a sent message goes, unless its interchange is still open or it was unsent."""
    ended, still_open = accept(store, "1"), accept(store, "2")
    store.outbox.mark_sent([message.id for message in store.outbox.unsent(10)])
    unsent = accept(store, "3")
    store.work.finish([maker.conclude(ended, "K-1", maker.outcome("K-1", "north"))])
    store.work.finish([maker.conclude(unsent, "K-2", maker.outcome("K-2", "north"))])
    assert store.upkeep.step() == 0
    clock.advance(8 * 24 * 3600)
    assert store.upkeep.step() == 1
    with store.database.read() as connection:
        left = set(connection.scalars(select(outbox.c.id)))
    assert left == {f"{still_open.interchange}/1", f"{unsent.interchange}/1"}


def test_upkeep_rests_after_a_round(store: SqlStore, clock: FakeClock, tmp_path: Path) -> None:
    """A round is over when little was found; the next one begins an hour later."""
    assert store.upkeep.step() == 0
    folder = tmp_path / "payloads" / "ab"
    folder.mkdir()
    (folder / "abc").write_text("left by a crash")
    os.utime(folder / "abc", (1, 1))
    assert store.upkeep.step() == 0
    clock.advance(3601)
    assert store.upkeep.step() == 1
