"""What every transport promises."""

import pytest

from hub.errors import Fenced
from hub.pipeline.protocols import Message, Transport
from tests.world import FakeClock

Two = tuple[Transport, Transport]


def messages(*names: str) -> list[Message]:
    """Messages under one topic."""
    return [Message(name, "documents", name.encode()) for name in names]


def test_lends_in_order(transports: Two) -> None:
    """Messages are lent in the order in which they were published."""
    first, _ = transports
    first.publish(messages("a", "b", "c"))
    assert [one.message.id for one in first.receive("documents", 2)] == ["a", "b"]
    assert [one.message.body for one in first.receive("documents", 2)] == [b"c"]


def test_publishing_twice_keeps_once(transports: Two) -> None:
    """A message that is published again while it waits is one message."""
    first, _ = transports
    first.publish(messages("a"))
    first.publish(messages("a", "b"))
    assert [one.message.id for one in first.receive("documents", 9)] == ["a", "b"]


def test_lends_to_one_at_a_time(transports: Two) -> None:
    """What one consumer has, another does not get."""
    first, second = transports
    first.publish(messages("a", "b"))
    assert len(first.receive("documents", 1)) == 1
    assert [one.message.id for one in second.receive("documents", 9)] == ["b"]


def test_topics_are_apart(transports: Two) -> None:
    """A consumer gets messages of its own topic only."""
    first, _ = transports
    first.publish([Message("x", "bulk", b"")])
    assert first.receive("documents", 9) == []


def test_acknowledged_is_gone(transports: Two) -> None:
    """An acknowledged message never comes again."""
    first, second = transports
    first.publish(messages("a"))
    first.ack(first.receive("documents", 1))
    assert first.recover() == 0
    assert second.receive("documents", 9) == []


def test_recovered_is_redelivered(transports: Two) -> None:
    """What a restarted consumer had in hand comes again, and says so."""
    first, second = transports
    first.publish(messages("a"))
    assert not first.receive("documents", 1)[0].redelivered
    assert second.recover() == 0
    assert first.recover() == 1
    assert first.receive("documents", 1)[0].redelivered


def test_released_is_untouched(transports: Two) -> None:
    """A message given back is not counted as delivered before."""
    first, second = transports
    first.publish(messages("a"))
    first.release(first.receive("documents", 1))
    assert [one.redelivered for one in second.receive("documents", 1)] == [False]


def test_lease_runs_out(transports: Two, clock: FakeClock) -> None:
    """A consumer that vanishes for good does not keep its messages."""
    first, second = transports
    first.publish(messages("a"))
    first.receive("documents", 1)
    clock.advance(3600)
    assert second.receive("documents", 1)[0].redelivered


def test_late_acknowledgement_is_fenced(transports: Two, clock: FakeClock) -> None:
    """A consumer that was replaced cannot acknowledge any more."""
    first, second = transports
    first.publish(messages("a"))
    late = first.receive("documents", 1)
    clock.advance(3600)
    assert second.receive("documents", 1)
    with pytest.raises(Fenced):
        first.ack(late)
