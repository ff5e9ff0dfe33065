"""What every store knows of the documents of one purchase."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hub.model.summary import Summary
from hub.store.store import SqlStore
from tests.contract.making import claim, hand_over
from tests.contract.speaking import Speaker
from tests.world import FakeClock

HOUR = 3600.0
ORDER = ("order", "PO-1")
NOBODY = (None, "")
"""No answer is left out."""


@pytest.fixture
def speaker(store: SqlStore, tmp_path: Path) -> Speaker:
    """Parties that may send each other documents."""
    return Speaker(store, tmp_path / "spoken")


def told(talk: dict[str, Any]) -> list[tuple[str, str]]:
    """The kinds and numbers of a conversation."""
    return [(one["kind"], one["number"]) for one in talk["documents"]]


def whole_purchase(speaker: Speaker) -> None:
    """An order, its answer, change, bill, credit, reminder, and an answer to the bill."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "order-response", "R-1", ORDER)
    speaker.say("north", "mill", "order-change", "PO-1-A", ORDER)
    speaker.say("mill", "north", "invoice", "INV-1", ORDER)
    speaker.say("mill", "north", "credit-note", "CR-1", ("invoice", "INV-1"))
    speaker.say("mill", "north", "reminder", "REM-1", ("invoice", "INV-1"))
    speaker.say("north", "mill", "application-response", "A-1", ("", "REM-1"))


def test_whole_purchase(store: SqlStore, speaker: Speaker) -> None:
    """Whatever names the order, or names what names it, stands in one conversation, in order."""
    whole_purchase(speaker)
    (talk,) = store.conversations.of("PO-1")
    assert talk["parties"] == ["mill", "north"]
    assert told(talk) == [
        ("order", "PO-1"),
        ("order-response", "R-1"),
        ("order-change", "PO-1-A"),
        ("invoice", "INV-1"),
        ("credit-note", "CR-1"),
        ("reminder", "REM-1"),
        ("application-response", "A-1"),
    ]
    first = talk["documents"][0]
    assert (first["sender"], first["routes"][0]["receiver"]) == ("north", "mill")


def test_states(store: SqlStore, speaker: Speaker) -> None:
    """Each step shows how far it is: waiting, delivered, or refused with the reason."""
    speaker.say("north", "mill", "order", "PO-1")
    hand_over(store, claim(store))
    speaker.say("mill", "north", "order-response", "R-1", ORDER)
    speaker.say("mill", None, "invoice", "INV-1", ORDER)
    (talk,) = store.conversations.of("PO-1")
    states = [
        (one["outcome"], one["reason"], [way["state"] for way in one["routes"]])
        for one in talk["documents"]
    ]
    assert states == [
        ("accepted", None, ["delivered"]),
        ("accepted", None, ["waiting"]),
        ("rejected", "T-BAD", []),
    ]


def test_one_number_of_two_buyers(store: SqlStore, speaker: Speaker) -> None:
    """Two buyers may use one order number: these are two conversations."""
    for buyer in ("north", "south"):
        speaker.say(buyer, "mill", "order", "PO-1")
    speaker.say("mill", "south", "invoice", "INV-1", ORDER)
    talks = store.conversations.of("PO-1")
    assert [(talk["parties"], told(talk)) for talk in talks] == [
        (["mill", "north"], [("order", "PO-1")]),
        (["mill", "south"], [("order", "PO-1"), ("invoice", "INV-1")]),
    ]


def test_order_that_never_came(store: SqlStore, speaker: Speaker) -> None:
    """An invoice for an order that the hub has not seen is a conversation all the same."""
    speaker.say("mill", "north", "invoice", "INV-1", ORDER)
    (talk,) = store.conversations.of("PO-1")
    assert told(talk) == [("invoice", "INV-1")]
    assert store.conversations.of("PO-2") == []


