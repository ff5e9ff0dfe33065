"""Consuming from a real broker, on good days and bad ones."""

import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pika
import pytest

from hub.amqp import link
from hub.amqp.address import BrokerAddress
from hub.amqp.consumer import Consumer, Delivery
from hub.errors import BrokerUnavailable, Fenced
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import Notes, Operator, wait_for

Make = Callable[..., Consumer]


@pytest.fixture
def consumer(address: BrokerAddress, notes: Notes) -> Iterator[Make]:
    """Makes consumers and closes them."""
    made: list[Consumer] = []

    def make(*queues: str, port: int | None = None, **options: object) -> Consumer:
        where = replace(address, port=port or address.port)
        made.append(Consumer(where, "test", queues, watch=notes, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def take(consumer: Consumer, count: int, queue: str | None = None) -> list[Delivery]:
    """Receive exactly so many messages."""
    found: list[Delivery] = []
    while len(found) < count:
        more = consumer.receive(queue, count - len(found), wait=30)
        assert more, f"only {[one.body for one in found]} came"
        found += more
    return found


def bodies(deliveries: list[Delivery]) -> list[bytes]:
    """What they hold."""
    return [one.body for one in deliveries]


def test_hands_out_in_order(consumer: Make, operator: Operator) -> None:
    """Messages come as they were sent, with what the broker and the sender say of them."""
    operator.queue("q")
    headers = {"name": "ø", "depth": {"a": 1}}
    operator.put("q", b"1", b"2", message_id="i", content_type="text/xml", headers=headers)
    first, second = take(consumer("q"), 2)
    assert (first.body, first.queue, first.exchange, first.routing_key) == (b"1", "q", "", "q")
    assert (first.id, first.content_type, first.redelivered) == ("i", "text/xml", False)
    assert headers.items() <= first.headers.items()
    assert second.body == b"2"


def test_acknowledged_is_gone(consumer: Make, operator: Operator) -> None:
    """What was acknowledged before closing never comes again; the rest does."""
    operator.queue("q")
    operator.put("q", *(b"%d" % n for n in range(10)))
    first = consumer("q")
    found = take(first, 10)
    first.ack(found[:4])
    first.ack([found[8], found[5]])
    first.ack([found[4], found[6]])
    first.close()
    assert bodies(take(consumer("q"), 2)) == [b"7", b"9"]
    assert operator.waiting("q") == 0


def test_prefetch_bounds_what_is_in_hand(consumer: Make, operator: Operator) -> None:
    """Nobody is lent more than the prefetch, by queue; the rest stays for others."""
    for queue in ("q", "r"):
        operator.queue(queue)
        operator.put(queue, b"1", b"2", b"3", b"4")
    first = consumer("q", "r", prefetch={"q": 3, "r": 1})
    wait_for(lambda: first.buffered() == 4)
    assert (first.buffered("q"), first.buffered("r")) == (3, 1)
    second = consumer("q", prefetch=9)
    assert bodies(take(second, 1)) == [b"4"]


def test_queues_take_turns(consumer: Make, operator: Operator) -> None:
    """A full queue does not keep the others waiting; one queue can be asked for."""
    names = [operator.queue(f"q{n}") for n in range(3)]
    for name in names:
        operator.put(name, b"1", b"2", b"3")
    taker = consumer(*names)
    wait_for(lambda: taker.buffered() == 9)
    assert [one.queue for one in taker.receive(None, 2)] == ["q0", "q1"]
    assert [one.queue for one in taker.receive(None, 5)] == ["q2", "q0", "q1", "q2", "q0"]
    assert bodies(taker.receive("q2", 9)) == [b"3"]


def test_sixteen_single_active_queues(consumer: Make, operator: Operator) -> None:
    """One connection serves all partitions; a second consumer stands by and takes over."""
    names = [operator.queue(f"p{n:02}", single_active_consumer=True) for n in range(16)]
    first = consumer(*names)
    wait_for(lambda: first.connected)
    second = consumer(*names)
    wait_for(lambda: second.connected)
    for name in names:
        operator.put(name, b"1")
    assert {one.queue for one in take(first, 16)} == set(names)
    assert second.receive(None, 99) == []
    first.close()
    assert all(one.redelivered for one in take(second, 16))


def test_requeued_comes_first_again(consumer: Make, operator: Operator) -> None:
    """What is given back comes again before anything newer, and says so."""
    operator.queue("q")
    operator.put("q", b"1", b"2", b"3")
    taker = consumer("q", prefetch=2)
    taker.requeue(take(taker, 2))
    again = take(taker, 2)
    assert bodies(again) == [b"1", b"2"]
    assert all(one.redelivered for one in again)


def test_rejected_is_dead_lettered(consumer: Make, operator: Operator) -> None:
    """A rejected message goes to the dead letters and not to anybody else."""
    operator.queue("dead")
    operator.queue("q", dead_letter_exchange="", dead_letter_routing_key="dead")
    operator.put("q", b"1", b"2")
    taker = consumer("q")
    found = take(taker, 2)
    taker.reject(found[:1])
    taker.ack(found[1:])
    wait_for(lambda: operator.waiting("dead") == 1)
    assert [body for _, body in operator.take("dead")] == [b"1"]


def test_reset_gives_everything_back(consumer: Make, operator: Operator) -> None:
    """Handed out or buffered, all of it comes again, in order; late answers are fenced."""
    operator.queue("q")
    operator.put("q", b"1", b"2", b"3")
    taker = consumer("q")
    wait_for(lambda: taker.buffered() == 3)
    early = take(taker, 1)
    assert taker.reset() == 3
    assert bodies(take(taker, 3)) == [b"1", b"2", b"3"]
    with pytest.raises(Fenced):
        taker.ack(early)


def test_lost_connection_fences(consumer: Make, operator: Operator, notes: Notes) -> None:
    """After the connection broke, old deliveries cannot be answered and come again."""
    operator.queue("q")
    operator.put("q", b"1", b"2")
    with Proxy("127.0.0.1", int(operator.url.rpartition(":")[2].split("/")[0])) as proxy:
        taker = consumer("q", port=proxy.port)
        old = take(taker, 2)
        proxy.cut()
        wait_for(lambda: notes.count("test connected") == 2)
        again = take(taker, 2)
        assert [(one.body, one.redelivered) for one in again] == [(b"1", True), (b"2", True)]
        assert taker.held([*old, *again]) == again
        taker.requeue(old)
        taker.ack(again[1:])
        with pytest.raises(Fenced, match="1 of 2"):
            taker.ack([old[0], again[0]])
        taker.close()
    assert notes.count("test lost") == 1
    assert operator.waiting("q") == 0


def test_twice_acknowledged_is_fenced(consumer: Make, operator: Operator) -> None:
    """A second answer never reaches the broker, which would end the channel."""
    operator.queue("q")
    operator.put("q", b"1")
    taker = consumer("q")
    found = take(taker, 1)
    taker.ack(found)
    with pytest.raises(Fenced):
        taker.ack(found)
    operator.put("q", b"2")
    assert not take(taker, 1)[0].redelivered


def test_deleted_queue_is_consumed_when_it_is_back(
    consumer: Make, operator: Operator, notes: Notes
) -> None:
    """A queue that is deleted and made again is consumed again; the others never stopped."""
    operator.queue("q")
    operator.queue("other")
    taker = consumer("q", "other")
    wait_for(lambda: taker.connected)
    operator.put("other", b"x")
    found = take(taker, 1)
    operator.delete("q")
    wait_for(lambda: any("404" in line for line in notes.lines))
    assert not taker.connected
    time.sleep(1)
    taker.ack(found)
    operator.queue("q")
    operator.put("q", b"1")
    assert bodies(take(taker, 1, "q")) == [b"1"]
    wait_for(lambda: taker.connected)
    assert notes.count("test cancelled") == 1
    assert notes.count("test lost") == 2  # the consumer ended; the queue is not there
    assert "hub topology apply" in notes.lines[-2]


def test_missing_queue_does_not_disturb_others(
    consumer: Make, operator: Operator, notes: Notes
) -> None:
    """A queue that was never made is named once, and the others are consumed."""
    operator.queue("q")
    operator.put("q", b"1")
    taker = consumer("missing", "q")
    assert bodies(take(taker, 1)) == [b"1"]
    time.sleep(1)
    assert not taker.connected
    assert len(notes.lines) == 1
    assert "no queue 'missing'" in notes.lines[0]


def test_resting_leaves_messages_to_others(consumer: Make, operator: Operator) -> None:
    """A consumer that rests keeps what was handed out and gives the rest to others."""
    operator.queue("q")
    operator.put("q", b"1", b"2", b"3")
    first, second = consumer("q"), consumer("q", attending=False)
    wait_for(lambda: first.buffered() == 3)
    mine = take(first, 1)
    first.rest("q")
    assert not second.attend("q")
    assert bodies(take(second, 2)) == [b"2", b"3"]
    operator.put("q", b"4")
    assert bodies(take(second, 1)) == [b"4"]
    assert first.buffered() == 0
    first.ack(mine)
    second.close()
    assert not first.attend("q")
    assert first.attend("q")
    assert bodies(take(first, 3)) == [b"2", b"3", b"4"]


def test_rest_and_attend_in_quick_succession(consumer: Make, operator: Operator) -> None:
    """However often one changes one's mind, the last word counts and nothing is lost."""
    operator.queue("q")
    operator.put("q", b"1", b"2", b"3")
    taker = consumer("q")
    for _ in range(20):
        taker.rest("q")
        taker.attend("q")
    got: set[bytes] = set()
    while len(got) < 3:
        found = taker.receive("q", 9, wait=30)
        assert found
        got |= {one.body for one in taker.held(found)}
    assert got == {b"1", b"2", b"3"}


def test_long_work_does_not_break_the_connection(
    consumer: Make, operator: Operator, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller that works much longer than a heartbeat can still acknowledge."""
    monkeypatch.setattr(link, "HEARTBEAT", 1)
    operator.queue("q")
    operator.put("q", b"1")
    taker = consumer("q")
    found = take(taker, 1)
    time.sleep(4)
    taker.ack(found)
    taker.close()
    assert notes.lines == ["test connected"]
    assert operator.waiting("q") == 0


def test_close_gives_back_at_once(consumer: Make, operator: Operator) -> None:
    """After closing, everything not acknowledged is there for the next one, in order."""
    operator.queue("q")
    operator.put("q", *(b"%d" % n for n in range(30)))
    first = consumer("q", prefetch=20)
    wait_for(lambda: first.buffered() == 20)
    first.ack(take(first, 5))
    take(first, 5)
    first.close()
    assert operator.waiting("q") == 25
    assert [int(one.body) for one in take(consumer("q", prefetch=99), 25)] == list(range(5, 30))
    with pytest.raises(BrokerUnavailable, match="closed"):
        first.receive("q", 1)


def test_refused_login_is_raised(address: BrokerAddress, notes: Notes) -> None:
    """A consumer whose login is refused says so to whoever asks it."""
    stale = BrokerAddress.parse(f"amqp://hub:s3cret@{address.hosts[0]}:{address.port}")
    wrong = Consumer(stale, "test", ["q"], watch=notes)
    wait_for(lambda: notes.lines)
    with pytest.raises(BrokerUnavailable, match="login"):
        wrong.receive("q", 1)
    wrong.close()


class Crafted(pika.BasicProperties):
    """Properties that only somebody malicious sends: a table of headers, byte by byte."""

    def __init__(self, table: bytes) -> None:
        super().__init__()
        self.table = table

    def encode(self) -> list[bytes]:
        """Return flags and headers."""
        return [
            struct.pack(">H", self.FLAG_HEADERS),
            struct.pack(">I", len(self.table)),
            self.table,
        ]


def nested(depth: int) -> bytes:
    """A table in a table in a table."""
    table = b""
    for _ in range(depth):
        table = b"\x01aF" + struct.pack(">I", len(table)) + table
    return table


@pytest.mark.parametrize(
    "table",
    [
        nested(3000),
        b"\x01aT" + struct.pack(">Q", (1 << 63) - 1),
        b"".join(b"\x04%04dt\x01" % n for n in range(10_000)),
        b"\x02\xff\xfeS" + struct.pack(">I", 2) + b"\xff\xfe",
    ],
    ids=["deep", "far-future", "many", "no-text"],
)
def test_malicious_headers_do_no_harm(
    consumer: Make, operator: Operator, notes: Notes, table: bytes
) -> None:
    """A message with headers that cannot be read is delivered; nothing breaks."""
    operator.queue("q")
    with operator.channel() as channel:
        channel.confirm_delivery()
        for body in (b"", b"body"):
            channel.basic_publish("", "q", body, Crafted(table))
    taker = consumer("q")
    found = take(taker, 2)
    assert bodies(found) == [b"", b"body"]
    taker.ack(found)
    taker.close()
    assert notes.lines == ["test connected"]
    assert operator.waiting("q") == 0
