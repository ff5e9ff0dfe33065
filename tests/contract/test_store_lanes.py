"""What the store promises when several processes deliver and publish at the same moment.

As in the tests of acceptance and endings, each store stands for a process.
"""

import datetime as dt
import threading
from collections.abc import Callable

import psycopg

from hub.pipeline.protocols import Receipt
from hub.store.store import SqlStore
from tests.contract.making import (
    NOBODY,
    PATIENCE,
    Beside,
    Hold,
    Maker,
    Open,
    accept,
    arrival,
    claim,
    hand_over,
)
from tests.world import FakeClock

# Lanes


def test_a_delivery_is_seen_by_whoever_gives_the_lane_up(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """A worker adds to a lane that a port is just done with: the lane stays due."""
    hold = Hold("worker.in-transaction")
    first, second = open_store(hold), open_store()
    one, two = accept(second, "k"), accept(second, "l")
    second.work.finish([maker.conclude(one, "K-1", maker.outcome("K-1", "north"))])
    claimed = claim(second)
    second.deliveries.delivered([(claimed[0], Receipt("there"))])
    slow = beside(first.work.finish, [maker.conclude(two, "K-2", maker.outcome("K-2", "north"))])
    hold.reached()
    quick = beside(second.deliveries.finished, claimed)
    waits()
    hold.let_go()
    slow.result(PATIENCE)
    quick.result(PATIENCE)
    assert [consignment.number for consignment in claim(second)] == [two.accept_number]


def test_a_lane_that_is_given_up_is_woken_afterwards(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """A worker that comes while a port looks into its lane wakes the lane after it."""
    hold = Hold("port.giving-up")
    first, second = open_store(hold), open_store()
    one, two = accept(second, "k"), accept(second, "l")
    second.work.finish([maker.conclude(one, "K-1", maker.outcome("K-1", "north"))])
    claimed = claim(second)
    second.deliveries.delivered([(claimed[0], Receipt("there"))])
    slow = beside(first.deliveries.finished, claimed)
    hold.reached()
    quick = beside(second.work.finish, [maker.conclude(two, "K-2", maker.outcome("K-2", "north"))])
    waits()
    hold.let_go()
    slow.result(PATIENCE)
    quick.result(PATIENCE)
    assert [consignment.number for consignment in claim(second)] == [two.accept_number]


def test_a_blocked_lane_is_woken_by_who_comes_meanwhile(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """A port that finds nothing ready puts the lane off; a delivery that comes then counts."""
    hold = Hold("port.claiming")
    first, second = open_store(hold), open_store()
    earlier, later = accept(second, "k"), accept(second, "l")
    second.work.finish([maker.conclude(later, "K-2", maker.outcome("K-2", "north"))])
    slow = beside(first.deliveries.claim, "first", 10, NOBODY)
    hold.reached()
    quick = beside(
        second.work.finish, [maker.conclude(earlier, "K-1", maker.outcome("K-1", "north"))]
    )
    waits()
    hold.let_go()
    assert slow.result(PATIENCE) == []
    quick.result(PATIENCE)
    numbers = [consignment.number for consignment in claim(second)]
    assert numbers == [earlier.accept_number, later.accept_number]


def test_two_ports_processes_never_claim_one_lane(
    open_store: Open, maker: Maker, beside: Beside
) -> None:
    """While one process claims a lane, another passes over it and takes the next one."""
    hold = Hold("port.claiming")
    first, second = open_store(hold), open_store()
    outcome = maker.outcome("K-1", "north", "south")
    second.work.finish([maker.conclude(accept(second, "k"), "K-1", outcome)])
    slow = beside(first.deliveries.claim, "first", 1, NOBODY)
    hold.reached()
    others = claim(second, owner="second")
    again = claim(second, owner="second")
    hold.let_go()
    ours = slow.result(PATIENCE)
    assert sorted(one.lane for one in (*ours, *others)) == sorted(
        route.route.lane for route in outcome.routes
    )
    assert len(others) == 1
    assert again == []


def test_a_lane_is_not_taken_over_while_its_receipt_is_written(
    open_store: Open, maker: Maker, clock: FakeClock, beside: Beside
) -> None:
    """A lease that runs out as the receipt is written down is not sent a second time."""
    hold = Hold("port.in-receipt")
    first, second = open_store(hold), open_store()
    envelope = accept(second, "k")
    second.work.finish([maker.conclude(envelope, "K-1", maker.outcome("K-1", "north"))])
    claimed = claim(first)
    slow = beside(first.deliveries.delivered, [(claimed[0], Receipt("there"))])
    hold.reached()
    clock.advance(3600)
    meanwhile = claim(second, owner="second")
    hold.let_go()
    slow.result(PATIENCE)
    assert meanwhile == []
    assert claim(second, owner="second") == []


def test_many_claimers_and_workers_hand_over_everything_once(
    open_store: Open, maker: Maker, clock: FakeClock, beside: Beside
) -> None:
    """Two workers and two ports at once: each delivery once, each lane in order."""
    stores = [open_store() for _ in range(4)]
    envelopes = [accept(stores[0], str(n)) for n in range(40)]
    handed: list[tuple[str, int]] = []
    working = threading.Event()

    def work(store: SqlStore, share: int) -> None:
        for position, envelope in enumerate(envelopes):
            if position % 2 == share:
                number = f"K-{position}"
                outcome = maker.outcome(number, "north", "south")
                assert store.work.finish([maker.conclude(envelope, number, outcome)]) == [True]

    def deliver(store: SqlStore, owner: str) -> None:
        while True:
            over = working.is_set()
            claimed = claim(store, 3, owner)
            handed.extend((one.lane, one.number) for one in claimed)
            hand_over(store, claimed)
            clock.advance(0.3)
            if over and not claimed and store.archive.waiting()["undelivered"] == 0:
                return

    ports = [beside(deliver, store, f"ports-{n}") for n, store in enumerate(stores[:2])]
    workers = [beside(work, store, n) for n, store in enumerate(stores[2:])]
    for one in workers:
        one.result(60)
    working.set()
    for one in ports:
        one.result(60)
    lanes = {lane for lane, _ in handed}
    assert len(lanes) == 2
    for lane in lanes:
        assert [n for one, n in handed if one == lane] == list(range(1, 41))


def test_lanes_are_woken_in_one_order(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[int], None]
) -> None:
    """Two workers that add to the same lanes never hold what the other waits for."""
    stores = [open_store() for _ in range(3)]
    receivers = ("bakery", "north", "south")
    outcome = maker.outcome("K-1", *receivers)
    # So that nobody waits for a name either.
    stores[0].work.finish([maker.conclude(accept(stores[0], "k"), "K-1", outcome)])
    endings = [
        maker.conclude(accept(stores[0], number), number, maker.outcome(number, *order))
        for number, order in (("K-2", receivers), ("K-3", receivers[::-1]))
    ]
    with stores[2].database.write() as connection:
        middle = sorted(route.route.lane for route in outcome.routes)[1]
        lock = "SELECT 1 FROM lane WHERE name = %s FOR UPDATE"
        assert connection.exec_driver_sql(lock, (middle,)).all()
        both = [beside(stores[n].work.finish, [endings[n]]) for n in range(2)]
        waits(2)
    assert [one.result(PATIENCE) for one in both] == [[True], [True]]


# Publishing


def test_one_relay_at_a_time(open_store: Open) -> None:
    """The first process that asks publishes; another one takes over when it is gone."""
    first, second = open_store(), open_store()
    assert [first.outbox.turn(), second.outbox.turn(), first.outbox.turn()] == [True, False, True]
    first.close()
    assert second.outbox.turn()


def test_a_relay_that_lost_its_session_lost_its_turn(open_store: Open, store_url: str) -> None:
    """Whoever lost the connection that held its turn does not go on as if nothing had been."""
    first, second = open_store(), open_store()
    assert first.outbox.turn()
    assert not second.outbox.turn()
    with psycopg.connect(store_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks "
            "WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    assert second.outbox.turn()
    assert not first.outbox.turn()


def test_two_relays_mark_the_same_messages(open_store: Open, beside: Beside) -> None:
    """A relay that was replaced marks what its successor marked: both get through."""
    first, second = open_store(), open_store()
    first.inbox.accept([arrival(str(n)) for n in range(40)])
    names = [message.id for message in first.outbox.unsent(100)]
    both = [
        beside(first.outbox.mark_sent, names),
        beside(second.outbox.mark_sent, names[::-1]),
    ]
    for one in both:
        one.result(PATIENCE)
    assert first.outbox.unsent(9) == []


def test_refilling_twice_at_once_fills_once(
    open_store: Open, beside: Beside, waits: Callable[[int], None]
) -> None:
    """Two operators who fill a broker again do not add up."""
    stores = [open_store() for _ in range(3)]
    stores[0].inbox.accept([arrival(str(n)) for n in range(10)])
    stores[0].outbox.mark_sent([message.id for message in stores[0].outbox.unsent(100)])
    ago = -dt.timedelta(seconds=1)
    with stores[2].database.write() as connection:
        connection.exec_driver_sql("SELECT 1 FROM outbox FOR UPDATE")
        both = [beside(store.outbox.refill, ago, 100) for store in stores[:2]]
        waits(2)
    assert sorted(one.result(PATIENCE) for one in both) == [0, 10]
