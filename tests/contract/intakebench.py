"""A sender and the way in for it, as the suite over all ways in needs them.

A new way in joins the suite with a bench of its own: an entry in ``BENCHES`` of
``test_intake.py``. The account is always ``mill``.
"""

import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pika

from hub.amqp.address import BrokerAddress
from hub.amqp.consumer import Consumer
from hub.amqp.topology import Topology, intake_exchange, intake_queue
from hub.app.clock import SystemClock
from hub.app.intakerole import IntakeRole
from hub.errors import StoreUnavailable
from hub.intake.folder import FolderIntake
from hub.intake.http import HttpIntake
from hub.intake.queue import QueueIntake
from hub.pipeline.party import Account
from hub.pipeline.protocols import Intake
from hub.store.store import SqlStore
from tests.peers.web import KEYS, Web
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import Operator, prepare, wait_for

__all__ = ["Crash", "FolderBench", "HttpBench", "IntakeBench", "QueueBench"]


class Crash(BaseException):
    """The process ends here."""


class IntakeBench(Protocol):
    """A way in, its sender, and the store behind it."""

    store: SqlStore
    intake: Intake

    def deliver(self, name: str, content: bytes) -> None:
        """Let the sender hand in a whole document, or try to."""

    def begin(self, name: str, content: bytes) -> None:
        """Let the sender hand in a part of a document and break off."""

    def take(self) -> None:
        """Let hub and sender do what they do of themselves: look, accept, try again."""

    def crash(self) -> None:
        """Do the same, but end between the acceptance and everything after it."""

    def close(self) -> None:
        """End everything."""


