"""What every store answers to customers, operators and workers who ask before they act."""

import datetime as dt
from dataclasses import replace

import pytest

from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.filing import MATCHING
from hub.pipeline.outcome import Held, Rejected, Unroutable
from hub.pipeline.protocols import Answer, Arrival
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept, arrival, claim, events, hand_over
from tests.world import FakeClock

WEEK = dt.timedelta(days=7)


def topics(store: SqlStore) -> list[str]:
    """The topics of what waits to be published."""
    return [message.topic for message in store.outbox.unsent(100)]


def sent(store: SqlStore) -> list[str]:
    """Publish everything that is due."""
    names = [message.id for message in store.outbox.unsent(100)]
    store.outbox.mark_sent(names)
    return names


def parked_documents(store: SqlStore) -> list[str]:
    """The documents that wait for an operator."""
    return [row["id"] for row in store.archive.parked() if row["what"] == "document"]


# Repeats


def test_a_redelivery_is_the_same_delivery(store: SqlStore) -> None:
    """What a broker shows again under a key that begins alike was accepted already."""
    first = store.inbox.accept([arrival("hash/1")])[0]
    again, other = store.inbox.accept(
        [
            replace(arrival("hash/2"), redelivery_of="hash/"),
            replace(arrival("hashes/2"), redelivery_of="hashes/"),
        ]
    )
    assert (again.interchange, again.repeated) == (first.interchange, True)
    assert not other.repeated
    events = [event["event"] for event in store.archive.trace(first.interchange)]
    assert events == ["received", "redelivered"]


def test_a_redelivery_of_what_ended_is_a_new_attempt(store: SqlStore, maker: Maker) -> None:
    """The same bytes after an answer are never swallowed, whatever the channel says of them."""
    first = accept(store, "hash/1")
    store.work.finish([maker.conclude(first, "K-1", maker.outcome("K-1", "north"))])
    again = replace(arrival("hash/2"), redelivery_of="hash/")
    assert not store.inbox.accept([again])[0].repeated


@pytest.mark.parametrize("change", [{"account": "bakery"}, {"channel": "http"}])
def test_a_redelivery_is_of_its_own_channel(store: SqlStore, change: dict[str, str]) -> None:
    """Another account or channel with the same key is somebody else's delivery."""
    store.inbox.accept([arrival("hash/1")])
    again = replace(arrival("hash/2"), redelivery_of="hash/", **change)
    assert not store.inbox.accept([again])[0].repeated


def test_a_first_showing_is_new(store: SqlStore) -> None:
    """What is not said to be shown again is new, however its key begins."""
    store.inbox.accept([arrival("hash/1")])
    assert not store.inbox.accept([arrival("hash/2")])[0].repeated


def test_odd_texts_are_kept(store: SqlStore, maker: Maker) -> None:
    """No name, key or number that a sender may think of keeps its document from being kept."""
    odd = "a\0b%_" + "x" * 5000
    odder = f"{odd}\udcff"
    first, again = store.inbox.accept([replace(arrival(odder), name=odd)] * 2)
    assert again.repeated
    assert store.inbox.accept([arrival(odder)])[0].repeated
    envelope = Envelope.decode(store.outbox.unsent(1)[0].body)
    other = accept(store, "l")
    outcome = maker.outcome("K-1", "north")
    assert store.work.finish([maker.conclude(envelope, odd, outcome)]) == [True]
    assert store.work.finish([maker.conclude(other, odd, outcome)]) == [False]
    assert store.work.recollection("main").earlier("mill", "catalogue", odd, "") is not None
    assert [row["id"] for row in store.archive.search(odd)] == [first.interchange]


# Messages


