"""What a partner with a user of its own may do at the broker, and all that it may not.

One virtual host of a real node holds what the topology of three parties asks for; each test
signs in as one of them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    AMQPConnectionError,
    ChannelClosedByBroker,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

from hub.amqp.topology import Topology, intake_queue
from hub.config.credentials import Credential, broker_password
from hub.pipeline.party import Account, Port
from tools.servers import RabbitNode

VHOST = "permissions"
NAMES = ("shop", "shop-two", "town", "keyless")
SECONDS = 10.0

Deed = Callable[[BlockingChannel], object]


class Broker:
    """The virtual host, its users and what waits in its queues."""

    def __init__(self, node: RabbitNode) -> None:
        self.node = node
        self.passwords: dict[str, Credential] = {name: broker_password() for name in NAMES[:3]}
        accounts = [Account(name, name, "queue", (name,), self._settings(name)) for name in NAMES]
        ports = [
            Port("town.orders", "town", "queue"),
            Port("shop.answers", "shop", "queue"),
            Port("shop-two.answers", "shop-two", "queue"),
        ]
        self.topology = Topology.of(accounts, ports)
        node.add_vhost(VHOST)
        node.define(self.topology.definitions("3.10", VHOST))
        self._own = pika.BlockingConnection(pika.URLParameters(node.url(VHOST)))
        self.own = self._own.channel()
        self.own.confirm_delivery()

    def _settings(self, name: str) -> dict[str, str]:
        made = self.passwords.get(name)
        return {} if made is None else {"password_hash": made.kept}

    @contextmanager
    def as_user(self, name: str, vhost: str = VHOST) -> Iterator[BlockingChannel]:
        """A channel of a partner, with confirms."""
        parameters = pika.URLParameters(self.node.url(vhost))
        parameters.credentials = pika.PlainCredentials(name, self.passwords[name].secret)
        with pika.BlockingConnection(parameters) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            yield channel

    def waiting(self) -> dict[str, int]:
        """How many messages each queue holds, without the empty ones."""
        asked = (self.own.queue_declare(queue.name, passive=True) for queue in self.topology.queues)
        counts = {answer.method.queue: answer.method.message_count for answer in asked}
        return {name: count for name, count in counts.items() if count}

    def becomes(self, wanted: dict[str, int]) -> None:
        """Wait until the queues hold so many messages."""
        end = time.monotonic() + SECONDS
        while self.waiting() != wanted and time.monotonic() < end:
            time.sleep(0.02)
        assert self.waiting() == wanted

    def take(self, queue: str) -> tuple[str, pika.BasicProperties, bytes]:
        """The next message of a queue: its exchange, its properties and its body."""
        for method, properties, body in self.own.consume(queue, inactivity_timeout=SECONDS):
            assert method is not None, f"nothing came to {queue}"
            self.own.basic_ack(method.delivery_tag)
            self.own.cancel()
            return method.exchange, properties, body
        raise AssertionError

    def empty(self) -> None:
        """Forget what waits, and lead every account where it belongs."""
        for name in self.waiting():
            self.own.queue_purge(name)
        for binding in self.topology.bindings:
            self.own.queue_bind(binding.queue, binding.exchange, binding.routing_key)

    def close(self) -> None:
        """Sign out."""
        self._own.close()


@pytest.fixture(scope="module")
def the_broker(rabbitmq: RabbitNode) -> Iterator[Broker]:
    """The virtual host, made once."""
    broker = Broker(rabbitmq)
    yield broker
    broker.close()


@pytest.fixture
def broker(the_broker: Broker) -> Iterator[Broker]:
    """The virtual host with empty queues."""
    yield the_broker
    the_broker.empty()


def refused(broker: Broker, name: str, deed: Deed, code: int = 403) -> None:
    """Do something as a partner; the broker must refuse it, and nothing may have changed."""
    with broker.as_user(name) as channel, pytest.raises(ChannelClosedByBroker) as caught:
        deed(channel)
    assert caught.value.reply_code == code
    assert broker.waiting() == {}


def test_a_document_reaches_its_own_queue_only(broker: Broker) -> None:
    """What a supplier drops on its exchange is kept, and the exchange says who it was."""
    with broker.as_user("shop") as channel:
        channel.basic_publish("in.shop", "", b"<Catalogue/>", mandatory=True)
    assert broker.waiting() == {intake_queue("shop"): 1}
    exchange, _, body = broker.take(intake_queue("shop"))
    assert (exchange, body) == ("in.shop", b"<Catalogue/>")


@pytest.mark.parametrize(
    ("exchange", "key"),
    [
        ("in.shop-two", ""),
        ("in.town", ""),
        ("in.nobody", ""),
        ("", "hub.work.documents"),
        ("", "hub.intake.00"),
        ("", "out.town.orders"),
        ("hub.work", "documents"),
        ("hub.ports", "out.town.orders"),
        ("hub.dlx", "parked"),
        ("hub.unrouted", ""),
        ("amq.fanout", ""),
        ("amq.topic", "hub.work.documents"),
    ],
)
def test_a_supplier_writes_to_no_other_exchange(broker: Broker, exchange: str, key: str) -> None:
    """Another's exchange, the hub's own and the broker's default are closed to it."""
    refused(broker, "shop", lambda channel: channel.basic_publish(exchange, key, b"forged"))


