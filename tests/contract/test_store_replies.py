"""What every store notes of receivers' answers, and at which documents."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.summary import Reply, Summary
from hub.store.store import SqlStore
from tests.contract.making import PATIENCE, Beside, Open
from tests.contract.speaking import Speaker

NUMBER = "1001"
BILL = ("invoice", "self-billed-invoice")


@pytest.fixture
def speaker(store: SqlStore, tmp_path: Path) -> Speaker:
    """Parties that may send each other documents."""
    return Speaker(store, tmp_path / "spoken")


def reply(meaning: str = "rejected", **said: Any) -> Reply:
    """What an answer says of the document."""
    return Reply(NUMBER, meaning, meaning, **said)


def answer(speaker: Speaker, *replies: Reply) -> str:
    """The buyer's answer to the seller."""
    number = f"A-{replies}"
    return speaker.say("north", "mill", "application-response", number, replies=replies)


def noted(store: SqlStore, *documents: str) -> list[Any]:
    """What stands at the ways of these documents."""
    found = {}
    for identity in documents:
        (interchange,) = store.archive.search(identity)
        for one in interchange["documents"]:
            found[one["id"]] = [way["reply"] for way in one["routes"]]
    return [found[identity][0] for identity in documents]


def test_the_kind_tells_documents_of_one_number_apart(store: SqlStore, speaker: Speaker) -> None:
    """An invoice and a credit note have the same number: only the one that is named is answered."""
    bill, credit = (
        speaker.say("mill", "north", kind, NUMBER) for kind in ("invoice", "credit-note")
    )
    answer(speaker, reply(kinds=BILL))
    assert noted(store, bill, credit) == ["rejected", None]


def test_without_a_kind_nothing_is_guessed(store: SqlStore, speaker: Speaker) -> None:
    """Where an answer may mean either, neither has it, and the trace of the answer says so."""
    bill, credit = (
        speaker.say("mill", "north", kind, NUMBER) for kind in ("invoice", "credit-note")
    )
    said = answer(speaker, reply())
    assert noted(store, bill, credit) == [None, None]
    (interchange,) = store.archive.search(said)
    told = [one["event"] for one in store.archive.trace(interchange["id"])]
    assert "reply-unclear" in told


def test_the_day_tells_editions_apart(store: SqlStore, speaker: Speaker) -> None:
    """Numbers begin anew each year: the day of issue says which one, and may fit none."""
    days = [dt.date(year, 1, 7) for year in (2025, 2026)]
    old, new = (speaker.say("mill", "north", "invoice", NUMBER, issue_date=day) for day in days)
    answer(speaker, reply("noted", kinds=BILL, issued=dt.date(2024, 1, 7)))
    assert noted(store, old, new) == [None, None]
    answer(speaker, reply("paid", kinds=BILL, issued=days[0]))
    assert noted(store, old, new) == ["paid", None]


def test_the_newest_edition_is_meant(store: SqlStore, speaker: Speaker) -> None:
    """Versions of a catalogue share its number: the last is meant, unless another one is named."""
    made = [speaker.say("mill", "north", "catalogue", NUMBER, version=version) for version in "123"]
    answer(speaker, reply("accepted", kinds=("catalogue",), issued=dt.date(2026, 1, 7)))
    answer(speaker, reply(version="2"))
    assert noted(store, *made) == [None, "rejected", "accepted"]


def test_an_earlier_answer_does_not_undo_a_later_one(store: SqlStore, speaker: Speaker) -> None:
    """Workers end answers in any order; what was accepted last stays."""
    bill = speaker.say("mill", "north", "invoice", NUMBER)
    first, last = speaker.accept("north"), speaker.accept("north")
    for envelope, meaning in ((last, "accepted"), (first, "noted")):
        summary = Summary("application-response", meaning, replies=(reply(meaning),))
        speaker.end(envelope, "north", "mill", summary)
    assert noted(store, bill) == ["accepted"]