def test_a_false_name_is_in_nobodys_conversation(store: SqlStore, speaker: Speaker) -> None:
    """It names the order, but neither of the two said it; the account is told."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.pretend("bakery", "invoice", "INV-1", ORDER)
    talks = store.conversations.of("PO-1")
    assert [(talk["parties"], told(talk)) for talk in talks] == [
        (["mill", "north"], [("order", "PO-1")]),
        ([], [("invoice", "INV-1")]),
    ]
    assert [one["account"] for one in talks[1]["documents"]] == ["bakery"]


def test_documents_that_name_each_other(store: SqlStore, speaker: Speaker) -> None:
    """A circle of names ends."""
    speaker.say("north", "mill", "order", "PO-1", ("order", "PO-2"))
    speaker.say("north", "mill", "order", "PO-2", ORDER)
    (talk,) = store.conversations.of("PO-1")
    assert told(talk) == [("order", "PO-1"), ("order", "PO-2")]


@pytest.mark.parametrize(
    ("answer", "overdue"),
    [
        (None, True),
        (("mill", "north", "order-response-simple", "R-1", ORDER), False),
        (("north", "mill", "order-cancellation", "C-1", ORDER), False),
        (("mill", "north", "invoice", "INV-1", ORDER), True),
        (("mill", None, "order-response", "R-1", ORDER), True),
        (("bakery", "north", "order-response", "R-1", ORDER), True),
    ],
    ids=["none", "answered", "cancelled", "only billed", "refused answer", "of another seller"],
)
def test_answer_in_time(
    store: SqlStore, speaker: Speaker, clock: FakeClock, answer: Any, *, overdue: bool
) -> None:
    """An order is overdue when neither its seller answered nor its buyer cancelled it (PRI-19)."""
    order = speaker.say("north", "mill", "order", "PO-1")
    if answer is not None:
        speaker.say(*answer)
    limits = {"north": dt.timedelta(hours=4)}
    clock.advance(3 * HOUR)
    assert store.conversations.unanswered(limits) == []
    clock.advance(2 * HOUR)
    found = store.conversations.unanswered(limits)
    assert [row["id"] for row in found] == ([order] if overdue else [])
    assert store.conversations.unanswered({"south": dt.timedelta(0)}) == []


def test_overdue_row(store: SqlStore, speaker: Speaker, clock: FakeClock) -> None:
    """What an operator gets names the order, both parties, and since when."""
    order = speaker.say("north", "mill", "order", "PO-1")
    clock.advance(HOUR)
    (row,) = store.conversations.unanswered({"north": dt.timedelta(minutes=5)})
    assert row["reason"] == "no-order-response"
    assert (row["id"], row["name"], row["account"], row["port"]) == (order, "PO-1", "north", "mill")
    assert dt.datetime.fromisoformat(row["since"]) == clock.now() - dt.timedelta(hours=1)


def test_the_answer_to_a_version_of_an_order(store: SqlStore, speaker: Speaker) -> None:
    """It counts until the order is changed or comes anew, and between these two parties only."""
    memory = store.work.recollection("main")
    asked = ("north", "PO-1", "mill", NOBODY)
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("south", "mill", "order", "PO-1")
    speaker.say("mill", "south", "order-response", "R-0", ORDER)
    speaker.say("mill", None, "order-response", "R-REFUSED", ORDER)
    speaker.say("mill", "north", "order-response", "R-OTHER", ("order", "PO-2"))
    speaker.say("mill", "north", "invoice", "INV-1", ORDER)
    assert memory.answer_to(*asked) is None
    speaker.say("mill", "north", "order-response", "R-1", ORDER)
    assert memory.answer_to(*asked) == "R-1"
    assert memory.answer_to("north", "PO-1", "mill", ("R-1", "")) is None
    again = ("R-1", "2026-01-03")
    assert memory.answer_to("north", "PO-1", "mill", again) == "R-1"
    assert memory.answer_to("south", "PO-1", "mill", NOBODY) == "R-0"
    assert store.work.recollection("other").answer_to(*asked) is None
    speaker.say("north", "mill", "order-change", "PO-1-A", ORDER)
    assert memory.answer_to(*asked) is None
    speaker.say("mill", "north", "order-response-simple", "R-2", ORDER)
    assert memory.answer_to(*asked) == "R-2"
    speaker.say("north", "mill", "order", "PO-1", version="2")
    assert memory.answer_to(*asked) is None


@pytest.mark.parametrize("kind", ["order", "order-change"])
def test_a_replay_is_no_new_version(store: SqlStore, speaker: Speaker, kind: str) -> None:
    """An operator who sends a document once more asks nothing new: the answer stands (DIG-04)."""
    number = {"order": "PO-1", "order-change": "PO-1-A"}[kind]
    summary = Summary(kind, number, references=(ORDER,))
    if kind != "order":
        speaker.say("north", "mill", "order", "PO-1")
    first = speaker.accept("north")
    speaker.end(first, "north", "mill", summary)
    speaker.say("mill", "north", "order-response", "R-1", ORDER)
    again = speaker.accept("north", replay_of=first.interchange)
    speaker.end(again, "north", "mill", summary)
    assert store.work.recollection("main").answer_to("north", "PO-1", "mill", NOBODY) == "R-1"


@pytest.mark.parametrize("kind", ["order", "order-change"])
def test_what_went_out_by_a_replay_alone_is_a_version(
    store: SqlStore, speaker: Speaker, kind: str
) -> None:
    """What failed first is first seen when it is replayed: an older answer does not answer it."""
    number = {"order": "PO-1", "order-change": "PO-1-A"}[kind]
    summary = Summary(kind, number, references=(ORDER,), version="2")
    speaker.say("north", "mill", "order", "PO-1", version="1")
    speaker.say("mill", "north", "order-response", "R-1", ORDER)
    first = speaker.accept("north")
    speaker.end(first, "north", None, summary)
    memory = store.work.recollection("main")
    assert memory.answer_to("north", "PO-1", "mill", NOBODY) == "R-1"
    replay = speaker.accept("north", replay_of=first.interchange)
    speaker.end(replay, "north", "mill", summary)
    assert memory.answer_to("north", "PO-1", "mill", NOBODY) is None
    speaker.say("mill", "north", "order-response", "R-2", ORDER)
    again = speaker.accept("north", replay_of=first.interchange)
    speaker.end(again, "north", "mill", summary)
    assert memory.answer_to("north", "PO-1", "mill", NOBODY) == "R-2"
