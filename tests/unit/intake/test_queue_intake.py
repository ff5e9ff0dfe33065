"""The way in over the broker: who sent what, and what is the same delivery."""

import hashlib
import re
from collections.abc import Iterator

import pytest

from hub.amqp.address import BrokerAddress
from hub.amqp.consumer import Consumer
from hub.amqp.topology import PARKED, Topology, intake_exchange, intake_queue
from hub.errors import Defect
from hub.intake import queue
from hub.intake.queue import QueueIntake
from hub.pipeline.party import Account
from hub.pipeline.protocols import Acceptance, Arrival
from tests.contract.consignments import consignment
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import Operator, prepare, wait_for

ACCOUNTS = tuple(Account(key, "mill", "queue", ("mill",)) for key in ("mill", "mill.two", "old"))
QUEUES = sorted({intake_queue(one.key) for one in ACCOUNTS})


class Hub:
    """A hub that knows the accounts ``mill`` and ``mill.two``."""

    def __init__(self, url: str) -> None:
        prepare(url, Topology.of(ACCOUNTS, ()), *QUEUES, PARKED)
        address = BrokerAddress.parse(url)
        self.operator = Operator(url)
        self.proxy = Proxy(address.hosts[0], address.port)
        near = BrokerAddress.parse(url.replace(f":{address.port}/", f":{self.proxy.port}/"))
        self.consumer = Consumer(near, "intake", QUEUES)
        self.strays: list[str] = []
        self.intake = QueueIntake(self.consumer, {"mill", "mill.two"}, self.strays.append)

    def send(self, account: str, *bodies: bytes, **properties: object) -> None:
        """Let an account publish."""
        with self.operator.channel() as channel:
            channel.confirm_delivery()
            for body in bodies:
                channel.basic_publish(
                    intake_exchange(account), "in.mill", body, self.operator.properties(properties)
                )

    def look(self, count: int) -> list[Arrival]:
        """Wait for so many arrivals, and return them."""
        found: list[Arrival] = []

        def enough() -> bool:
            found[:] = self.intake.arrivals(64)
            return len(found) >= count

        wait_for(enough)
        assert len(found) == count
        return found

    def take(self, arrivals: list[Arrival]) -> None:
        """Say that they are accepted."""
        self.intake.taken([(one, Acceptance("i", n)) for n, one in enumerate(arrivals)])

    def break_connection(self) -> None:
        """Break it; it comes back by itself."""
        self.proxy.cut()

    def close(self) -> None:
        """Close the connection."""
        self.intake.close()
        self.proxy.close()


@pytest.fixture
def hub(vhost: str) -> Iterator[Hub]:
    """A hub on a broker."""
    made = Hub(vhost)
    yield made
    made.close()


def digest(body: bytes) -> str:
    """The hash of a document."""
    return hashlib.sha256(body).hexdigest()


def test_exchange_is_the_sender(hub: Hub) -> None:
    """Whatever a message says of itself, it is from the account whose exchange it came by."""
    told = {"account": "mill", "CC": ["in.mill"], "exchange": "in.mill", "name": "a.xml"}
    hub.send("mill.two", b"<a/>", headers=told, app_id="mill", reply_to="mill", type="order")
    (arrival,) = hub.look(1)
    assert (arrival.account, arrival.tenant, arrival.channel) == ("mill.two", "main", "queue")
    assert (arrival.name, arrival.family) == ("a.xml", None)
    assert arrival.payload.content == b"<a/>"
    assert arrival.payload.media_type is None
    hub.take([arrival])
    assert hub.look(0) == []


def test_unknown_senders_are_parked(hub: Hub) -> None:
    """What is not from a configured account's exchange lies in hub.parked, and is told."""
    hub.send("old", b"old")
    hub.operator.put(intake_queue("mill"), b"direct")
    hub.send("mill", b"known")
    assert [one.payload.content for one in hub.look(1)] == [b"known"]
    wait_for(lambda: hub.operator.waiting(PARKED) == 2)
    assert sorted(hub.strays) == ["", "in.old"]
    assert {body for _, body in hub.operator.take(PARKED)} == {b"old", b"direct"}


