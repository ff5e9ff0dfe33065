"""What every store keeps for matching, and how it keeps verdicts true to it."""

import datetime as dt
from dataclasses import replace

import pytest

from hub.matching.match import match
from hub.matching.papers import ORDER, Billed, Content, Ordered, Paper, Receipted, bill_mark
from hub.matching.records import Records
from hub.pipeline.filed import Filed
from hub.pipeline.protocols import Conclusion
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept
from tests.purchase import COLUMNS, invoice, order
from tests.world import START, FakeClock

MARK = (ORDER, "PO-1")
LIMIT = START + dt.timedelta(hours=1)


def filed(store: SqlStore, maker: Maker, key: str, content: Content, **given: object) -> Conclusion:
    """The ending of a document of which this is kept."""
    envelope = accept(store, key)
    made = maker.conclude(envelope, key, maker.outcome(key, "north"))
    (ended,) = made.documents
    marks = (MARK, bill_mark("mill", "INV-1")) if isinstance(content, Billed) else (MARK,)
    paper = Paper(ended.processed.document, str(given.pop("subject", key)), content)
    kept = Filed("north", paper, marks, asked=marks, **given)  # type: ignore[arg-type]
    return replace(
        made, documents=(replace(ended, processed=replace(ended.processed, filed=kept)),)
    )


def bill(*held: str) -> Billed:
    """A bill that waits for its order, or for goods."""
    known = Records() if held else Records(orders={"PO-1": order()})
    return Billed(invoice(), match(invoice(), known, COLUMNS["opus"]), held, LIMIT)


def test_found_by_its_marks(store: SqlStore, maker: Maker) -> None:
    """What is kept is found for its buyer, under each mark, in order."""
    store.work.finish([filed(store, maker, "o", Ordered(order()))])
    memory = store.work.recollection("main")
    assert [one.subject for one in memory.papers("north", [MARK])] == ["o"]
    assert memory.papers("south", [MARK]) == []
    assert memory.papers("north", [(ORDER, "PO-2")]) == []


@pytest.mark.parametrize("together", [False, True], ids=["before", "in-one-batch"])
def test_a_verdict_is_overtaken(store: SqlStore, maker: Maker, *, together: bool) -> None:
    """A bill that was judged before its order was there is judged again."""
    late = filed(store, maker, "b", bill("PO-1"), seen=frozenset())
    first = filed(store, maker, "o", Ordered(order()))
    if together:
        assert store.work.finish([first, late]) == [True, False]
    else:
        assert store.work.finish([first]) == [True]
        assert store.work.finish([late]) == [False]
    there = store.work.recollection("main").papers("north", [MARK])
    seen = frozenset(one.document for one in there)
    assert store.work.finish([filed(store, maker, "c", bill(), seen=seen)]) == [True]


def test_looked_at_when_something_comes(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """A bill waits for its limit, or for a paper under its mark; a new verdict stirs nobody."""
    store.work.finish([filed(store, maker, "b", bill("PO-1"), seen=frozenset())])
    assert store.waiting.due(10) == []
    store.work.finish([filed(store, maker, "r", Receipted(()))])
    (found,) = store.waiting.due(10)
    assert (found.subject, found.billed().held) == ("b", ("PO-1",))
    assert [one.subject for one in store.waiting.papers(found)] == ["b", "r"]
    store.waiting.leave(found, LIMIT)
    assert store.waiting.due(10) == []
    clock.advance(3600)
    (found,) = store.waiting.due(10)
    seen = frozenset(one.document for one in store.waiting.papers(found))
    again = filed(store, maker, "c", bill(), seen=seen, subject="b", stirs=False)
    assert store.work.finish([again]) == [True]
    assert store.waiting.due(10) == []


def test_nothing_that_comes_is_overlooked(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """What comes while a bill is being looked at is a reason to look again."""
    store.work.finish([filed(store, maker, "b", bill("PO-1"), seen=frozenset())])
    store.work.finish([filed(store, maker, "r", Receipted(()))])
    (found,) = store.waiting.due(10)
    clock.advance(1)
    store.work.finish([filed(store, maker, "s", Receipted(()))])
    store.waiting.leave(found, LIMIT)
    assert [one.subject for one in store.waiting.due(10)] == ["b"]
