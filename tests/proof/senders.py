"""Suppliers: they offer documents until somebody has promised to keep them."""

import http.client
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError, NackError, UnroutableError

from tests.proof.ledger import Ledger
from tests.proof.shipment import Shipment

__all__ = ["FolderSender", "HttpSender", "QueueSender", "Sender"]

PAUSE = 0.2
"""Seconds until a refused or unanswered document is offered again."""


class Sender(Protocol):
    """One supplier. ``account`` is the way in that it uses."""

    account: str

    def send(self, shipment: Shipment, stop: threading.Event) -> None:
        """Offer a document until it is accepted, or until told to stop."""

    def settle(self, stop: threading.Event) -> None:
        """Wait until everything that was handed over is accepted, or until told to stop."""

    def rest(self, seconds: float) -> None:
        """Wait before the next one."""

    def close(self) -> None:
        """Go away."""


class QueueSender:
    """Publishes to the account's exchange and waits for each confirmation.

    One document after the other, so that what was accepted first is beyond doubt. Without a
    confirmation the same message goes out again under the same id.
    """

    def __init__(self, address: str, account: str, ledger: Ledger) -> None:
        self.account = account
        self._parameters = pika.URLParameters(address)
        self._parameters.heartbeat = 5
        self._parameters.socket_timeout = 5
        self._parameters.stack_timeout = 10
        self._parameters.blocked_connection_timeout = 30
        self._ledger = ledger
        self._connection: pika.BlockingConnection | None = None
        self._channel: BlockingChannel | None = None

    def send(self, shipment: Shipment, stop: threading.Event) -> None:
        """Publish until the broker confirms."""
        properties = pika.BasicProperties(
            message_id=shipment.document, content_type="application/xml", delivery_mode=2
        )
        while not stop.is_set():
            self._ledger.offered(shipment.document, shipment.lane, shipment.port, shipment.contents)
            try:
                self._ready().basic_publish(
                    f"in.{self.account}", "", shipment.contents, properties, mandatory=True
                )
            except (NackError, UnroutableError):
                stop.wait(PAUSE)
            except AMQPError:
                self.close()
                stop.wait(PAUSE)
            else:
                self._ledger.accepted(shipment.document)
                return

    def settle(self, stop: threading.Event) -> None:
        """Nothing is left open: each was confirmed before the next."""

    def rest(self, seconds: float) -> None:
        """Wait, and let the connection live meanwhile."""
        if self._connection is None:
            time.sleep(seconds)
            return
        try:
            self._connection.sleep(seconds)
        except AMQPError:
            self.close()

    def close(self) -> None:
        """Drop the connection."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None and connection.is_open:
            with suppress(AMQPError):
                connection.close()

    def _ready(self) -> BlockingChannel:
        if self._channel is None or not self._channel.is_open:
            self.close()
            self._connection = pika.BlockingConnection(self._parameters)
            self._channel = self._connection.channel()
            self._channel.confirm_delivery()
        return self._channel


class FolderSender:
    """Drops files into the account's folder; a file that is gone from there is accepted.

    Several may lie there at a time.
    """

    def __init__(self, folder: Path, account: str, ledger: Ledger, *, at_once: int = 1) -> None:
        self.account = account
        self._folder = folder
        self._ledger = ledger
        self._at_once = at_once
        self._lying: dict[Path, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, shipment: Shipment, stop: threading.Event) -> None:
        """Drop a file, and wait while too many lie there."""
        self._ledger.offered(shipment.document, shipment.lane, shipment.port, shipment.contents)
        hidden = self._folder / f".{shipment.document}.part"
        hidden.write_bytes(shipment.contents)
        path = hidden.rename(self._folder / f"{shipment.document}.xml")
        self._lying[path] = shipment.document
        self._look(stop, self._at_once)

    def settle(self, stop: threading.Event) -> None:
        """Wait until nothing lies there any more."""
        self._look(stop, 1)

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Nothing is open."""

    def _look(self, stop: threading.Event, enough: int) -> None:
        while True:
            for path in [one for one in self._lying if not one.exists()]:
                self._ledger.accepted(self._lying.pop(path))
            if len(self._lying) < enough or stop.wait(0.01):
                return


class HttpSender:
    """Posts to the hub under the document's own key, until it is told that it is accepted.

    One document after the other. Whatever is not a success is offered again.
    """

    def __init__(self, number: int, account: str, key: str, ledger: Ledger) -> None:
        self.account = account
        self._number = number
        self._key = key
        self._ledger = ledger
        self._line: http.client.HTTPConnection | None = None

    def send(self, shipment: Shipment, stop: threading.Event) -> None:
        """Post until it is accepted."""
        while not stop.is_set():
            self._ledger.offered(shipment.document, shipment.lane, shipment.port, shipment.contents)
            try:
                status = self._post(shipment)
            except (OSError, http.client.HTTPException):
                self.close()
            else:
                if status in {http.client.OK, http.client.ACCEPTED}:
                    self._ledger.accepted(shipment.document)
                    return
            stop.wait(PAUSE)

    def settle(self, stop: threading.Event) -> None:
        """Nothing is left open: each was answered before the next."""

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Drop the connection."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _post(self, shipment: Shipment) -> int:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._number, timeout=10)
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Idempotency-Key": shipment.document,
            "Content-Type": "application/xml",
        }
        path = f"/v1/accounts/{self.account}/documents?name={shipment.document}.xml"
        self._line.request("POST", path, shipment.contents, headers)
        answer = self._line.getresponse()
        answer.read()
        return answer.status
