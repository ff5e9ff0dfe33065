"""The queue port: what a customer finds in its queue, and what happens when it is full."""

import dataclasses
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.amqp.address import BrokerAddress
from hub.amqp.publisher import Publisher
from hub.amqp.topology import Topology, port_queue
from hub.app.clock import SystemClock
from hub.app.portsrole import Exits, PortsRole
from hub.errors import PortRefused, PortUnavailable, StoreUnavailable
from hub.formats.payload import Payload
from hub.pipeline.party import Port
from hub.pipeline.protocols import Consignment
from hub.ports.queue import LINK, QueuePort
from hub.store.store import SqlStore
from tests.contract.consignments import ID, consignment
from tests.peers.stock import Stock
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import Operator, prepare, wait_for

QUEUE = port_queue("north.main")

Make = Callable[..., QueuePort]


def no_link(_: Consignment) -> None:
    """A hub without HTTP."""


@pytest.fixture
def operator(vhost: str) -> Operator:
    """A broker with the customer's queue."""
    prepare(vhost, Topology.of((), (Port("north.main", "north", "queue"),)), QUEUE)
    return Operator(vhost)


@pytest.fixture
def port(vhost: str) -> Iterator[Make]:
    """Makes ports and closes their connections."""
    made: list[Publisher] = []

    def make(
        link: Callable[[Consignment], str | None] = no_link, at: int = 0, **settings: object
    ) -> QueuePort:
        address = BrokerAddress.parse(vhost)
        near = dataclasses.replace(address, port=at or address.port)
        made.append(Publisher(near, "ports", deadline=2.0))
        return QueuePort(made[-1], Port("north.main", "north", "queue", settings), link)

    yield make
    for one in made:
        one.close()


def test_message_is_the_document(port: Make, operator: Operator) -> None:
    """The body is the document; id and headers say what it is and where it belongs."""
    one = consignment(b"<a/>", "a\nb.xml", family="catalogue")
    receipt = port().send(one)
    assert (receipt.where, receipt.id) == (QUEUE, ID)
    ((properties, body),) = operator.take(QUEUE)
    assert body == b"<a/>"
    assert (properties.message_id, properties.type) == (ID, "catalogue")
    assert properties.content_type == "application/xml"
    assert properties.delivery_mode == 2
    expected = {
        "name": "a_b.xml",
        "document": "d",
        "interchange": one.interchange,
        "lane": "mill>north",
        "number": 7,
        "sha256": one.payload.sha256,
        "size": 4,
    }
    assert expected.items() <= properties.headers.items()


def test_too_long_a_document_is_a_link(port: Make, operator: Operator) -> None:
    """Above the limit of the port a message says where the document is, and what it hashes to."""
    one = consignment(b"x" * ((1 << 20) + 1))
    port(lambda c: f"https://hub.example/{c.id}", max_body=1).send(one)
    ((properties, body),) = operator.take(QUEUE)
    assert properties.content_type == LINK
    assert json.loads(body) == {
        "id": ID,
        "name": "a.xml",
        "media_type": "application/xml",
        "size": (1 << 20) + 1,
        "sha256": one.payload.sha256,
        "href": f"https://hub.example/{ID}",
    }


def test_longest_document_goes_whole(port: Make, operator: Operator) -> None:
    """A document of just the limit is the message itself."""
    port(max_body=1).send(consignment(b"x" * (1 << 20)))
    assert [len(body) for _, body in operator.take(QUEUE)] == [1 << 20]


def test_without_links_too_long_a_document_is_refused(port: Make, operator: Operator) -> None:
    """Without an address to fetch from, an operator is told what to set."""
    with pytest.raises(PortRefused, match="HUB_PUBLIC_URL"):
        port(max_body=1).send(consignment(b"x" * ((1 << 20) + 1)))
    assert operator.waiting(QUEUE) == 0


def test_full_queue_is_tried_soon(port: Make, operator: Operator) -> None:
    """A full queue is the customer's to empty: the port tries again in a second."""
    operator.delete(QUEUE)
    operator.queue(QUEUE, max_length=1, overflow="reject-publish")
    with operator.channel() as channel:
        channel.queue_bind(QUEUE, "hub.ports", QUEUE)
    full = port()

    def fill() -> None:
        for _ in range(9):
            full.send(consignment())

    with pytest.raises(PortUnavailable, match="full") as caught:
        fill()
    assert caught.value.retry_after == 1.0


def test_missing_queue_is_said(port: Make, operator: Operator) -> None:
    """A queue that was never made is named, with what to type."""
    operator.delete(QUEUE)
    with pytest.raises(PortUnavailable, match=f"{QUEUE}.*hub topology apply"):
        port().send(consignment())


def test_silent_broker_is_unavailable(port: Make, operator: Operator) -> None:
    """Not knowing is not having delivered."""
    with Proxy("127.0.0.1", BrokerAddress.parse(operator.url).port) as proxy:
        silent = port(at=proxy.port)
        silent.send(consignment())
        proxy.silence("down")
        with pytest.raises(PortUnavailable, match="did not say"):
            silent.send(consignment())
        with pytest.raises(PortUnavailable, match="confirmed nothing"):
            silent.send(consignment())


def test_lost_payload_is_the_stores_trouble(port: Make, tmp_path: Path, operator: Operator) -> None:
    """A payload that cannot be read is tried again, and is not the customer's fault."""
    known = Payload.of_bytes(b"x", "x")
    gone = Payload("x", 1, known.sha256, path=tmp_path / "gone")
    with pytest.raises(StoreUnavailable):
        port().send(consignment(payload=gone))
    assert operator.waiting(QUEUE) == 0


def test_slow_customer_gets_everything_in_order(
    port: Make, operator: Operator, tmp_path: Path
) -> None:
    """Twelve documents for a queue with room for three arrive once each, in order."""
    operator.delete(QUEUE)
    operator.queue(QUEUE, max_length=3, overflow="reject-publish")
    with operator.channel() as channel:
        channel.queue_bind(QUEUE, "hub.ports", QUEUE)
    clock = SystemClock()
    store = SqlStore.embedded(tmp_path, clock)
    contents = [b"%02d" % number for number in range(12)]
    stock = Stock(store, tmp_path)
    for content in contents:
        stock.claim(content)
    role = PortsRole(store.deliveries, Exits({"north.main": port()}, {}), clock, lambda _: None)
    role.start()
    arrived: list[bytes] = []
    stop = threading.Event()

    def customer() -> None:
        while len(arrived) < len(contents) and not stop.is_set():
            time.sleep(0.2)
            arrived.extend(body for _, body in operator.take(QUEUE))

    thread = threading.Thread(target=customer)
    thread.start()

    def through() -> bool:
        role.step()
        role.wait()
        return not thread.is_alive()

    try:
        wait_for(through)
    finally:
        stop.set()
        thread.join()
        role.stop()
        store.close()
    assert arrived == contents
