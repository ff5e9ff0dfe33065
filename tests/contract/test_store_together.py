"""What the store promises when several processes use one database at the same moment.

Two stores stand for two processes. One is held inside its transaction at a checkpoint, until
the server says that the other one waits for it, or until the other one is through.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from hub.pipeline.outcome import Held
from hub.pipeline.protocols import Receipt
from hub.store.locks import MOST, NUMBERS, lock_each
from hub.store.store import SqlStore
from tests.contract.making import NOBODY, Maker, accept, arrival, claim, hand_over
from tests.world import FakeClock

Open = Callable[..., SqlStore]
Beside = Callable[..., "Future[Any]"]

PATIENCE = 10.0
HELD = Held(None, "T-WAIT")


class Hold:
    """A checkpoint at which the first to come stays until it is let go."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first = threading.Lock()
        self._reached = threading.Event()
        self._free = threading.Event()

    def __call__(self, name: str) -> None:
        """Stay here, when this is the place."""
        if name == self._name and self._first.acquire(blocking=False):
            self._reached.set()
            assert self._free.wait(PATIENCE)

    def reached(self) -> None:
        """Wait until somebody stays here."""
        assert self._reached.wait(PATIENCE)

    def let_go(self) -> None:
        """Let it go on."""
        self._free.set()


@pytest.fixture
def beside() -> Iterator[Beside]:
    """Call something in a thread of its own."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit


@pytest.fixture
def waits(store_url: str) -> Callable[[], None]:
    """Wait until the server says that somebody waits for somebody else's lock."""

    def look() -> None:
        wanted = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        end = time.monotonic() + PATIENCE
        with psycopg.connect(store_url, autocommit=True) as connection:
            while connection.execute(wanted).fetchone() == (0,):
                assert time.monotonic() < end, "nobody waits for a lock"
                time.sleep(0.01)

    return look


def number_of(future: "Future[list[Any]]") -> int:
    """How long the list is that a thread returned."""
    return len(future.result(PATIENCE))


# Acceptance


def test_numbers_are_accepted_in_the_order_of_commits(
    open_store: Open, beside: Beside, waits: Callable[[], None]
) -> None:
    """Whoever got the smaller number commits first: the other one waits for it."""
    hold = Hold("intake.in-transaction")
    first, second = open_store(hold), open_store()
    slow = beside(first.inbox.accept, [arrival("k"), arrival("l")])
    hold.reached()
    quick = beside(second.inbox.accept, [arrival("m")])
    waits()
    assert not quick.done()
    hold.let_go()
    assert [one.accept_number for one in slow.result(PATIENCE)] == [1, 2]
    assert [one.accept_number for one in quick.result(PATIENCE)] == [3]


def test_same_delivery_at_two_processes_is_accepted_once(
    open_store: Open, beside: Beside, waits: Callable[[], None]
) -> None:
    """A delivery that another process is just accepting is recognised as a repeat."""
    hold = Hold("intake.in-transaction")
    first, second = open_store(hold), open_store()
    slow = beside(first.inbox.accept, [arrival("k")])
    hold.reached()
    quick = beside(second.inbox.accept, [arrival("k"), arrival("l")])
    waits()
    hold.let_go()
    accepted = slow.result(PATIENCE)[0]
    repeat, new = quick.result(PATIENCE)
    assert (repeat.interchange, repeat.repeated) == (accepted.interchange, True)
    assert not new.repeated
    assert len(first.outbox.unsent(9)) == 2


def test_redelivery_at_two_processes_is_accepted_once(
    open_store: Open, beside: Beside, waits: Callable[[], None]
) -> None:
    """A broker's second showing of what another process is just accepting is a repeat."""
    hold = Hold("intake.in-transaction")
    first, second = open_store(hold), open_store()
    slow = beside(first.inbox.accept, [arrival("hash/1")])
    hold.reached()
    again = replace(arrival("hash/2"), redelivery_of="hash/")
    quick = beside(second.inbox.accept, [again])
    waits()
    hold.let_go()
    assert quick.result(PATIENCE)[0].interchange == slow.result(PATIENCE)[0].interchange


# Attempts


def test_attempts_of_two_workers_are_both_counted(
    open_store: Open, beside: Beside, waits: Callable[[], None]
) -> None:
    """A message carried twice at once counts twice, and the second sees the first."""
    hold = Hold("worker.counting")
    first, second = open_store(hold), open_store()
    envelope = accept(second, "k")
    slow = beside(first.work.begin, [envelope.interchange])
    hold.reached()
    quick = beside(second.work.begin, [envelope.interchange])
    waits()
    hold.let_go()
    assert [one.number for one in slow.result(PATIENCE)] == [1]
    assert [(one.number, one.unexplained) for one in quick.result(PATIENCE)] == [(2, 1)]


