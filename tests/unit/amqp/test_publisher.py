"""Publishing to a real broker, on good days and bad ones."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hub.amqp.address import BrokerAddress
from hub.amqp.publisher import Fate, Publication, Publisher
from hub.errors import BrokerUnavailable, Defect
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import Notes, Operator, wait_for
from tools.servers import RabbitNode

KEPT, REFUSED, RETURNED, UNKNOWN = Fate.KEPT, Fate.REFUSED, Fate.RETURNED, Fate.UNKNOWN


def to(queue: str, *numbers: int, exchange: str = "") -> list[Publication]:
    """Messages for a queue, numbered."""
    return [Publication(exchange, queue, str(n).encode(), str(n)) for n in numbers]


@pytest.fixture
def publisher(address: BrokerAddress, notes: Notes) -> Iterator[Publisher]:
    """A publisher that gives up after two seconds."""
    made = Publisher(address, "test", deadline=2.0, watch=notes)
    yield made
    made.close()


def test_everything_arrives_as_sent(publisher: Publisher, operator: Operator) -> None:
    """Body, id, type, content type and headers arrive, and the message is on disk."""
    operator.queue("q")
    headers: dict[str, str | int] = {"lane": "møller", "number": 1 << 40}
    one = Publication("", "q", b"\x00body", "id-1", "order", "application/xml", headers)
    assert publisher.publish([one, *to("q", 2)]) == [KEPT, KEPT]
    (properties, body), (plain, _) = operator.take("q")
    assert body == b"\x00body"
    assert (properties.message_id, properties.type) == ("id-1", "order")
    assert properties.content_type == "application/xml"
    assert headers.items() <= properties.headers.items()
    assert properties.delivery_mode == plain.delivery_mode == 2
    assert plain.type is plain.content_type is None


def test_nothing_to_publish(publisher: Publisher) -> None:
    """No messages have no fates."""
    assert publisher.publish([]) == []


def test_large_bodies_go_through(publisher: Publisher, operator: Operator) -> None:
    """More bytes than may be on their way at once arrive in order."""
    operator.queue("q")
    bodies = [bytes([n]) * (9 << 20) for n in range(5)]
    fates = publisher.publish([Publication("", "q", body, body[:1].hex()) for body in bodies])
    assert fates == [KEPT] * 5
    assert [body for _, body in operator.take("q")] == bodies


def test_fates_are_in_order(publisher: Publisher, operator: Operator, notes: Notes) -> None:
    """A message without a queue is returned; its neighbours of any number are kept in order."""
    operator.queue("q")
    mixed = [*to("q", *range(700)), *to("missing", 700), *to("q", 701)]
    fates = publisher.publish(mixed)
    assert fates == [KEPT] * 700 + [RETURNED, KEPT]
    assert [body for _, body in operator.take("q")] == [m.body for m in [*mixed[:700], mixed[701]]]
    assert notes.fates == {"kept": 701, "returned": 1}


def test_one_id_for_two_queues(publisher: Publisher, operator: Operator) -> None:
    """A returned message is not confused with another of the same id."""
    operator.queue("q")
    assert publisher.publish([*to("q", 1), *to("missing", 1), *to("q", 1)]) == [
        KEPT,
        RETURNED,
        KEPT,
    ]


def test_full_queue_refuses(publisher: Publisher, operator: Operator) -> None:
    """A full queue that takes no more is a refusal, not a loss."""
    operator.queue("q", max_length=2, overflow="reject-publish")
    fates = [publisher.publish(to("q", n))[0] for n in range(8)]
    assert fates[:2] == [KEPT, KEPT]
    assert fates[-1] is REFUSED
    assert len(operator.take("q")) == fates.count(KEPT)


def test_missing_exchange_ends_one_channel(
    publisher: Publisher, operator: Operator, notes: Notes
) -> None:
    """A missing exchange leaves the call unknown, says so, and the next call goes through."""
    operator.queue("q")
    fates = publisher.publish([*to("q", 1), *to("q", 2, exchange="missing"), *to("q", 3)])
    assert fates[1:] == [UNKNOWN, UNKNOWN]
    assert publisher.trouble is not None
    assert "404" in publisher.trouble
    assert "missing" in publisher.trouble
    assert publisher.publish(to("q", 4)) == [KEPT]
    assert publisher.trouble is None
    assert notes.count("test lost") == 1
    assert notes.count("test connected") == 2


@pytest.mark.parametrize(
    "one",
    [
        Publication("", "q" * 256, b"", "1"),
        Publication("", "q", b"", "ø" * 128),
        Publication("", "q", b"", "1", type="t" * 256),
        Publication("", "q", b"", "1", headers={"k" * 256: 1}),
        Publication("", "q", b"", "1", headers={"name": "\udc80"}),
    ],
)
def test_impossible_messages_stop_here(publisher: Publisher, one: Publication) -> None:
    """What AMQP cannot carry is a defect of the caller and does not touch the connection."""
    with pytest.raises(Defect):
        publisher.publish([one])
    wait_for(lambda: publisher.connected)


def test_many_threads(publisher: Publisher, operator: Operator) -> None:
    """Callers do not mix up their fates, and each keeps its own order."""
    operator.queue("q")
    fates: dict[int, list[Fate]] = {}

    def run(number: int) -> None:
        fates[number] = []
        for n in range(0, 60, 3):
            base = number * 1000 + n
            batch = [*to("q", base), *to("missing", base + 1), *to("q", base + 2)]
            fates[number] += publisher.publish(batch)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each == [KEPT, RETURNED, KEPT] * 20 for each in fates.values())
    arrived = [int(body) for _, body in operator.take("q")]
    for number in range(6):
        own = [n for n in arrived if n // 1000 == number]
        assert own == sorted(own)
        assert len(own) == 40


def test_wrong_password_is_said_at_once(address: BrokerAddress, notes: Notes) -> None:
    """A refused login says what to do, not what the password was, and is not tried at speed."""
    stale = BrokerAddress.parse(f"amqp://hub:s3cret@{address.hosts[0]}:{address.port}")
    wrong = Publisher(stale, "test", watch=notes)
    try:
        with pytest.raises(BrokerUnavailable, match=r"login of user 'hub'.*HUB_BROKER_URL") as one:
            wrong.publish(to("q", 1))
        with pytest.raises(BrokerUnavailable, match="refused"):
            wrong.publish(to("q", 1))
        assert not wrong.connected
    finally:
        wrong.close()
    assert notes.count("test lost") == len(notes.lines) == 1
    assert "s3cret" not in str(one.value) + "".join(notes.lines)


def test_missing_virtual_host_is_said(address: BrokerAddress) -> None:
    """A virtual host that is not there is named."""
    wrong = Publisher(replace(address, vhost="nowhere"), "test")
    with pytest.raises(BrokerUnavailable, match="virtual host 'nowhere'"):
        wrong.publish(to("q", 1))
    wrong.close()


def test_no_broker(address: BrokerAddress) -> None:
    """Where nothing answers, publishing gives up after its deadline and says so."""
    nobody = Publisher(replace(address, port=1), "test", deadline=0.3)
    with pytest.raises(BrokerUnavailable, match="is the broker running"):
        nobody.publish(to("q", 1))
    nobody.close()
    with pytest.raises(BrokerUnavailable, match="closed"):
        nobody.publish(to("q", 1))


def test_other_host_is_tried(address: BrokerAddress, operator: Operator) -> None:
    """Of several hosts, one that answers is found."""
    operator.queue("q")
    hosts = ("no-such-host.invalid", *address.hosts)
    several = Publisher(replace(address, hosts=hosts), "test")
    assert several.publish(to("q", 1)) == [KEPT]
    several.close()


def test_silence_is_unknown_and_passes(
    address: BrokerAddress, operator: Operator, notes: Notes
) -> None:
    """A broker that falls silent leaves fates unknown at the deadline; later it goes on."""
    operator.queue("q")
    with Proxy(address.hosts[0], address.port) as proxy:
        near = replace(address, hosts=("127.0.0.1",), port=proxy.port)
        publisher = Publisher(near, "test", deadline=0.5, watch=notes)
        assert publisher.publish(to("q", 1)) == [KEPT]
        proxy.silence("down")
        assert publisher.publish(to("q", 2)) == [UNKNOWN]
        wait_for(lambda: notes.count("test lost"))
        proxy.heal()
        wait_for(lambda: publisher.connected and notes.count("test connected") == 2)
        assert publisher.publish(to("q", 3)) == [KEPT]
        publisher.close()
    assert notes.count("test lost") == 1
    assert "confirmed nothing for 0.5 s" in notes.lines[1]
    assert [body for _, body in operator.take("q")] == [b"1", b"2", b"3"]


def test_frozen_broker_comes_back(
    rabbitmq: RabbitNode, publisher: Publisher, operator: Operator, notes: Notes
) -> None:
    """A hung broker leaves fates unknown, then calls give up; after it wakes all is well."""
    operator.queue("q")
    assert publisher.publish(to("q", 1)) == [KEPT]
    rabbitmq.freeze()
    try:
        assert publisher.publish(to("q", 2)) == [UNKNOWN]
        with pytest.raises(BrokerUnavailable):
            publisher.publish(to("q", 3))
    finally:
        rabbitmq.thaw()
    wait_for(lambda: publisher.connected)
    assert publisher.publish(to("q", 4)) == [KEPT]
    assert notes.count("test connected") == 2


def test_alarm_blocks_and_passes(
    rabbitmq: RabbitNode, publisher: Publisher, operator: Operator, notes: Notes
) -> None:
    """While the broker is out of memory nothing is cut, callers are told, and then it goes on."""
    operator.queue("q")
    publisher.publish(to("q", 1))
    rabbitmq.ctl("set_vm_memory_high_watermark", "0.00001")
    try:
        fates = publisher.publish(to("q", 2))
        with pytest.raises(BrokerUnavailable, match="alarm"):
            publisher.publish(to("q", 3))
    finally:
        rabbitmq.ctl("set_vm_memory_high_watermark", "absolute", "800MiB")
    assert fates == [UNKNOWN]
    assert publisher.publish(to("q", 4)) == [KEPT]
    assert notes.lines == ["test connected", "test blocked"]


def test_killed_broker_loses_nothing_kept(
    rabbitmq: RabbitNode, publisher: Publisher, operator: Operator
) -> None:
    """Whatever was kept is there after the broker was killed under load, in order."""
    operator.queue("q")
    kept: list[int] = []
    tried = Counter[Fate]()
    stop = threading.Event()

    def run() -> None:
        number = 0
        while not stop.is_set():
            batch = range(number, number + 50)
            number += 50
            try:
                fates = publisher.publish(to("q", *batch))
            except BrokerUnavailable:
                stop.wait(0.1)
                continue
            tried.update(fates)
            kept.extend(n for n, fate in zip(batch, fates, strict=True) if fate is KEPT)

    thread = threading.Thread(target=run)
    thread.start()
    # A broker killed within half a second of making a queue has not written its name down yet,
    # and starts with an empty one.
    time.sleep(2)
    rabbitmq.kill()
    rabbitmq.start()
    before = len(kept)
    wait_for(lambda: len(kept) > before + 500)
    stop.set()
    thread.join()
    arrived = [int(body) for _, body in operator.take("q")]
    assert set(kept) <= set(arrived)
    assert arrived == sorted(arrived)
    assert set(tried) <= {KEPT, UNKNOWN}
