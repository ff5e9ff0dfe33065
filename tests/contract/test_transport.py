"""What every transport promises."""

import time

import pytest

from hub.errors import Fenced
from hub.pipeline.protocols import Message, Received, Transport
from tests.contract.transportbench import TransportBench, take


def messages(*names: str, topic: str = "documents") -> list[Message]:
    """Messages under one topic."""
    return [Message(name, topic, name.encode()) for name in names]


def names(received: list[Received]) -> list[str]:
    """Their ids."""
    return [one.message.id for one in received]


def nothing_comes(bench: TransportBench, transport: Transport, topic: str = "documents") -> bool:
    """Whether there is nothing for a consumer, now and soon."""
    if transport.receive(topic, 9):
        return False
    time.sleep(bench.delay)
    return transport.receive(topic, 9) == []


def test_lends_in_order(bench: TransportBench) -> None:
    """Messages are lent whole, in the order in which they were published."""
    bench.first.publish(messages("a", "b", "c"))
    assert names(take(bench.first, 2)) == ["a", "b"]
    assert [one.message for one in take(bench.first, 1)] == messages("c")


def test_publishing_nothing(bench: TransportBench) -> None:
    """Nothing can be published."""
    bench.first.publish([])
    assert nothing_comes(bench, bench.first)


def test_publishing_twice_loses_nothing(bench: TransportBench) -> None:
    """A message that is published again while it waits is there once, or twice at most."""
    bench.first.publish(messages("a"))
    bench.first.publish(messages("a", "b"))
    expected = ["a", "b"] if bench.keeps_once else ["a", "a", "b"]
    assert names(take(bench.first, len(expected))) == expected
    assert nothing_comes(bench, bench.first)


def test_lends_to_one_at_a_time(bench: TransportBench) -> None:
    """What one consumer has, another does not get."""
    many = [f"{number:03}" for number in range(50)]
    bench.first.publish(messages(*many))
    mine = take(bench.first, 32)
    others = take(bench.second, 18)
    assert sorted(names(mine + others)) == many


def test_topics_are_apart(bench: TransportBench) -> None:
    """A consumer gets messages of its own topic only."""
    bench.first.publish(messages("x", topic="bulk"))
    assert nothing_comes(bench, bench.first)
    assert [one.message for one in take(bench.first, 1, "bulk")] == messages("x", topic="bulk")


def test_acknowledged_is_gone(bench: TransportBench) -> None:
    """An acknowledged message never comes again."""
    bench.first.publish(messages("a", "b"))
    bench.first.ack(take(bench.first, 2))
    assert bench.first.recover() == 0
    assert nothing_comes(bench, bench.second)


def test_acknowledged_in_any_order(bench: TransportBench) -> None:
    """Acknowledging a later message does not touch an earlier one."""
    bench.first.publish(messages("a", "b", "c"))
    a, b, c = take(bench.first, 3)
    bench.first.ack([c, a])
    assert bench.first.recover() == 1
    assert [one.message for one in take(bench.first, 1)] == [b.message]
    assert b.message.id == "b"


def test_recovered_is_redelivered(bench: TransportBench) -> None:
    """What a restarted consumer had in hand comes again, and says so."""
    bench.first.publish(messages("a"))
    assert not take(bench.first, 1)[0].redelivered
    assert bench.second.recover() == 0
    assert bench.first.recover() == 1
    assert take(bench.first, 1)[0].redelivered
    assert bench.first.recover() == 1
    assert take(bench.first, 1)[0].redelivered


def test_released_comes_again(bench: TransportBench) -> None:
    """A message given back comes to anybody; it was not worked on."""
    bench.first.publish(messages("a"))
    bench.first.release(take(bench.first, 1))
    assert bench.first.recover() == 0
    bench.vanish()
    again = take(bench.second, 1)
    assert names(again) == ["a"]
    assert again[0].redelivered is bench.notes_release


def test_vanished_consumer_keeps_nothing(bench: TransportBench) -> None:
    """A consumer that vanishes for good does not keep its messages."""
    bench.first.publish(messages("a"))
    take(bench.first, 1)
    bench.vanish()
    assert take(bench.second, 1)[0].redelivered


def test_late_acknowledgement_is_fenced(bench: TransportBench) -> None:
    """A consumer that was replaced cannot acknowledge any more."""
    bench.first.publish(messages("a"))
    late = take(bench.first, 1)
    bench.vanish()
    mine = take(bench.second, 1)
    bench.come_back()
    with pytest.raises(Fenced):
        bench.first.ack(late)
    bench.second.ack(mine)
    assert nothing_comes(bench, bench.first)


def test_second_acknowledgement_is_fenced(bench: TransportBench) -> None:
    """What was acknowledged or given back cannot be acknowledged again."""
    bench.first.publish(messages("a"))
    once = take(bench.first, 1)
    bench.first.ack(once)
    with pytest.raises(Fenced):
        bench.first.ack(once)


def test_recovered_cannot_be_acknowledged(bench: TransportBench) -> None:
    """Whoever gave everything back has nothing to acknowledge."""
    bench.first.publish(messages("a"))
    before = take(bench.first, 1)
    bench.first.recover()
    after = take(bench.first, 1)
    with pytest.raises(Fenced):
        bench.first.ack(before)
    bench.first.ack(after)