def test_batches_in_opposite_order_do_not_block_each_other(
    open_store: Open, beside: Beside
) -> None:
    """Workers that take up the same interchanges in other orders both get through."""
    first, second = open_store(), open_store()
    names = [one.interchange for one in first.inbox.accept([arrival(str(n)) for n in range(40)])]
    for _ in range(10):
        both = [beside(first.work.begin, names), beside(second.work.begin, names[::-1])]
        assert [number_of(one) for one in both] == [40, 40]


# Endings


@pytest.mark.parametrize("number", ["K-1", None])
def test_two_workers_cannot_both_take_a_number(
    open_store: Open,
    maker: Maker,
    beside: Beside,
    waits: Callable[[], None],
    number: str | None,
) -> None:
    """Of two that end documents of one number, or the same bytes without one, one looks again."""
    hold = Hold("worker.in-transaction")
    first, second = open_store(hold), open_store()
    one, two = accept(second, "k"), accept(second, "l")
    outcome = maker.outcome("K-1", "north")
    slow = beside(first.work.finish, [maker.conclude(one, number, outcome)])
    hold.reached()
    quick = beside(second.work.finish, [maker.conclude(two, number, HELD)])
    waits()
    hold.let_go()
    assert (slow.result(PATIENCE), quick.result(PATIENCE)) == ([True], [False])
    assert second.work.begin([two.interchange])[0].state == "open"


def test_one_interchange_ends_once(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """Two workers that were given the same interchange write one ending."""
    hold = Hold("worker.in-transaction")
    first, second = open_store(hold), open_store()
    envelope = accept(second, "k")
    rejected = maker.conclude(envelope, None, HELD)
    slow = beside(first.work.finish, [rejected])
    hold.reached()
    quick = beside(second.work.finish, [rejected])
    waits()
    hold.let_go()
    assert (slow.result(PATIENCE), quick.result(PATIENCE)) == ([True], [True])
    found = first.archive.interchange(envelope.interchange)
    assert found is not None
    assert len(found["documents"]) == len(found["deliveries"]) == 1


def test_endings_in_opposite_order_do_not_block_each_other(
    open_store: Open, maker: Maker, beside: Beside
) -> None:
    """Batches with the same numbers, ports and lanes in other orders both get through."""
    stores = open_store(), open_store()
    for round_ in range(5):
        numbers = [f"K-{round_}-{n}" for n in range(8)]
        batches = []
        for side, store in enumerate(stores):
            ordered = numbers[::-1] if side else numbers
            receivers = ("south", "north") if side else ("north", "south")
            batches.append(
                [
                    maker.conclude(
                        accept(store, f"{side}{number}"), number, maker.outcome(number, *receivers)
                    )
                    for number in ordered
                ]
            )
        both = [
            beside(store.work.finish, batch) for store, batch in zip(stores, batches, strict=True)
        ]
        ended = [done for one in both for done in one.result(PATIENCE)]
        assert sorted(ended) == [False] * 8 + [True] * 8


def test_a_name_is_used_once_per_port_by_two_workers(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """A name that another worker took a moment ago is given up for another one."""
    hold = Hold("worker.in-transaction")
    first, second = open_store(hold), open_store()
    one, two = accept(second, "k"), accept(second, "l", account="bakery")
    slow = beside(first.work.finish, [maker.conclude(one, "K-1", maker.outcome("K-1", "north"))])
    hold.reached()
    outcome = maker.outcome("B-1", "north", sender_key="bakery")
    quick = beside(second.work.finish, [maker.conclude(two, "B-1", outcome, sender="bakery")])
    waits()
    hold.let_go()
    assert (slow.result(PATIENCE), quick.result(PATIENCE)) == ([True], [True])
    names = sorted(consignment.name for consignment in claim(first))
    assert names[0] == "out.txt"
    assert names[1].startswith("out~")


def test_very_many_numbers_exclude_single_ones(
    open_store: Open, beside: Beside, waits: Callable[[], None]
) -> None:
    """A batch of more numbers than the server has locks for still keeps others out."""
    first, second = open_store(), open_store()

    def take_one() -> str:
        with second.database.write() as connection:
            lock_each(connection, NUMBERS, ["7"])
        return "taken"

    with first.database.write() as connection:
        lock_each(connection, NUMBERS, [str(n) for n in range(MOST + 1)])
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.exec_driver_sql(held).scalar_one() == 1
        waiting = beside(take_one)
        waits()
    assert waiting.result(PATIENCE) == "taken"


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


def test_refilling_twice_at_once_fills_once(open_store: Open, beside: Beside) -> None:
    """Two operators who fill a broker again do not add up."""
    first, second = open_store(), open_store()
    first.inbox.accept([arrival(str(n)) for n in range(10)])
    first.outbox.mark_sent([message.id for message in first.outbox.unsent(100)])
    ago = -dt.timedelta(seconds=1)
    both = [beside(store.outbox.refill, ago, 100) for store in (first, second)]
    assert sorted(one.result(PATIENCE) for one in both) == [0, 10]
