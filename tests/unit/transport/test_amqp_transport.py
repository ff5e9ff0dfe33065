"""What is particular to work over the broker."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from hub.amqp.address import BrokerAddress
from hub.amqp.topology import AGAIN, WORK_TOPICS, Topology, work_queue
from hub.errors import BrokerUnavailable
from hub.pipeline.protocols import Message, Received
from hub.transport.amqp import AmqpTransport
from tests.contract.transportbench import take
from tests.unit.amqp.broker import Operator, prepare, wait_for

QUEUES = (*map(work_queue, WORK_TOPICS), AGAIN)

Make = Callable[..., AmqpTransport]


@pytest.fixture
def operator(vhost: str) -> Operator:
    """A broker with the queues of work."""
    prepare(vhost, Topology.of((), ()), *QUEUES)
    return Operator(vhost)


@pytest.fixture
def transport(vhost: str) -> Iterator[Make]:
    """Makes transports and closes them."""
    made: list[AmqpTransport] = []

    def make(**options: int) -> AmqpTransport:
        made.append(AmqpTransport(BrokerAddress.parse(vhost), "worker", **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def messages(topic: str, *names: str) -> list[Message]:
    """Messages of a topic."""
    return [Message(name, topic, name.encode()) for name in names]


def names(received: list[Received]) -> set[str]:
    """Their ids."""
    return {one.message.id for one in received}


def test_big_documents_are_shared_out_one_by_one(transport: Make, operator: Operator) -> None:
    """A worker has one big document; the next one is for the next worker."""
    first, second, relay = transport(), transport(), transport()
    relay.publish(messages("bulk", "A", "B"))
    (mine,) = take(first, 1, "bulk")
    (other,) = take(second, 1, "bulk")
    assert {mine.message.id, other.message.id} == {"A", "B"}
    assert first.receive("bulk", 1) == []
    assert operator.waiting(work_queue("bulk")) == 0


def test_big_document_keeps_no_small_ones_waiting(transport: Make, operator: Operator) -> None:
    """While a worker is at a big document, small ones that had come to it go to others."""
    first, relay = transport(), transport()
    relay.publish(messages("documents", "a"))
    take(first, 1)
    relay.publish(messages("documents", "b", "c"))
    wait_for(lambda: operator.waiting(work_queue("documents")) == 0)
    relay.publish(messages("bulk", "B"))
    take(first, 1, "bulk")
    second = transport()
    assert names(take(second, 2)) == {"b", "c"}
    relay.publish(messages("documents", "d"))
    assert names(take(second, 1)) == {"d"}


def test_small_ones_do_not_come_when_a_big_one_is_next(transport: Make, operator: Operator) -> None:
    """A worker that has a big document waiting takes no small ones it would have to give back."""
    first, relay = transport(prefetch=2), transport()
    relay.publish(messages("documents", "a", "b", "c", "d"))
    batch = take(first, 2)
    relay.publish(messages("bulk", "B"))
    wait_for(lambda: operator.waiting(work_queue("bulk")) == 0)
    first.ack(batch)
    big = take(first, 1, "bulk")
    wait_for(lambda: operator.waiting(work_queue("documents")) == 2)
    first.ack(big)
    assert [one.redelivered for one in take(first, 2)] == [False, False]


def test_missing_queue_is_said(vhost: str, transport: Make) -> None:
    """Work without a queue is not taken for published, and the error says what to type."""
    prepare(vhost, Topology.of((), ()))
    with pytest.raises(BrokerUnavailable, match="hub topology apply"):
        transport().publish(messages("documents", "a"))


def test_missing_exchange_is_said(transport: Make) -> None:
    """A broker without the hub's exchanges is named as the reason."""
    with pytest.raises(BrokerUnavailable, match=r"404.*hub\.work"):
        transport().publish(messages("documents", "a"))


def test_broker_away_is_said(vhost: str) -> None:
    """A relay without a broker knows why."""
    stale = replace(BrokerAddress.parse(vhost), vhost="nowhere")
    relay = AmqpTransport(stale, "relay")
    with pytest.raises(BrokerUnavailable, match="nowhere"):
        relay.publish(messages("documents", "a"))
    relay.close()


def test_given_up_work_is_lent_to_the_relay(
    vhost: str, transport: Make, operator: Operator
) -> None:
    """Work that came back too often goes where the relay finds it, whole, until it is done."""
    operator.delete(work_queue("documents"))
    operator.queue(
        work_queue("documents"),
        delivery_limit=2,
        overflow="reject-publish",
        dead_letter_exchange="hub.dlx",
        dead_letter_routing_key="again",
        dead_letter_strategy="at-least-once",
    )
    prepare(vhost, Topology.of((), ()), work_queue("bulk"), AGAIN)
    with operator.channel() as channel:
        channel.queue_bind(work_queue("documents"), "hub.work", "documents")
    worker, relay = transport(), transport()
    relay.publish(messages("documents", "a"))
    for _ in range(3):
        worker.release(take(worker, 1))
    found: list[Received] = []
    wait_for(lambda: found.extend(relay.given_up(9)) or found)
    assert [(one.message.id, one.message.body) for one in found] == [("a", b"a")]
    relay.ack(found)
    relay.close()
    assert operator.waiting(AGAIN) == 0
