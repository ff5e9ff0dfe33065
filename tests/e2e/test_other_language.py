"""A partner whose program is not written in Python: Node with amqplib (``tests/node``)."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from hub.amqp.topology import PORTS, Topology, intake_queue
from hub.config.credentials import broker_password
from hub.pipeline.party import Account, Port
from tests.proof.plant import Plant, Servers
from tests.proof.town import Town
from tools import software
from tools.installation import NODE_MODULES
from tools.servers import RabbitNode

PROGRAM = Path(__file__).parents[1] / "node" / "partner.js"
SECONDS = 60


class Partner:
    """The program in Node, signed in as one account."""

    def __init__(self, address: str) -> None:
        self._address = address

    def send(self, exchange: str, *files: Path) -> list[dict[str, Any]]:
        """Publish files with confirms; what the program printed about each."""
        return self._run("send", exchange, *files)

    def receive(self, queue: str, count: int, folder: Path) -> list[dict[str, Any]]:
        """Take so many documents from a queue; what the program printed about each."""
        return self._run("receive", queue, count, folder)

    def _run(self, command: str, *words: object) -> list[dict[str, Any]]:
        node = software.node()
        assert node is not None, "there is no Node; type: tools/setup node"
        done = subprocess.run(
            [node, PROGRAM, command, self._address, *map(str, words)],
            env={**os.environ, "NODE_PATH": str(NODE_MODULES)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.stderr == ""
        return [json.loads(line) for line in done.stdout.splitlines()]


class Place:
    """A virtual host with a supplier's exchange and a customer's queue."""

    def __init__(self, node: RabbitNode, address: str) -> None:
        self._address = urlsplit(address)
        # Users belong to the whole node: each test has its own.
        mark = self._address.path.strip("/")
        self.supplier, self.customer = f"supplier-{mark}", f"customer-{mark}"
        self.queue = f"out.{self.customer}.orders"
        self._passwords = {name: broker_password() for name in (self.supplier, self.customer)}
        accounts = [
            Account(name, name, "queue", (name,), {"password_hash": made.kept})
            for name, made in self._passwords.items()
        ]
        ports = [Port(f"{self.customer}.orders", self.customer, "queue")]
        node.define(Topology.of(accounts, ports).definitions("3.10", mark))

    def partner(self, account: str) -> Partner:
        """The program as it runs at a partner."""
        place = f"{self._address.hostname}:{self._address.port}{self._address.path}"
        return Partner(f"amqp://{account}:{self._passwords[account].secret}@{place}")


@pytest.fixture
def place(rabbitmq: RabbitNode, vhost: str) -> Place:
    """A fresh virtual host with both partners."""
    return Place(rabbitmq, vhost)


@pytest.fixture
def channel(vhost: str) -> Iterator[BlockingChannel]:
    """The hub's own way into it."""
    with pika.BlockingConnection(pika.URLParameters(vhost)) as connection:
        opened = connection.channel()
        opened.confirm_delivery()
        yield opened


def test_what_was_confirmed_waits_for_the_hub(
    place: Place, channel: BlockingChannel, tmp_path: Path
) -> None:
    """Documents published with confirms lie in the account's intake queue, whole and in order."""
    files = [tmp_path / f"{number}.xml" for number in range(3)]
    for file in files:
        file.write_text(f"<Order>{file.stem} blåbærgrød</Order>", encoding="utf-8")
    said = place.partner(place.supplier).send(f"in.{place.supplier}", *files)
    assert [line["sent"] for line in said] == ["0.xml", "1.xml", "2.xml"]
    came = channel.consume(intake_queue(place.supplier), auto_ack=True, inactivity_timeout=SECONDS)
    for file, line, (method, properties, body) in zip(files, said, came, strict=False):
        assert method.exchange == f"in.{place.supplier}"
        assert (properties.message_id, properties.delivery_mode) == (line["messageId"], 2)
        assert body == file.read_bytes()


def test_another_account_is_closed_to_it(place: Place, tmp_path: Path) -> None:
    """Publishing as somebody else is refused by the broker, and the program hears so."""
    file = tmp_path / "forged.xml"
    file.write_bytes(b"<Order/>")
    (said,) = place.partner(place.supplier).send(f"in.{place.customer}", file)
    assert said["code"] == 403


def test_what_was_acknowledged_is_gone(
    place: Place, channel: BlockingChannel, tmp_path: Path
) -> None:
    """A customer takes its documents one by one with their ids; none is given twice."""
    for number in range(3):
        properties = pika.BasicProperties(message_id=f"document-{number}", type="order")
        channel.basic_publish(PORTS, place.queue, b"<Order/>", properties, mandatory=True)
    said = place.partner(place.customer).receive(place.queue, 2, tmp_path)
    assert [line["messageId"] for line in said] == ["document-0", "document-1"]
    assert (tmp_path / "document-1.xml").read_bytes() == b"<Order/>"
    method, properties, _ = channel.basic_get(place.queue, auto_ack=True)
    assert method is not None
    assert properties.message_id == "document-2"
    assert channel.basic_get(place.queue)[0] is None


def with_password(town: Town, party: str) -> str:
    """Give a party a user at the broker, in its configuration; returns the password."""
    made = broker_password()
    path = town.config / "parties" / f"{party}.toml"
    account = '[[account]]\nkind = "queue"\n'
    text = path.read_text(encoding="utf-8")
    if account not in text:  # a customer sends nothing, but it signs in
        text += account
    text = text.replace(account, f'{account}password_hash = "{made.kept}"\n')
    path.write_text(text, encoding="utf-8")
    return made.secret


def test_it_sends_and_receives_through_the_hub(
    rabbitmq: RabbitNode, vhost: str, database: str, schemas_home: Path, tmp_path: Path
) -> None:
    """From a supplier in Node to a customer in Node, by way of the hub on both servers."""
    town = Town(tmp_path, ["queue"], ["queue"])
    (supplier,), (customer,) = town.suppliers, town.customers
    town.write()
    passwords = {party.key: with_password(town, party.key) for party in (supplier, customer)}
    address = urlsplit(vhost)
    place = f"{address.hostname}:{address.port}{address.path}"
    partners = {name: Partner(f"amqp://{name}:{word}@{place}") for name, word in passwords.items()}
    sent = {}
    for number in range(3):
        shipment = town.shipment(f"N-{number}", supplier, customer)
        sent[f"N-{number}"] = shipment.contents
        (tmp_path / f"N-{number}.xml").write_bytes(shipment.contents)
    plant = Plant(town, schemas_home, Servers(vhost, database), forged=True)
    exported = json.loads(plant.command("topology", "export", "--rabbitmq", "3.10"))
    rabbitmq.define(exported)
    with plant.running():
        partners[supplier.key].send(f"in.{supplier.key}", *(tmp_path / f"{n}.xml" for n in sent))
        queue = f"out.{town.port(customer)}"
        came = partners[customer.key].receive(queue, len(sent), tmp_path)
        answers = partners[supplier.key].receive(f"out.{supplier.key}.answers", 3, tmp_path)
    contents = [(tmp_path / f"{line['messageId']}.xml").read_bytes() for line in came]
    assert contents == list(sent.values())
    assert [line["headers"]["number"] for line in came] == [1, 2, 3]
    assert {line["messageId"] for line in came}.isdisjoint(line["messageId"] for line in answers)
