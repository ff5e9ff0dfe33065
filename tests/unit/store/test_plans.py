"""No step of the line reads a whole table, however many documents there are."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from hub.model.summary import Reply, Summary
from hub.pipeline.outcome import Held
from hub.pipeline.protocols import Answer
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept, arrival, claim, hand_over
from tests.world import FakeClock

SMALL = re.compile(
    r"SCAN (counter|anon_\d+|\(subquery-\d+\)|(\d+ )?CONSTANT ROWS?|.* USING (COVERING )?INDEX "
    r"(outbox_unsent|interchange_under_way|interchange_parked|document_waiting|delivery_parked|"
    r"delivery_waiting))"
)
"""What may be read whole: a few rows, or an index of nothing but what is under way."""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[SqlStore, set[tuple[str, Any]]]]:
    """A store, and the statements that it executes."""
    store = SqlStore.embedded(tmp_path, FakeClock())
    seen: set[tuple[str, Any]] = set()

    def look(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: Any) -> None:
        one = tuple(parameters[0] if many else parameters)
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            seen.add((statement, one))

    event.listen(store.database.engine, "before_cursor_execute", look)
    yield store, seen
    event.remove(store.database.engine, "before_cursor_execute", look)
    store.close()


def test_every_step_of_the_line_uses_indexes(
    watched: tuple[SqlStore, set[tuple[str, Any]]], tmp_path: Path
) -> None:
    """From acceptance to confirmation, with all that workers and customers ask meanwhile."""
    store, seen = watched
    (tmp_path / "parts").mkdir()
    maker = Maker(tmp_path / "parts")
    store.deliveries.senders({"mill": ("mill",), "bureau": ("mill",)})
    envelopes = [accept(store, str(n)) for n in range(4)]
    store.inbox.accept([arrival(str(n)) for n in range(3)])
    store.outbox.mark_sent([message.id for message in store.outbox.unsent(9)])
    store.work.begin([one.interchange for one in envelopes])
    store.work.earlier_open(envelopes[1].interchange)
    store.work.again(envelopes[3].interchange, "busy", dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    answer = Answer("done", b"{}", b"text", "mill.main", back=True)
    conclusions = [
        maker.conclude(envelopes[0], "K-1", maker.outcome("K-1", "north", "south"), answer),
        maker.conclude(envelopes[1], None, Held(None, "T-WAIT"), answer),
    ]
    store.work.finish(conclusions)
    answers = Summary("application-response", "A-1", replies=(Reply("K-1", "paid", "PD"),))
    said = maker.conclude(
        accept(store, "a", account="north"),
        "A-1",
        maker.outcome("A-1", "mill", sender_key="north"),
        sender="north",
    )
    (ended,) = said.documents
    told = replace(ended, processed=replace(ended.processed, summary=answers))
    store.work.finish([replace(said, documents=(told,))])
    store.work.park(envelopes[2].interchange, "defect", "x")
    memory = store.work.recollection("main")
    memory.earlier("mill", "catalogue", "K-1", "")
    memory.same_bytes("mill", "x")
    memory.last_version("mill", "catalogue", "K-1")
    memory.last_document("mill", "catalogue", "north", None)
    memory.sent_documents("mill", "catalogue", ["north"])
    memory.answer_to("north", "PO-1", "mill", (None, ""))
    claimed = claim(store)
    store.deliveries.renew(claimed)
    hand_over(store, claimed)
    store.deliveries.listed("north.main", 9)
    store.deliveries.content_for("north.main", claimed[0].id)
    store.deliveries.confirm(claimed[0].port, claimed[0].id)
    store.outbox.refill(dt.timedelta(days=1), 9)
    store.archive.search("12345678")
    store.archive.interchange(envelopes[0].interchange)
    store.archive.gauges(["north.main"])
    read_whole = set()
    with store.database.read() as connection:
        for statement, parameters in sorted(seen, key=str):
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for step in steps:
                if step.detail.startswith("SCAN") and not SMALL.fullmatch(step.detail):
                    read_whole.add(f"{step.detail}: {statement[:400]}")
    assert not read_whole, "\n\n".join(sorted(read_whole))
