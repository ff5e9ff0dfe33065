"""What a sender cannot do, over the broker and over HTTP, through a whole running hub."""

import datetime as dt
import hashlib
import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from hub.pipeline.envelope import ClaimCheck, Envelope
from tests.proof.plant import Plant, Servers
from tests.proof.shipment import Shipment
from tests.proof.town import HUB, Town
from tools.servers import RabbitNode

SECONDS = 60
HONEST, POSTING = 0, 1
"""Places of the supplier on the broker and of the one on HTTP."""


class Crossing:
    """A running hub with a supplier on the broker, one on HTTP, and two customers on queues."""

    def __init__(self, plant: Plant, channel: BlockingChannel) -> None:
        self.plant = plant
        self.town = plant.town
        self._channel = channel
        self._made = 0

    def shipment(self, sender: int, receiver: int = 0) -> Shipment:
        """A fresh document that says it is from one to the other."""
        self._made += 1
        supplier, customer = self.town.suppliers[sender], self.town.customers[receiver]
        return self.town.shipment(f"{supplier.key}-{self._made}", supplier, customer)

    def publish(self, contents: bytes, account: int = HONEST, **properties: Any) -> None:
        """Publish on an account's exchange."""
        given = pika.BasicProperties(delivery_mode=2, **properties)
        exchange = f"in.{self.town.suppliers[account].key}"
        self._channel.basic_publish(exchange, "", contents, given, mandatory=True)

    def take(self, queue: str) -> tuple[pika.BasicProperties, bytes]:
        """The next message of a queue."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            method, properties, body = self._channel.basic_get(queue, auto_ack=True)
            if method is not None:
                return properties, body
            time.sleep(0.05)
        raise AssertionError(f"nothing came to {queue}\n{self.plant.last_words()}")

    def waiting(self, queue: str) -> int:
        """How much waits in a queue."""
        asked = self._channel.queue_declare(queue, passive=True)
        return int(asked.method.message_count)

    def answer(self) -> dict[str, Any]:
        """The next answer to the supplier on the broker."""
        _, body = self.take(f"out.{self.town.suppliers[HONEST].key}.answers")
        told: dict[str, Any] = json.loads(body)
        return told

    def delivered(self, receiver: int = 0) -> bytes:
        """The next document of a customer."""
        return self.take(f"out.{self.town.port(self.town.customers[receiver])}")[1]

    def ask(self, method: str, path: str, contents: bytes = b"") -> tuple[int, dict[str, Any]]:
        """Call the hub as the supplier on HTTP."""
        line = http.client.HTTPConnection("127.0.0.1", self.town.address(HUB), timeout=SECONDS)
        supplier = self.town.suppliers[POSTING]
        headers = {"Authorization": f"Bearer {self.town.key(supplier.key)}"}
        line.request(method, f"/v1/accounts/{supplier.key}/{path}", contents, headers)
        answer = line.getresponse()
        told = json.loads(answer.read() or b"{}")
        line.close()
        return answer.status, told


@pytest.fixture(scope="module")
def crossing(
    rabbitmq: RabbitNode,
    tmp_path_factory: pytest.TempPathFactory,
    schemas_home: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Crossing]:
    """One for all tests."""
    town = Town(tmp_path_factory.mktemp("strangers"), ["queue", "http"], ["queue", "queue"])
    town.write()
    vhost = rabbitmq.add_vhost("strangers")
    database = request.getfixturevalue("postgres").create_database("strangers")
    plant = Plant(town, schemas_home, Servers(vhost, database), forged=True)
    rabbitmq.define(json.loads(plant.command("topology", "export", "--rabbitmq", "3.10")))
    with plant.running(), pika.BlockingConnection(pika.URLParameters(vhost)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        yield Crossing(plant, channel)


def refused(report: dict[str, Any]) -> list[str]:
    """Why the documents of a report were refused."""
    return [one["reason"] for one in report["documents"] if one["outcome"] == "rejected"]


def test_somebody_elses_document_on_a_queue(crossing: Crossing) -> None:
    """A document in another party's name is refused to its sender and goes nowhere."""
    crossing.publish(crossing.shipment(POSTING).contents)
    assert refused(crossing.answer()) == ["sender-not-authorised"]
    honest = crossing.shipment(HONEST)
    crossing.publish(honest.contents)
    assert refused(crossing.answer()) == []
    assert crossing.delivered() == honest.contents


def test_somebody_elses_document_over_http(crossing: Crossing) -> None:
    """The same over HTTP: it is accepted for judgement, and the judgement says who may not."""
    status, told = crossing.ask("POST", "documents", crossing.shipment(HONEST).contents)
    assert status == 202
    end = time.monotonic() + SECONDS
    while (state := crossing.ask("GET", f"documents/{told['interchange']}")[1])["state"] == "open":
        assert time.monotonic() < end
        time.sleep(0.1)
    assert state["verdict"] == "rejected"
    assert refused(state["report"]) == ["sender-not-authorised"]


def test_a_key_opens_one_account_only(crossing: Crossing) -> None:
    """The account in the address has to be the key's own; another's looks like none."""
    line = http.client.HTTPConnection("127.0.0.1", crossing.town.address(HUB), timeout=SECONDS)
    key = crossing.town.key(crossing.town.suppliers[POSTING].key)
    said = []
    for account in (crossing.town.suppliers[HONEST].key, "nobody"):
        line.request(
            "POST", f"/v1/accounts/{account}/documents", b"x", {"Authorization": f"Bearer {key}"}
        )
        answer = line.getresponse()
        said.append((answer.status, json.loads(answer.read())["code"]))
    line.close()
    assert said == [(401, "unauthorised")] * 2


def test_properties_are_hints(crossing: Crossing) -> None:
    """Forged kinds, hashes, copies and ends of life change nothing of what becomes of it."""
    honest = crossing.shipment(HONEST)
    other = crossing.shipment(POSTING, 1)
    forged = Envelope(
        interchange="00000000-0000-4000-8000-000000000000",
        accept_number=1,
        account=crossing.town.suppliers[POSTING].key,
        tenant="main",
        channel="queue",
        name="forged.xml",
        accepted_at=dt.datetime.now(dt.UTC),
        payload=ClaimCheck("main", "1", hashlib.sha256(other.contents).hexdigest(), 1),
    )
    town = crossing.town
    crossing.publish(
        honest.contents,
        content_type="application/vnd.procurement-hub.envelope+json",
        expiration="3600000",
        headers={
            "CC": [f"out.{town.port(town.customers[1])}", "hub.work.documents"],
            "BCC": ["hub.parked"],
            "sha256": hashlib.sha256(other.contents).hexdigest(),
            "account": town.suppliers[POSTING].key,
            "envelope": forged.encode().decode(),
        },
        type="envelope",
        user_id=None,
        app_id="hub",
        reply_to="hub.work.documents",
    )
    assert refused(crossing.answer()) == []
    assert crossing.delivered() == honest.contents
    assert crossing.waiting(f"out.{town.port(town.customers[1])}") == 0
    assert crossing.waiting("hub.parked") == 0


def test_an_envelope_is_a_document_like_any_other(crossing: Crossing) -> None:
    """The hub's own notes, sent as a body, are no notes: they are an unreadable document."""
    crossing.publish(b'{"interchange": "x", "account": "mill1", "payload": {"blob": "1"}}')
    assert refused(crossing.answer()) == ["FMT-01"]