def test_big_documents_have_their_own_topic(store: SqlStore) -> None:
    """What is larger than a mebibyte is worked on apart, what is tried again before what is new."""
    small, big = store.inbox.accept([arrival("k"), arrival("l", b"x" * (1 << 20) + b"x")])
    assert topics(store) == ["documents", "bulk"]
    sent(store)
    for one in (small, big):
        store.work.again(one.interchange, "busy", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert topics(store) == ["repeats", "bulk"]


def test_lost_messages_are_published_again(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """A broker that lost its queues is filled with what nobody began and what has not ended."""
    lost, begun, ended, again = (accept(store, key) for key in "kbea")
    sent(store)
    store.work.again(again.interchange, "busy", clock.now())
    newest = sent(store)
    store.work.finish([maker.conclude(ended, "K-1", Rejected("bad"))])
    clock.advance(100)
    store.work.begin([begun.interchange])
    waiting = accept(store, "w")
    assert store.outbox.refill(dt.timedelta(seconds=200), 100) == 0
    assert store.outbox.refill(dt.timedelta(seconds=50), 100) == 2
    due = [message.id for message in store.outbox.unsent(100)]
    assert due == [f"{lost.interchange}/1", *newest, f"{waiting.interchange}/1"]


def test_refilling_goes_in_portions(store: SqlStore, clock: FakeClock) -> None:
    """At most so many at a time, the oldest first."""
    envelopes = [accept(store, key) for key in "abc"]
    sent(store)
    clock.advance(100)
    assert store.outbox.refill(dt.timedelta(seconds=50), 2) == 2
    due = [message.id for message in store.outbox.unsent(100)]
    assert due == [f"{one.interchange}/1" for one in envelopes[:2]]


def test_it_is_the_turn_of_a_single_process(store: SqlStore) -> None:
    """Who is alone publishes."""
    assert store.outbox.turn()
    assert store.outbox.turn()


def test_dead_lettered_is_parked(store: SqlStore, maker: Maker) -> None:
    """What the broker gave up stands before an operator, unless it has ended meanwhile."""
    given_up, ended = accept(store, "k"), accept(store, "l")
    store.work.finish([maker.conclude(ended, "K-1", Rejected("bad"))])
    for one in (given_up, ended):
        store.work.dead_lettered(one.interchange, "delivered 100 times")
    parked = [row for row in store.archive.parked() if row["what"] == "interchange"]
    assert [(row["id"], row["reason"]) for row in parked] == [
        (given_up.interchange, "dead-lettered")
    ]


# Who comes first


def test_earlier_open_of_the_same_account(store: SqlStore, maker: Maker) -> None:
    """An interchange waits for those that its account sent before it, until they end."""
    first, second, other = accept(store, "k"), accept(store, "l"), accept(store, "m", b"", "bakery")
    assert [store.work.earlier_open(one.interchange) for one in (first, second, other)] == [
        False,
        True,
        False,
    ]
    store.work.finish([maker.conclude(first, "K-1", Rejected("bad"))])
    assert not store.work.earlier_open(second.interchange)


def test_earlier_open_of_who_sends_for_the_same_party(store: SqlStore) -> None:
    """What a bureau sent for the same party is waited for; what others sent is not."""
    store.deliveries.senders({"bureau": ("mill", "dairy"), "mill": ("mill",), "bakery": ("b",)})
    bureau = accept(store, "k", account="bureau")
    mill, bakery = accept(store, "l"), accept(store, "m", account="bakery")
    assert store.work.earlier_open(mill.interchange)
    assert not store.work.earlier_open(bakery.interchange)
    assert not store.work.earlier_open(bureau.interchange)
    store.work.park(bureau.interchange, "defect", "x")
    assert not store.work.earlier_open(mill.interchange)
    assert not store.work.earlier_open("unknown")


# The shelf of a port


def test_the_shelf_of_a_port(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """What was handed over is listed in order, with its contents, until it is confirmed."""
    for key in ("k", "l"):
        envelope = accept(store, key)
        store.work.finish([maker.conclude(envelope, key, maker.outcome(key, "north"))])
    assert store.deliveries.listed("north.main", 9) == []
    claimed = claim(store)
    hand_over(store, claimed)
    listed = store.deliveries.listed("north.main", 9)
    assert [row["id"] for row in listed] == [one.id for one in claimed]
    first = claimed[0]
    assert listed[0] == {
        "id": first.id,
        "number": first.number,
        "name": "out.txt",
        "media_type": "text/plain",
        "size": first.payload.size,
        "sha256": first.payload.sha256,
        "lane": first.lane,
        "document": first.document,
        "interchange": first.interchange,
        "delivered_at": clock.now().isoformat(),
    }
    content = store.deliveries.content_for("north.main", first.id)
    assert content is not None
    assert (content.name, content.head(99)) == ("out.txt", b"k for north")
    assert store.deliveries.confirm("north.main", first.id)
    assert [row["id"] for row in store.deliveries.listed("north.main", 9)] == [claimed[1].id]
    assert store.deliveries.content_for("north.main", first.id) is not None


def test_confirming_again_changes_nothing(store: SqlStore, maker: Maker) -> None:
    """A confirmation is written down once, however often it is repeated."""
    envelope = accept(store, "k")
    store.work.finish([maker.conclude(envelope, "K-1", maker.outcome("K-1", "north"))])
    claimed = claim(store)
    hand_over(store, claimed)
    assert [store.deliveries.confirm("north.main", claimed[0].id) for _ in range(2)] == [True] * 2
    assert events(store, envelope)[-2:] == ["delivered", "confirmed"]


def test_the_shelf_is_the_ports_own(store: SqlStore, maker: Maker) -> None:
    """What is on another port, unknown or never handed over cannot be had or confirmed."""
    store.work.finish([maker.conclude(accept(store, "k"), "K-1", maker.outcome("K-1", "north"))])
    waiting = store.archive.search("K-1")[0]["id"]
    found = store.archive.interchange(waiting)
    assert found is not None
    identity = next(row["id"] for row in found["deliveries"] if row["kind"] == "output")
    assert not store.deliveries.confirm("north.main", identity)
    assert store.deliveries.content_for("north.main", identity) is None
    hand_over(store, claim(store))
    for port, one in (("south.main", identity), ("north.main", "unknown"), ("", identity)):
        assert not store.deliveries.confirm(port, one)
        assert store.deliveries.content_for(port, one) is None


def test_a_quick_customer_confirms_before_the_receipt(store: SqlStore, maker: Maker) -> None:
    """What is being handed over may be confirmed already, and stays so."""
    envelope = accept(store, "k")
    store.work.finish([maker.conclude(envelope, "K-1", maker.outcome("K-1", "north"))])
    claimed = claim(store)
    assert store.deliveries.confirm("north.main", claimed[0].id)
    hand_over(store, claimed)
    assert store.deliveries.listed("north.main", 9) == []


def test_pages_of_a_shelf_pass_over_nothing(store: SqlStore, maker: Maker) -> None:
    """Outputs of one interchange stay on one page."""
    for key in "abc":
        envelope = accept(store, key)
        numbers = [f"{key}-{n}" for n in range(3)]
        conclusion = maker.conclude_all(envelope, numbers, maker.outcome(key, "north"))
        assert store.work.finish([conclusion]) == [True]
    hand_over(store, claim(store, 100))
    seen: list[str] = []
    after = 0
    while page := store.deliveries.listed("north.main", 2, after):
        assert len(page) == 3
        seen += [row["id"] for row in page]
        after = page[-1]["number"]
    assert len(set(seen)) == len(seen) == 9


# What operators watch


def test_gauges_of_an_empty_store(store: SqlStore) -> None:
    """Nothing waits where nothing came."""
    assert store.archive.gauges(["north.main"]) == {
        "outbox_unsent": 0,
        "outbox_oldest_age_seconds": 0.0,
        "open_interchanges": 0,
        "ports": {},
        "parked": {"interchange": 0, "document": 0, "route": 0, "delivery": 0, "bill": 0},
        "unaddressed": 0,
    }


def test_gauges_of_what_is_under_way(store: SqlStore, maker: Maker, clock: FakeClock) -> None:
    """Backlogs and the age of their oldest; what is dated or postponed does not wait yet."""
    first, dated, postponed = (accept(store, key) for key in "kdp")
    store.work.again(postponed.interchange, "busy", clock.now() + WEEK)
    clock.advance(10)
    north = maker.outcome("K-1", "north")
    store.work.finish([maker.conclude(first, "K-1", north)])
    later = maker.outcome("K-2", "north", "south", until=clock.now() + WEEK)
    store.work.finish([maker.conclude(dated, "K-2", later)])
    clock.advance(5)
    found = store.archive.gauges()
    assert (found["outbox_unsent"], found["outbox_oldest_age_seconds"]) == (3, 15.0)
    assert found["open_interchanges"] == 1
    assert found["unaddressed"] == 2
    waiting = {
        port: (one["waiting"], one["oldest_age_seconds"]) for port, one in found["ports"].items()
    }
    assert waiting == {"north.main": (2, 5.0), "south.main": (1, 0.0)}
    clock.advance(WEEK.total_seconds())
    assert store.archive.gauges()["ports"]["south.main"]["oldest_age_seconds"] == 5.0


def test_gauges_of_answers_and_confirmations(
    store: SqlStore, maker: Maker, clock: FakeClock
) -> None:
    """Answers on their way back count together; only some customers are expected to confirm."""
    envelope = accept(store, "k")
    back = Answer("done", b"{}", b"text", None, back=True)
    store.work.finish([maker.conclude(envelope, "K-1", maker.outcome("K-1", "north"), back)])
    assert store.archive.gauges()["ports"][""]["waiting"] == 1
    hand_over(store, claim(store))
    clock.advance(30)
    assert store.archive.gauges()["ports"] == {}
    found = store.archive.gauges(["north.main"])["ports"]
    assert list(found) == ["north.main"]
    assert (found["north.main"]["unconfirmed"], found["north.main"]["unconfirmed_age_seconds"]) == (
        1,
        30.0,
    )


def test_gauges_of_what_is_parked(store: SqlStore, maker: Maker) -> None:
    """By what it is; what an operator sent again counts no more."""
    lost, stopped, held, sent_out = (accept(store, key) for key in "lsho")
    store.work.finish([maker.conclude(lost, "K-1", Unroutable("no-route"))])
    store.work.finish([maker.conclude(held, "K-2", Held(None, "T-WAIT"))])
    store.work.park(stopped.interchange, "defect", "x")
    store.work.finish([maker.conclude(sent_out, "K-3", maker.outcome("K-3", "north"))])
    claimed = claim(store)
    store.deliveries.park(claimed[0], "no")
    store.deliveries.finished(claimed)
    found = store.archive.gauges()
    assert found["parked"] == {
        "interchange": 1,
        "document": 2,
        "route": 0,
        "delivery": 1,
        "bill": 0,
    }
    assert found["ports"]["north.main"]["parked"] == 1
    again: list[Arrival] = [
        replace(arrival(f"r{one.name}{n}"), replay_of=one.interchange)
        for n, one in enumerate((lost, stopped, sent_out))
    ]
    store.inbox.accept(again)
    assert store.archive.gauges()["parked"] == {
        "interchange": 0,
        "document": 1,
        "route": 0,
        "delivery": 0,
        "bill": 0,
    }


def test_what_the_hub_takes_up_by_itself_hides_no_other_document(
    store: SqlStore, maker: Maker
) -> None:
    """A bill that is judged again leaves the failed documents beside it before the operator."""
    several = accept(store, "several")
    store.work.finish([maker.conclude_all(several, ["K-1", "K-2"], Unroutable("no-route"))])
    (given,) = store.inbox.accept(
        [replace(arrival("again"), replay_of=several.interchange, channel=MATCHING, positions=(1,))]
    )
    again = next(
        one
        for one in (Envelope.decode(message.body) for message in store.outbox.unsent(9))
        if one.interchange == given.interchange
    )
    store.work.finish([maker.conclude(again, "K-1", maker.outcome("K-1", "north"))])
    assert parked_documents(store) == [document_id(several.interchange, 2)]
    assert store.archive.gauges()["parked"]["document"] == 1
    store.inbox.accept([replace(arrival("replay"), replay_of=several.interchange)])
    assert parked_documents(store) == []
    assert store.archive.gauges()["parked"]["document"] == 0


# Lanes


def test_a_dated_delivery_goes_before_a_postponed_one(
    store: SqlStore, maker: Maker, clock: FakeClock
) -> None:
    """A lane whose head was put off for long is looked at when an older one falls due."""
    dated, now = accept(store, "k"), accept(store, "l")
    until = clock.now() + dt.timedelta(seconds=60)
    store.work.finish([maker.conclude(dated, "K-1", maker.outcome("K-1", "north", until=until))])
    store.work.finish([maker.conclude(now, "K-2", maker.outcome("K-2", "north"))])
    claimed = claim(store)
    store.deliveries.retry(claimed[0], "closed", clock.now() + WEEK)
    store.deliveries.finished(claimed)
    clock.advance(60)
    assert [one.number for one in claim(store)] == [dated.accept_number]