def test_same_id_and_bytes_are_one_delivery(hub: Hub) -> None:
    """A sender that publishes again under its id is recognised; other bytes are another."""
    for body in (b"1", b"1", b"2"):
        hub.send("mill", body, message_id="A-1")
    keys = [one.key for one in hub.look(3)]
    assert keys == [f"id:A-1:{digest(body)}" for body in (b"1", b"1", b"2")]


@pytest.mark.parametrize("name", [None, "", "x" * 201, "a\x00b", "a\nb", b"\xff\xfe" * 101])
def test_without_a_usable_id_each_message_is_its_own(hub: Hub, name: str | bytes | None) -> None:
    """The same bytes twice are two deliveries, and the broker says that neither is a repeat."""
    hub.send("mill", b"1", b"1", message_id=name)
    first, second = hub.look(2)
    assert re.fullmatch(rf"sha:{digest(b'1')}:[0-9a-f-]{{36}}", first.key)
    assert first.key != second.key
    assert first.redelivery_of is second.redelivery_of is None
    assert (first.name + second.name).isprintable()


def test_long_ids_fit_their_column(hub: Hub) -> None:
    """The longest id that is used makes a key the store has room for."""
    hub.send("mill", b"1", message_id="ø" * 120)
    hub.send("mill", b"1", message_id="x" * 200)
    assert all(len(one.key) <= 300 for one in hub.look(2))


def test_waits_with_the_hub_while_the_store_is_away(hub: Hub) -> None:
    """What was not accepted is offered again, the same objects first, then what came since."""
    hub.send("mill", b"1", b"2")
    before = hub.look(2)
    hub.send("mill", b"3")
    after = hub.look(3)
    assert after[:2] == before
    assert after[0] is before[0]
    assert [one.redelivery_of for one in after] == [None] * 3
    hub.take(after[:2])
    assert hub.look(1) == after[2:]


def test_broken_connection_repeats_as_such(hub: Hub) -> None:
    """After the link broke, what comes again says what it is a repeat of; old ones are gone."""
    hub.send("mill", b"1")
    hub.send("mill", b"2", message_id="A-2")
    before = hub.look(2)
    hub.break_connection()
    wait_for(lambda: any(one not in before for one in hub.intake.arrivals(64)))
    after = hub.look(2)
    assert after[0].key != before[0].key
    assert before[0].key.startswith(after[0].redelivery_of or "?")
    assert (after[1].key, after[1].redelivery_of) == (before[1].key, None)
    hub.take(before)
    assert hub.look(2) == after
    hub.take(after)
    hub.intake.close()
    assert all(hub.operator.waiting(one) == 0 for one in QUEUES)


def test_large_documents_do_not_come_all_at_once(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is bounded in bytes; a document beyond that is a batch of its own."""
    monkeypatch.setattr(queue, "TOGETHER", 250)
    hub.send("mill", b"1" * 100, b"2" * 100, b"3" * 100, b"4" * 400)
    wait_for(lambda: hub.intake.arrivals(64) and len(hub.intake._offered) == 4)
    sizes = []
    while arrivals := hub.intake.arrivals(64):
        sizes.append([one.payload.size for one in arrivals])
        hub.take(arrivals)
    assert sizes == [[100, 100], [100], [400]]


def test_settling_while_something_has_come(hub: Hub) -> None:
    """The hub is not idle while messages are at hand that nobody looked at."""
    assert not hub.intake.settling()
    hub.send("mill", b"1")
    wait_for(hub.intake.settling)
    hub.take(hub.look(1))
    assert not hub.intake.settling()


def test_no_way_back(hub: Hub) -> None:
    """An answer never goes back on a queue: that would be a mistake of the hub."""
    with pytest.raises(Defect, match="no way back"):
        hub.intake.answer(consignment(kind="return"))
    hub.intake.flush()