def test_an_answer_is_about_what_came_before_it(store: SqlStore, speaker: Speaker) -> None:
    """A version that was accepted after the answer is not what it answers."""
    old = speaker.say("mill", "north", "catalogue", NUMBER, version="1")
    envelope = speaker.accept("north")
    new = speaker.say("mill", "north", "catalogue", NUMBER, version="2")
    summary = Summary("application-response", "A-1", replies=(reply(),))
    speaker.end(envelope, "north", "mill", summary)
    assert noted(store, old, new) == ["rejected", None]


def test_an_answer_sent_once_more_is_as_old_as_it_was(store: SqlStore, speaker: Speaker) -> None:
    """An operator's replay of an answer does not undo what was answered since."""
    bill = speaker.say("mill", "north", "invoice", NUMBER)
    answer(speaker, reply("accepted"))
    again = replace(speaker.accept("north"), replay_of="x")
    summary = Summary("application-response", "A-1", replies=(reply("noted"),))
    speaker.end(again, "north", "mill", summary)
    assert noted(store, bill) == ["accepted"]


def test_an_answer_sent_once_more_is_about_what_it_was_about(
    store: SqlStore, speaker: Speaker
) -> None:
    """A newer document of the same number is not what it answers, nor is a replay of it."""
    old = speaker.say("mill", "north", "order", NUMBER, issue_date=dt.date(2026, 1, 7))
    first = speaker.accept("north")
    new = speaker.say("mill", "north", "order", NUMBER, issue_date=dt.date(2026, 2, 7))
    summary = Summary("application-response", "A-1", replies=(reply("noted"),))
    once = speaker.accept("north", first.interchange)
    speaker.end(once, "north", "mill", summary)
    assert noted(store, old, new) == ["noted", None]
    twice = speaker.accept("north", once.interchange)
    summary = Summary("application-response", "A-1", replies=(reply("paid"),))
    speaker.end(twice, "north", "mill", summary)
    assert noted(store, old, new) == ["paid", None]


def test_an_answer_may_be_about_what_is_sent_once_more(store: SqlStore, speaker: Speaker) -> None:
    """Both failed at first, and both are replayed: the document is as old as it was."""
    order, said = speaker.accept("mill"), speaker.accept("north")
    again = speaker.accept("mill", order.interchange)
    sent = speaker.end(again, "mill", "north", Summary("order", NUMBER))
    answered = speaker.accept("north", said.interchange)
    summary = Summary("application-response", "A-1", replies=(reply("accepted"),))
    speaker.end(answered, "north", "mill", summary)
    assert noted(store, sent) == ["accepted"]


def test_answers_that_end_together_are_each_about_what_came_before_them(
    store: SqlStore, speaker: Speaker
) -> None:
    """One transaction may end an answer to an old document and an answer to a new one."""
    old = speaker.say("mill", "north", "catalogue", NUMBER, version="1")
    one = speaker.accept("north")
    new = speaker.say("mill", "north", "catalogue", NUMBER, version="2")
    both = [(one, "noted"), (speaker.accept("north"), "paid")]
    speaker.end_together(
        "north",
        "mill",
        [
            (envelope, Summary("application-response", meaning, replies=(reply(meaning),)))
            for envelope, meaning in both
        ],
    )
    assert noted(store, old, new) == ["noted", "paid"]


def test_answers_in_opposite_order_do_not_block_each_other(
    open_store: Open, tmp_path: Path, beside: Beside
) -> None:
    """Two workers note answers about the same documents: both get through, the later one stays."""
    speakers = [Speaker(open_store(), tmp_path / name) for name in "ab"]
    numbers = [f"N-{n}" for n in range(20)]
    bills = [speakers[0].say("mill", "north", "invoice", number) for number in numbers]
    for _ in range(5):
        envelopes = [speakers[0].accept("north") for _ in speakers]
        orders = zip(speakers, envelopes, (numbers, numbers[::-1]), ("noted", "paid"), strict=True)
        both = [
            beside(
                one.end,
                envelope,
                "north",
                "mill",
                Summary(
                    "application-response",
                    envelope.interchange,
                    replies=tuple(Reply(number, meaning, "AP") for number in order),
                ),
            )
            for one, envelope, order, meaning in orders
        ]
        for one in both:
            one.result(PATIENCE)
    assert noted(open_store(), *bills) == ["paid"] * len(bills)
