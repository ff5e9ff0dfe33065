"""A receiver and the way out to it, as the suite over all ways out needs them.

A new way out joins the suite with a bench of its own: an entry in ``BENCHES`` of
``test_ports.py``, and its name in the lists of what its receiver can do.
"""

import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from hub.amqp.address import BrokerAddress
from hub.amqp.publisher import Publisher
from hub.amqp.topology import Topology, port_queue
from hub.app.clock import SystemClock
from hub.pipeline.party import Port
from hub.pipeline.protocols import Consignment, OutPort, Receipt
from hub.ports.folder import FolderPort
from hub.ports.letter import Letter
from hub.ports.mail import MailPort
from hub.ports.mailserver import MailServer
from hub.ports.pull import PullPort
from hub.ports.push import PushPort
from hub.ports.queue import QueuePort
from tests.contract.consignments import consignment
from tests.peers.customer import Customer
from tests.peers.mailbox import Mailbox
from tests.peers.stock import Stock
from tests.peers.web import Web, bearer
from tests.unit.amqp.broker import Operator, prepare

__all__ = [
    "Delivered",
    "FolderBench",
    "MailBench",
    "PortBench",
    "PullBench",
    "PushBench",
    "QueueBench",
]


@dataclass(frozen=True)
class Delivered:
    """One thing as the receiver sees it. ``key`` is what it recognises a repeat by."""

    key: str
    name: str
    sha256: str


class PortBench(Protocol):
    """A way out with a receiver behind it."""

    port: OutPort

    def consignment(self, content: bytes, name: str = "a.xml") -> Consignment:
        """Return something new to hand over."""

    def settle(self, one: Consignment, receipt: Receipt) -> None:
        """Write the receipt down, as the role does afterwards."""

    def delivered(self) -> list[Delivered]:
        """Return everything the receiver has, repeats as often as they came."""

    def vanish(self) -> None:
        """Let the receiver not be there."""

    def come_back(self) -> None:
        """Let it be there, and willing."""

    def refuse(self) -> None:
        """Let it refuse what comes next for good."""

    def close(self) -> None:
        """End everything."""


class _Plain:
    """What most benches share."""

    def consignment(self, content: bytes, name: str = "a.xml") -> Consignment:
        """Return something new to hand over."""
        return consignment(content, name, id=str(uuid4()))

    def settle(self, one: Consignment, receipt: Receipt) -> None:
        """Nothing more has to happen."""

    def vanish(self) -> None:
        """It is always there."""
        raise NotImplementedError

    def come_back(self) -> None:
        """It is always there."""

    def refuse(self) -> None:
        """It takes everything."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing runs."""


class FolderBench(_Plain):
    """A folder; a file's name is what a repeat is recognised by."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "out"
        self.port: OutPort = FolderPort(self._folder)

    def delivered(self) -> list[Delivered]:
        """Look into the folder."""
        if not self._folder.is_dir():
            return []
        return [
            Delivered(path.name, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(self._folder.iterdir())
        ]

    def vanish(self) -> None:
        """Put a file where the folder should be."""
        self._folder.write_text("in the way")

    def come_back(self) -> None:
        """Clear the way."""
        self._folder.unlink()


class PushBench(_Plain):
    """An HTTP receiver."""

    def __init__(self, home: Path) -> None:
        del home
        self._customer = Customer()
        self.port: OutPort = PushPort(
            self._customer.url, SystemClock(), timeout=5, allow_private=True
        )

    def delivered(self) -> list[Delivered]:
        """Ask what came."""
        return [
            Delivered(
                one.headers["Idempotency-Key"],
                one.headers["Content-Disposition"].rpartition("''")[2],
                one.sha256,
            )
            for one in self._customer.got
        ]

    def vanish(self) -> None:
        """Fail."""
        self._customer.mode = "fails"

    def come_back(self) -> None:
        """Take."""
        self._customer.mode = "takes"

    def refuse(self) -> None:
        """Refuse."""
        self._customer.mode = "refuses"

    def close(self) -> None:
        """End the receiver."""
        self.port.flush()
        self._customer.close()


class MailBench(_Plain):
    """A mailbox; the message id is what a repeat is recognised by."""

    def __init__(self, home: Path) -> None:
        del home
        self._mailbox = Mailbox()
        letter = Letter(
            "hub@hub.example", "in@north.example", SystemClock(), subject=None, language="en"
        )
        self.port: OutPort = MailPort(MailServer.parse(self._mailbox.url), letter)

    def delivered(self) -> list[Delivered]:
        """Open the mails."""
        return [_mailed(one) for one in self._mailbox.mails]

    def vanish(self) -> None:
        """Be too busy."""
        self._mailbox.answers = {"RCPT": "421 too busy"}

    def come_back(self) -> None:
        """Take."""
        self._mailbox.answers = {}

    def refuse(self) -> None:
        """Have no such mailbox."""
        self._mailbox.answers = {"RCPT": "550 no such mailbox"}

    def close(self) -> None:
        """End the server."""
        self._mailbox.close()


def _mailed(mail: EmailMessage) -> Delivered:
    part = next(mail.iter_attachments())
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Delivered(
        str(mail["Message-ID"]), part.get_filename() or "", hashlib.sha256(content).hexdigest()
    )


class PullBench(_Plain):
    """A list that the receiver fetches from, over the hub's own server."""

    def __init__(self, home: Path) -> None:
        self._web = Web.open(home, SystemClock())
        self._stock = Stock(self._web.store, home)
        self.port: OutPort = PullPort("north.main")

    def consignment(self, content: bytes, name: str = "a.xml") -> Consignment:
        """Return an output that went through the store."""
        return self._stock.claim(content, name=name)[0]

    def settle(self, one: Consignment, receipt: Receipt) -> None:
        """Write it down."""
        self._stock.settle(one, receipt)

    def delivered(self) -> list[Delivered]:
        """Ask for the list and fetch everything."""
        caller, key = self._web.caller, bearer("north.main")
        listed = caller.get("/v1/ports/north.main/documents", headers=key).json()["documents"]
        fetched = [caller.get(one["content"], headers=key).content for one in listed]
        return [
            Delivered(one["id"], one["name"], hashlib.sha256(content).hexdigest())
            for one, content in zip(listed, fetched, strict=True)
        ]

    def close(self) -> None:
        """End the server."""
        self._web.close()


class QueueBench(_Plain):
    """A queue of the broker; the message id is what a repeat is recognised by."""

    def __init__(self, vhost: str) -> None:
        port = Port("north.main", "north", "queue")
        self._url = vhost
        self._topology = Topology.of((), (port,))
        self._queue = port_queue(port.key)
        self._operator = Operator(vhost)
        self._got: list[Delivered] = []
        self.come_back()
        self._publisher = Publisher(BrokerAddress.parse(vhost), "ports")
        self.port: OutPort = QueuePort(self._publisher, port, lambda _: None)

    def delivered(self) -> list[Delivered]:
        """Read the queue empty."""
        self._got += [
            Delivered(
                properties.message_id, properties.headers["name"], hashlib.sha256(body).hexdigest()
            )
            for properties, body in self._operator.take(self._queue)
        ]
        return list(self._got)

    def vanish(self) -> None:
        """Have no queue."""
        self._operator.delete(self._queue)

    def come_back(self) -> None:
        """Have one."""
        prepare(self._url, self._topology, self._queue)

    def close(self) -> None:
        """End the connection."""
        self._publisher.close()
