"""Senders and receivers keep the ledger right by themselves, with no hub between them."""

import http.client
import threading
import time
from pathlib import Path

import pika
import pytest

from tests.proof.ledger import Ledger, read
from tests.proof.proxy import Proxy
from tests.proof.receivers import FolderReceiver, HttpReceiver, QueueReceiver
from tests.proof.senders import FolderSender, QueueSender
from tests.proof.shipment import Shipment
from tests.proof.town import Town
from tests.proof.verdict import judge
from tools.servers import RabbitNode
from tools.servers.process import free_port, wait_until

GO_ON = threading.Event()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """One supplier, one customer."""
    return Town(tmp_path, ["queue"], ["queue"])


def shipments(town: Town, count: int) -> list[Shipment]:
    """Documents from the one to the other."""
    (supplier,), (customer,) = town.suppliers, town.customers
    return [town.shipment(f"{supplier.key}-{n}", supplier, customer) for n in range(1, count + 1)]


def test_queue_without_a_hub(town: Town, vhost: str, rabbitmq: RabbitNode) -> None:
    """Through cut connections, whatever was confirmed arrives, in order, maybe more than once."""
    port = "town0.documents"
    with pika.BlockingConnection(pika.URLParameters(vhost)) as connection:
        channel = connection.channel()
        channel.exchange_declare("in.mill0", "fanout", durable=True)
        channel.queue_declare(f"out.{port}", durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(f"out.{port}", "in.mill0")
    with (
        Proxy("127.0.0.1", rabbitmq.port) as proxy,
        Ledger(town.folder / "ledger") as ledger,
    ):
        through = vhost.replace(f":{rabbitmq.port}/", f":{proxy.port}/")
        sender = QueueSender(through, "mill0", ledger)
        receiver = QueueReceiver(through, port, ledger, prefetch=5).start()
        for number, shipment in enumerate(shipments(town, 60)):
            sender.send(shipment, GO_ON)
            if number % 15 == 14:
                proxy.cut()
            if number % 15 == 7:
                proxy.truncate(2000, "up")
        assert wait_until(lambda: not ledger.awaited(), 20)
        sender.close()
        receiver.stop()
        verdict = judge(read(ledger.path))
    assert verdict.good, verdict
    assert (verdict.accepted, verdict.delivered) == (60, 60)


def test_folder_without_a_hub(town: Town) -> None:
    """What is moved from one folder to another arrives, each at its first sight."""
    inbox, outbox = town.folder / "in", town.folder / "out"
    outbox.mkdir()
    moved = threading.Event()

    def move() -> None:
        while not moved.is_set():
            for path in sorted(inbox.glob("*.xml"), key=lambda one: one.stat().st_mtime_ns):
                path.rename(outbox / path.name)

    with Ledger(town.folder / "ledger") as ledger:
        receiver = FolderReceiver(outbox, "town0.documents", ledger).start()
        mover = threading.Thread(target=move)
        mover.start()
        sender = FolderSender(inbox, "mill0", ledger)
        for shipment in shipments(town, 50):
            sender.send(shipment, GO_ON)
        sender.settle(GO_ON)
        assert wait_until(lambda: not ledger.awaited(), 20)
        moved.set()
        mover.join()
        receiver.stop()
        verdict = judge(read(ledger.path))
    assert verdict.good, verdict
    assert (verdict.accepted, verdict.delivered) == (50, 50)


def post(number: int, shipment: Shipment) -> int:
    """Post a document and return the status of the answer."""
    link = http.client.HTTPConnection("127.0.0.1", number, timeout=0.5)
    headers = {"Idempotency-Key": f"id of {shipment.document}", "Hub-Number": "1"}
    try:
        link.request("POST", "/", shipment.contents, headers)
        return link.getresponse().status
    finally:
        link.close()


def test_http_without_a_hub(town: Town) -> None:
    """A post is written down before it is answered; a mute customer writes nothing down."""
    (shipment,) = shipments(town, 1)
    number = free_port()
    with Ledger(town.folder / "ledger") as ledger:
        receiver = HttpReceiver(number, shipment.port, ledger).start()
        assert post(number, shipment) == 200
        receiver.forgetful = 1.0
        with pytest.raises(http.client.RemoteDisconnected):
            post(number, shipment)
        receiver.mute.set()
        with pytest.raises(TimeoutError):
            post(number, shipment)
        receiver.mute.clear()
        time.sleep(0.2)
        receiver.stop()
        arrived = read(ledger.path)
    assert [one.document for one in arrived] == [shipment.document] * 2  # type: ignore[union-attr]
    assert {one.id for one in arrived} == {f"id of {shipment.document}"}  # type: ignore[union-attr]
