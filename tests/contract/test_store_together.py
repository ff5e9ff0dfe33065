"""What the store promises when several processes accept and end at the same moment.

Two stores stand for two processes. One is held inside its transaction at a checkpoint, until
the server says that the other one waits for it, or until the other one is through.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from hub.pipeline.outcome import Accepted, Held, Rejected, Routed
from hub.store.locks import MOST, NUMBERS, lock_each, lock_id
from hub.store.store import SqlStore
from tests.contract.making import PATIENCE, Beside, Hold, Maker, Open, accept, arrival, claim

HELD = Held(None, "T-WAIT")


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
    rejected = maker.conclude(envelope, "K-1", Rejected("bad"))
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


def test_numbers_are_locked_in_one_order(
    open_store: Open, beside: Beside, waits: Callable[[int], None]
) -> None:
    """Two that want the same numbers in other orders never hold what the other waits for."""
    stores = [open_store() for _ in range(3)]
    numbers = sorted((str(n) for n in range(9)), key=lambda one: lock_id(f"{NUMBERS}/{one}"))

    def take(store: SqlStore, wanted: list[str]) -> str:
        with store.database.write() as connection:
            lock_each(connection, NUMBERS, wanted)
        return "taken"

    with stores[2].database.write() as connection:
        lock_each(connection, NUMBERS, [numbers[4]])
        both = [beside(take, stores[0], numbers), beside(take, stores[1], numbers[::-1])]
        waits(2)
    assert [one.result(PATIENCE) for one in both] == ["taken", "taken"]


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


def test_files_of_one_delivery_keep_together_beside_another_worker(
    open_store: Open, maker: Maker, beside: Beside, waits: Callable[[], None]
) -> None:
    """When another worker took the name of one a moment ago, both get the same mark."""
    hold = Hold("worker.in-transaction")
    first, second = open_store(hold), open_store()
    one, two = accept(second, "k"), accept(second, "l", account="bakery")
    slow = beside(first.work.finish, [maker.conclude(one, "K-1", maker.outcome("K-1", "north"))])
    hold.reached()
    way = maker.outcome("B-1", "north", sender_key="bakery").routes[0]
    assert isinstance(way, Routed)
    parts = (replace(way.parts[0], name="items.txt"), way.parts[0])
    both = maker.conclude(two, "B-1", Accepted((replace(way, parts=parts),)), sender="bakery")
    quick = beside(second.work.finish, [both])
    waits()
    hold.let_go()
    assert (slow.result(PATIENCE), quick.result(PATIENCE)) == ([True], [True])
    names = {consignment.name: consignment.id for consignment in claim(first)}
    (items,) = (name for name in names if name.startswith("items"))
    mark = names[items][:8]
    assert set(names) == {"out.txt", f"items~{mark}.txt", f"out~{mark}.txt"}


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