class FolderBench:
    """A drop folder. A document is complete under its own name, half of it is hidden."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "in"
        self._folder.mkdir()
        (home / "work").mkdir()
        self.store = SqlStore.embedded(home, SystemClock(), patience=0.2)
        self.intake: Intake = self._fresh()

    def deliver(self, name: str, content: bytes) -> None:
        """Drop a file."""
        self.begin(name, content)
        (self._folder / f".{name}.part").rename(self._folder / name)

    def begin(self, name: str, content: bytes) -> None:
        """Write under a temporary name."""
        (self._folder / f".{name}.part").write_bytes(content)

    def take(self) -> None:
        """Go round once; trouble of the store stops the role, which tries again."""
        with suppress(StoreUnavailable):
            self._role(lambda _: None).step()

    def crash(self) -> None:
        """Die after the commit, and start again."""

        def die(moment: str) -> None:
            if moment == "intake.after-commit":
                raise Crash

        with suppress(Crash):
            self._role(die).step()
        self.intake = self._fresh()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _fresh(self) -> FolderIntake:
        return FolderIntake("mill", self._folder, self._home / "work", SystemClock(), settle=0.0)

    def _role(self, checkpoint: object) -> IntakeRole:
        return IntakeRole(self.store.inbox, {"mill": self.intake}, SystemClock(), checkpoint)  # type: ignore[arg-type]


class HttpBench:
    """An HTTP sender that repeats under the same key until it is told that it is accepted."""

    def __init__(self, home: Path) -> None:
        self._crashing = False
        self._web = Web.open(home, SystemClock(), checkpoint=self._checkpoint)
        self._unsure: dict[str, tuple[str, bytes]] = {}
        self.store = self._web.store
        self.intake: Intake = HttpIntake("mill")

    def deliver(self, name: str, content: bytes) -> None:
        """Post a document."""
        self._post(str(uuid4()), name, content)

    def begin(self, name: str, content: bytes) -> None:
        """Announce more than is sent."""
        with self._web.connect() as line:
            line.sendall(
                b"POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\n"
                + f"Content-Length: {len(content) + 1}\r\n".encode()
                + f"Authorization: Bearer {KEYS['mill']}\r\n\r\n".encode()
                + content
            )
        del name

    def take(self) -> None:
        """Repeat what was not answered."""
        for token, (name, content) in list(self._unsure.items()):
            self._post(token, name, content)

    def crash(self) -> None:
        """Lose the answer after the commit."""
        self._crashing = True
        self.take()
        self._crashing = False

    def close(self) -> None:
        """End the server."""
        self._web.close()

    def _post(self, token: str, name: str, content: bytes) -> None:
        self._unsure[token] = (name, content)
        answer = self._web.caller.post(
            "/v1/accounts/mill/documents",
            params={"name": name},
            content=content,
            headers={"Authorization": f"Bearer {KEYS['mill']}", "Idempotency-Key": token},
        )
        if answer.is_success:
            del self._unsure[token]

    def _checkpoint(self, moment: str) -> None:
        if self._crashing and moment == "intake.after-commit":
            raise StoreUnavailable("the answer was lost")


class QueueBench:
    """A sender on the broker, and a hub whose connection to it can break."""

    def __init__(self, home: Path, vhost: str) -> None:
        account = Account("mill", "mill", "queue", ("mill",))
        self._queue = intake_queue(account.key)
        prepare(vhost, Topology.of((account,), ()), self._queue)
        self._operator = Operator(vhost)
        address = BrokerAddress.parse(vhost)
        self._proxy = Proxy(address.hosts[0], address.port)
        self._far = vhost.replace(f":{address.port}/", f":{self._proxy.port}/")
        self.store = SqlStore.embedded(home, SystemClock(), patience=0.2)
        self.intake: Intake = self._fresh()

    def deliver(self, name: str, content: bytes) -> None:
        """Publish, and wait for the confirm."""
        with self._operator.channel() as channel:
            channel.confirm_delivery()
            properties = pika.BasicProperties(headers={"name": name}, delivery_mode=2)
            channel.basic_publish(intake_exchange("mill"), "", content, properties)

    def begin(self, name: str, content: bytes) -> None:
        """Publish over a connection that breaks before all of it is through."""
        with Proxy("127.0.0.1", BrokerAddress.parse(self._operator.url).port) as proxy:
            port = BrokerAddress.parse(self._operator.url).port
            near = Operator(self._operator.url.replace(f":{port}/", f":{proxy.port}/"))
            with suppress(pika.exceptions.AMQPError), near.channel() as channel:
                channel.confirm_delivery()
                proxy.truncate(40 + len(content), "up")
                properties = pika.BasicProperties(headers={"name": name})
                channel.basic_publish(intake_exchange("mill"), "", content, properties)

    def take(self) -> None:
        """Go round until nothing comes any more."""
        self._go_round(self._role(lambda _: None))

    def crash(self) -> None:
        """Die after the commit, which breaks the connection, and start again."""

        def die(moment: str) -> None:
            if moment == "intake.after-commit":
                self._proxy.refuse()
                raise Crash

        with suppress(Crash):
            self._go_round(self._role(die))
        self._close_intake()
        self._proxy.heal()
        self.intake = self._fresh()

    def close(self) -> None:
        """Close the connection and the store."""
        self._close_intake()
        self._proxy.close()
        self.store.close()

    def _go_round(self, role: IntakeRole) -> None:
        wait_for(lambda: self._operator.waiting(self._queue) == 0)
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            try:
                if role.step():
                    until = time.monotonic() + 0.3
            except StoreUnavailable:
                return
            time.sleep(0.01)

    def _fresh(self) -> QueueIntake:
        consumer = Consumer(BrokerAddress.parse(self._far), "intake", [self._queue])
        wait_for(lambda: consumer.connected)
        return QueueIntake(consumer, {"mill"}, lambda _: None)

    def _close_intake(self) -> None:
        assert isinstance(self.intake, QueueIntake)
        self.intake.close()

    def _role(self, checkpoint: object) -> IntakeRole:
        return IntakeRole(self.store.inbox, {"queues": self.intake}, SystemClock(), checkpoint)  # type: ignore[arg-type]
