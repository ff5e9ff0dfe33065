"""What every store promises of deliveries: lanes in order, one owner, retries, parking."""

import datetime as dt
from dataclasses import replace

import pytest

from hub.errors import Fenced
from hub.formats.document import Part
from hub.pipeline.outcome import Accepted, Routed
from hub.pipeline.protocols import Receipt
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept, claim, hand_over
from tests.world import FakeClock, sha256


def test_lane_goes_on_in_order(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """A later document waits for an earlier one that is being processed, then both go in order."""
    first, second = accept(store, "k"), accept(store, "l")
    store.work.finish([maker.conclude(second, "K-2", maker.outcome("K-2", "north"))])
    assert claim(store) == []
    store.work.finish([maker.conclude(first, "K-1", maker.outcome("K-1", "north"))])
    clock.advance(1)
    claimed = claim(store)
    assert [one.number for one in claimed] == [first.accept_number, second.accept_number]


def test_other_accounts_of_a_sender_hold_the_lane(
    store: SqlStore, maker: Maker, clock: FakeClock
) -> None:
    """What a bureau sent for the same party earlier is waited for."""
    store.deliveries.senders({"bureau": ("mill",)})
    earlier = accept(store, "k", account="bureau")
    later = accept(store, "l")
    store.work.finish([maker.conclude(later, "K-2", maker.outcome("K-2", "north"))])
    assert claim(store) == []
    store.work.park(earlier.interchange, "defect", "x")
    clock.advance(1)
    assert [one.number for one in claim(store)] == [later.accept_number]


def test_claimed_lane_is_taken_by_one(store: SqlStore, maker: Maker) -> None:
    """A leased lane gives nothing to a second owner."""
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", maker.outcome("K-1", "north"))])
    assert len(claim(store)) == 1
    assert claim(store, owner="other") == []


def test_renewed_lane_stays_with_its_owner(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """A sending that takes long keeps its lane; one that was taken over does not get it back."""
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", maker.outcome("K-1", "north"))])
    held = claim(store)
    for _ in range(5):
        clock.advance(30)
        store.deliveries.renew(held)
    assert claim(store, owner="other") == []
    clock.advance(3600)
    newer = claim(store, owner="other")
    store.deliveries.renew(held)
    clock.advance(61)
    assert [one.epoch for one in claim(store)] == [newer[0].epoch + 1]


def test_receipt_written_twice_is_one(store: SqlStore, maker: Maker) -> None:
    """When the answer to a commit was lost, writing it down again changes nothing."""
    first = accept(store, "k")
    store.work.finish([maker.conclude(first, "K-1", maker.outcome("K-1", "north"))])
    (held,) = claim(store)
    for _ in range(2):
        store.deliveries.delivered([(held, Receipt("there"))])
    trace = [event["event"] for event in store.archive.trace(first.interchange)]
    assert trace.count("delivered") == 1


def test_lane_given_up_twice_is_given_up_once(store: SqlStore, maker: Maker) -> None:
    """Giving up whose answer was lost is done again: the next attempt is the first all the same."""
    outcome = maker.outcome("K-1", "north")
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", outcome)])
    claimed = claim(store)
    store.deliveries.finished(claimed, claimed)
    store.deliveries.finished(claimed, claimed)
    assert [one.attempt for one in claim(store)] == [1]


def test_late_owner_is_fenced(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """An owner that was frozen and replaced cannot write receipts, retries or parkings."""
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", maker.outcome("K-1", "north"))])
    late = claim(store)
    clock.advance(3600)
    newer = claim(store, owner="other")
    assert [one.attempt for one in newer] == [2]
    with pytest.raises(Fenced):
        store.deliveries.delivered([(late[0], Receipt("there"))])
    with pytest.raises(Fenced):
        store.deliveries.retry(late[0], "x", clock.now())
    with pytest.raises(Fenced):
        store.deliveries.park(late[0], "x")
    hand_over(store, newer)


def test_retry_waits_and_keeps_the_order(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """A failed delivery is tried again when due; what follows in its lane waits behind it."""
    for key in ("k", "l"):
        envelope = accept(store, key)
        store.work.finish([maker.conclude(envelope, key, maker.outcome(key, "north"))])
    first, second = claim(store)
    store.deliveries.retry(first, "closed", clock.now() + dt.timedelta(seconds=30))
    store.deliveries.finished([first, second], [second])
    assert claim(store) == []
    clock.advance(30)
    again = claim(store)
    assert [(one.id, one.attempt) for one in again] == [(first.id, 2), (second.id, 1)]


def test_parked_delivery_lets_the_lane_go_on(store: SqlStore, maker: Maker) -> None:
    """A delivery refused for good is put before an operator, the next one goes out."""
    for key in ("k", "l"):
        envelope = accept(store, key)
        store.work.finish([maker.conclude(envelope, key, maker.outcome(key, "north"))])
    first, second = claim(store)
    store.deliveries.park(first, "no")
    store.deliveries.delivered([(second, Receipt("there"))])
    store.deliveries.finished([first, second])
    assert claim(store) == []
    parked = [row for row in store.archive.parked() if row["reason"] == "refused-by-port"]
    assert [row["id"] for row in parked] == [first.id]


def test_forward_dated_waits_without_holding_others(
    store: SqlStore, maker: Maker, clock: FakeClock
) -> None:
    """A delivery with a date waits for it; what came later goes before it."""
    dated, now = accept(store, "k"), accept(store, "l")
    until = clock.now() + dt.timedelta(days=30)
    store.work.finish([maker.conclude(dated, "K-1", maker.outcome("K-1", "north", until=until))])
    store.work.finish([maker.conclude(now, "K-2", maker.outcome("K-2", "north"))])
    claimed = claim(store)
    assert [one.number for one in claimed] == [now.accept_number]
    hand_over(store, claimed)
    assert claim(store) == []
    clock.advance(30 * 24 * 3600)
    assert [one.number for one in claim(store)] == [dated.accept_number]


def test_restarted_owner_takes_its_lanes_back(store: SqlStore, maker: Maker) -> None:
    """What an owner had in hand when it was killed is due at once."""
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", maker.outcome("K-1", "north"))])
    assert len(claim(store)) == 1
    assert store.deliveries.free("ports") == 1
    assert [one.attempt for one in claim(store)] == [2]


def test_paused_port_is_left_alone(store: SqlStore, maker: Maker) -> None:
    """Nothing of a paused port is claimed, and nothing else waits for it."""
    outcome = maker.outcome("K-1", "north", "south")
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", outcome)])
    claimed = store.deliveries.claim("ports", 10, frozenset({"north.main"}))
    assert [one.port for one in claimed] == ["south.main"]


def test_lost_output_is_parked_alone(store: SqlStore, maker: Maker) -> None:
    """An output whose contents are gone holds up nobody."""
    big = maker.outcome("K-1", "north")
    way = big.routes[0]
    assert isinstance(way, Routed)
    path = way.parts[0].path
    path.write_bytes(b"x" * 300_000)
    part = Part("out.txt", "text/plain", path, 300_000, sha256(path))
    big = Accepted((Routed(way.route, way.report, (part,), 1),))
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", big)])
    store.work.finish([maker.conclude(accept(store, "l"), "K-2", maker.outcome("K-2", "south"))])
    for file in (path.parents[1] / "payloads").glob("??/*"):
        file.unlink()
    assert [one.port for one in claim(store)] == ["south.main"]
    assert "refused-by-port" in {row["reason"] for row in store.archive.parked()}


def test_names_are_used_once_per_port(store: SqlStore, maker: Maker) -> None:
    """Two outputs of one name to one port get names of their own."""
    for key in ("k", "l"):
        envelope = accept(store, key)
        store.work.finish([maker.conclude(envelope, key, maker.outcome(key, "north"))])
    first, second = claim(store)
    assert first.name == "out.txt"
    assert second.name == f"out~{second.id[:8]}.txt"


def test_files_of_one_delivery_share_a_mark(store: SqlStore, maker: Maker) -> None:
    """Master data and prices that go out together are found by one name, also the second time."""
    for key in ("k", "l", "m"):
        outcome = maker.outcome(key, "north")
        way = outcome.routes[0]
        assert isinstance(way, Routed)
        names = ("items.csv", "items.csv" if key == "m" else "prices.csv")
        parts = tuple(replace(way.parts[0], name=name) for name in names)
        both = Accepted((replace(way, parts=parts),))
        store.work.finish([maker.conclude(accept(store, key), key, both)])
    first, second, third, fourth, fifth, sixth = claim(store)
    assert (first.name, second.name) == ("items.csv", "prices.csv")
    mark = third.id[:8]
    assert (third.name, fourth.name) == (f"items~{mark}.csv", f"prices~{mark}.csv")
    mark = fifth.id[:8]
    assert (fifth.name, sixth.name) == (f"items~{mark}.csv", f"items~{mark}-2.csv")


def test_long_names_that_a_mark_makes_equal(store: SqlStore, maker: Maker) -> None:
    """Two long names that differ at their ends get a number where the mark takes the ends."""
    for key in ("k", "l"):
        outcome = maker.outcome(key, "north")
        way = outcome.routes[0]
        assert isinstance(way, Routed)
        parts = tuple(replace(way.parts[0], name=f"{'a' * 190}{one}.xml") for one in (1, 2))
        both = Accepted((replace(way, parts=parts),))
        store.work.finish([maker.conclude(accept(store, key), key, both)])
    _, _, third, fourth = claim(store)
    mark = third.id[:8]
    assert third.name.endswith(f"a~{mark}.xml")
    assert fourth.name.endswith(f"a~{mark}-2.xml")
