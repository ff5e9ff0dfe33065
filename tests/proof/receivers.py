"""Customers: they write down what arrives, and only then say that they have it."""

import hashlib
import http.client
import json
import random
import threading
from collections.abc import Mapping
from contextlib import suppress
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any, Self

import pika
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pika.exceptions import AMQPError

from tests.proof.invoices import number_of
from tests.proof.ledger import Arrived, Ledger

__all__ = [
    "FolderReceiver",
    "HttpReceiver",
    "MailReceiver",
    "PullReceiver",
    "QueueReceiver",
    "Receiver",
]

_LANE_NUMBER = "number"
"""Header in which the hub says where in its lane a document stands."""


class Receiver:
    """One customer, in a thread of its own. ``pace`` is how many seconds it takes for each."""

    def __init__(self, port: str, ledger: Ledger) -> None:
        self.port = port
        self.pace = 0.0
        self._ledger = ledger
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=port, daemon=True)

    def start(self) -> Self:
        """Begin to take documents."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Take no more."""
        self._stopped.set()
        self._thread.join()

    def arrived(
        self, contents: bytes, name: str, number: int | None = None, glance: int | None = None
    ) -> None:
        """Write down what arrived."""
        digest = hashlib.sha256(contents).hexdigest()
        document = number_of(contents)
        self._ledger.write(Arrived(document, self.port, digest, name, number, glance))

    def _run(self) -> None:
        raise NotImplementedError


class QueueReceiver(Receiver):
    """Reads its queue on the broker; what was not acknowledged comes again."""

    def __init__(self, address: str, port: str, ledger: Ledger, *, prefetch: int = 20) -> None:
        super().__init__(port, ledger)
        self._parameters = pika.URLParameters(address)
        self._parameters.heartbeat = 5
        self._parameters.socket_timeout = 5
        self._parameters.stack_timeout = 10
        self._prefetch = prefetch

    def _run(self) -> None:
        while not self._stopped.is_set():
            with suppress(AMQPError):
                self._read()
            self._stopped.wait(0.2)

    def _read(self) -> None:
        with pika.BlockingConnection(self._parameters) as connection:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=self._prefetch)
            for method, properties, body in channel.consume(
                f"out.{self.port}", inactivity_timeout=0.1
            ):
                if method is not None:
                    headers: Mapping[str, Any] = properties.headers or {}
                    numbers = [v for k, v in headers.items() if k == _LANE_NUMBER]
                    self.arrived(body, str(properties.message_id), *map(int, numbers[:1]))
                    channel.basic_ack(method.delivery_tag)
                    if self.pace:
                        connection.sleep(self.pace)
                if self._stopped.is_set():
                    return


class FolderReceiver(Receiver):
    """Fetches files from its folder and removes them there."""

    def __init__(self, folder: Path, port: str, ledger: Ledger) -> None:
        super().__init__(port, ledger)
        self._folder = folder
        self._glances = count(1)

    def fetch(self) -> None:
        """Take what is there."""
        glance = next(self._glances)
        for path in self._look():
            self.arrived(path.read_bytes(), path.name, glance=glance)
            path.unlink()

    def _run(self) -> None:
        while not self._stopped.wait(0.03):
            self.fetch()

    def _look(self) -> list[Path]:
        """Return what is there.

        Looked at twice: a name that was made while the first look was under way may be in it
        without those that were made before. Equal looks leave nothing out.
        """
        before: set[Path] | None = None
        while True:
            now = {path for path in self._folder.glob("*") if not path.name.startswith(".")}
            if now == before:
                return sorted(now)
            before = now


class HttpReceiver(Receiver):
    """Listens for what is posted to it.

    ``mute``: it takes connections and requests and answers nothing. ``forgetful``: the chance
    that it writes a document down and loses the answer.
    """

    def __init__(self, number: int, port: str, ledger: Ledger) -> None:
        super().__init__(port, ledger)
        self.mute = threading.Event()
        self.forgetful = 0.0
        self._chance = random.Random(port)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", number), Handler)
        self._server.daemon_threads = True

    def stop(self) -> None:
        """Take no more."""
        self._stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _run(self) -> None:
        self._server.serve_forever(0.05)

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        contents = request.rfile.read(int(request.headers["Content-Length"]))
        while self.mute.is_set() and not self._stopped.is_set():
            # The hub gives up long before an answer would come.
            request.close_connection = True
            if self._stopped.wait(0.1) or not self.mute.is_set():
                return
        self._stopped.wait(self.pace)
        self.arrived(
            contents, request.headers["Idempotency-Key"], int(request.headers["Hub-Number"])
        )
        if self._chance.random() < self.forgetful:
            request.close_connection = True
            return
        request.send_response(200)
        request.send_header("Content-Length", "0")
        request.end_headers()


class PullReceiver(Receiver):
    """Comes to the hub: lists, fetches each, writes it down, and confirms it."""

    def __init__(self, number: int, port: str, key: str, ledger: Ledger) -> None:
        super().__init__(port, ledger)
        self._number = number
        self._headers = {"Authorization": f"Bearer {key}"}
        self._line: http.client.HTTPConnection | None = None

    def _run(self) -> None:
        while not self._stopped.wait(0.25):
            try:
                self._go_round()
            except (OSError, http.client.HTTPException, ValueError):
                self._hang_up()
                self._stopped.wait(0.2)
        self._hang_up()

    def _go_round(self) -> None:
        base = f"/v1/ports/{self.port}/documents"
        for one in json.loads(self._ask("GET", base))["documents"]:
            if self._stopped.is_set():
                return
            self.arrived(self._ask("GET", f"{base}/{one['id']}"), one["id"], one["number"])
            self._ask("POST", f"{base}/{one['id']}/confirm")

    def _ask(self, method: str, path: str) -> bytes:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._number, timeout=10)
        self._line.request(method, path, headers=self._headers)
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status not in {http.client.OK, http.client.NO_CONTENT}:
            raise ConnectionError(f"{method} {path}: {answer.status}")
        return content

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


class MailReceiver(Receiver):
    """A mail server with one mailbox: a mail is written down before it is taken."""

    def __init__(self, number: int, port: str, ledger: Ledger) -> None:
        super().__init__(port, ledger)
        self._server = Controller(self, "127.0.0.1", number)

    def start(self) -> Self:
        """Begin to take mails."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Take no more."""
        self._server.stop()

    async def handle_DATA(  # noqa: N802 - the name that the server looks for
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        """Take a mail: the attached document is what arrived."""
        mail = message_from_bytes(bytes(envelope.content or b""))
        (attached,) = (part for part in mail.walk() if part.get_filename())
        contents = attached.get_payload(decode=True)
        assert isinstance(contents, bytes)
        self.arrived(contents, str(mail["Hub-Reference"]), int(str(mail["Hub-Number"])))
        return "250 kept"