DEEDS: dict[str, Deed] = {
    "make a queue": lambda c: c.queue_declare("in.shop"),
    "make a queue without a name": lambda c: c.queue_declare("", exclusive=True),
    "make its own port's queue": lambda c: c.queue_declare("out.shop.more", durable=True),
    "make an exchange": lambda c: c.exchange_declare("in.shop.more", "fanout"),
    "bind its queue to another's exchange": lambda c: c.queue_bind("out.shop.answers", "in.town"),
    "bind its queue to its exchange": lambda c: c.queue_bind("out.shop.answers", "in.shop"),
    "bind its queue to the hub's work": lambda c: c.queue_bind(
        "out.shop.answers", "hub.work", "documents"
    ),
    "bind another's queue to its exchange": lambda c: c.queue_bind("out.town.orders", "in.shop"),
    "bind exchanges": lambda c: c.exchange_bind("hub.work", "in.shop"),
    "unbind its exchange": lambda c: c.queue_unbind(intake_queue("shop"), "in.shop", ""),
    "empty another's queue": lambda c: c.queue_purge("out.town.orders"),
    "empty an intake queue": lambda c: c.queue_purge(intake_queue("shop")),
    "empty the parked": lambda c: c.queue_purge("hub.parked"),
    "delete its own queue": lambda c: c.queue_delete("out.shop.answers"),
    "delete its own exchange": lambda c: c.exchange_delete("in.shop"),
    "delete the hub's exchange": lambda c: c.exchange_delete("hub.work"),
    "fetch from another's queue": lambda c: c.basic_get("out.town.orders"),
    "fetch from a party of a like name": lambda c: c.basic_get("out.shop-two.answers"),
    "fetch from its own intake queue": lambda c: c.basic_get(intake_queue("shop")),
    "read another's queue": lambda c: c.basic_consume("out.town.orders", print),
    "read its own intake queue": lambda c: c.basic_consume(intake_queue("shop"), print),
    "read the work": lambda c: c.basic_consume("hub.work.documents", print),
    "read the parked": lambda c: c.basic_consume("hub.parked", print),
    "read what led nowhere": lambda c: c.basic_consume("hub.unrouted", print),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_supplier_cannot(broker: Broker, deed: str) -> None:
    """Making, binding, emptying, deleting and reading are refused, whatever the name."""
    refused(broker, "shop", DEEDS[deed])


def test_a_customer_reads_its_own_queue(broker: Broker) -> None:
    """What the hub put there is fetched by the party's user."""
    broker.own.basic_publish("hub.ports", "out.town.orders", b"<Order/>", mandatory=True)
    with broker.as_user("town") as channel:
        _, _, body = channel.basic_get("out.town.orders", auto_ack=True)
    assert body == b"<Order/>"


def test_a_customer_that_refuses_loses_nothing(broker: Broker) -> None:
    """What a customer throws back for good is parked for an operator."""
    broker.own.basic_publish("hub.ports", "out.town.orders", b"<Order/>", mandatory=True)
    with broker.as_user("town") as channel:
        method, _, _ = channel.basic_get("out.town.orders")
        channel.basic_reject(method.delivery_tag, requeue=False)
    broker.becomes({"hub.parked": 1})
    _, properties, body = broker.take("hub.parked")
    assert (properties.headers["x-death"][0]["reason"], body) == ("rejected", b"<Order/>")


def test_another_name_in_a_message_is_refused(broker: Broker) -> None:
    """A message that claims to be from another user is not taken."""
    properties = pika.BasicProperties(user_id="town")
    refused(
        broker,
        "shop",
        lambda channel: channel.basic_publish("in.shop", "", b"forged", properties),
        code=406,
    )


@pytest.mark.parametrize("header", ["CC", "BCC"])
def test_copies_arrive_nowhere(broker: Broker, header: str) -> None:
    """Headers that ask for copies to the hub's and to others' queues do nothing."""
    queues = [queue.name for queue in broker.topology.queues]
    keys = [*queues, "documents", "bulk", "parked", "in.town", "#", ""]
    properties = pika.BasicProperties(headers={header: keys})
    with broker.as_user("shop") as channel:
        channel.basic_publish("in.shop", "documents", b"<Catalogue/>", properties, mandatory=True)
    assert broker.waiting() == {intake_queue("shop"): 1}


def test_what_expires_is_parked(broker: Broker) -> None:
    """A document whose sender set a time to live does not vanish when it dies unread."""
    properties = pika.BasicProperties(expiration="1", delivery_mode=1)
    with broker.as_user("shop") as channel:
        channel.basic_publish("in.shop", "", b"<Catalogue/>", properties, mandatory=True)
    broker.becomes({"hub.parked": 1})
    _, properties, body = broker.take("hub.parked")
    [death] = properties.headers["x-death"]
    assert (death["reason"], death["exchange"], body) == ("expired", "in.shop", b"<Catalogue/>")


def test_no_key_leads_astray(broker: Broker) -> None:
    """Whatever routing key a supplier gives, the document comes to its intake queue."""
    keys = ("", "hub.work.documents", "parked", "out.town.orders", "#", "x" * 255)
    with broker.as_user("shop") as channel:
        for key in keys:
            channel.basic_publish("in.shop", key, b"<Catalogue/>", mandatory=True)
    assert broker.waiting() == {intake_queue("shop"): len(keys)}


def test_what_leads_nowhere_is_kept(broker: Broker) -> None:
    """An account whose binding an operator lost is confirmed, and its document is kept aside."""
    broker.own.queue_unbind(intake_queue("shop"), "in.shop", "")
    with broker.as_user("shop") as channel:
        channel.basic_publish("in.shop", "", b"<Catalogue/>", mandatory=True)
    assert broker.waiting() == {"hub.unrouted": 1}
    exchange, _, body = broker.take("hub.unrouted")
    assert (exchange, body) == ("in.shop", b"<Catalogue/>")


def test_a_forged_envelope_is_a_document(broker: Broker) -> None:
    """What looks like the hub's own message arrives as bytes of the account that sent it."""
    forged = b'{"tenant": "main", "account": "town", "interchange": "00000000"}'
    properties = pika.BasicProperties(
        type="hub.work",
        content_type="application/vnd.hub.envelope+json",
        app_id="hub",
        message_id="1",
        headers={"account": "town", "x-death": [{"queue": "hub.work.documents", "count": 99}]},
    )
    with broker.as_user("shop") as channel:
        channel.basic_publish("in.shop", "documents", forged, properties, mandatory=True)
    assert broker.waiting() == {intake_queue("shop"): 1}
    exchange, _, body = broker.take(intake_queue("shop"))
    assert (exchange, body) == ("in.shop", forged)


def test_a_user_enters_its_virtual_host_only(broker: Broker) -> None:
    """A partner of the hub is nobody elsewhere on the broker."""
    with pytest.raises(ProbableAccessDeniedError), broker.as_user("shop", vhost="/"):
        pass


def test_without_a_password_there_is_no_password(broker: Broker) -> None:
    """A user kept for a certificate cannot sign in with an empty password, nor another's."""
    for secret in ("", broker.passwords["shop"].secret):
        broker.passwords["keyless"] = Credential(secret, "")
        with pytest.raises(ProbableAuthenticationError), broker.as_user("keyless"):
            pass


def test_one_partner_cannot_use_up_the_connections(broker: Broker) -> None:
    """The twenty-first connection of a user is refused; another user's first is not."""
    links = [broker.as_user("shop") for _ in range(21)]
    opened = []
    try:
        for link in links[:20]:
            link.__enter__()
            opened.append(link)
        with pytest.raises(AMQPConnectionError):
            links[20].__enter__()
        with broker.as_user("town") as channel:
            assert channel.is_open
    finally:
        for link in opened:
            link.__exit__(None, None, None)
