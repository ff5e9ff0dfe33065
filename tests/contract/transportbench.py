"""Two consumers of a transport, as the suite over all transports needs them.

Transports differ by nature in what the properties of a bench say.
"""

import time
from typing import Protocol

from hub.amqp.address import BrokerAddress
from hub.amqp.topology import AGAIN, Topology, work_queue
from hub.pipeline.protocols import Received, Transport
from hub.store.store import SqlStore
from hub.transport.amqp import AmqpTransport
from hub.transport.spool import SpoolTransport
from tests.proof.proxy import Proxy
from tests.unit.amqp.broker import prepare
from tests.world import FakeClock

__all__ = ["AmqpBench", "SpoolBench", "TransportBench", "take"]

SECONDS = 60.0


class TransportBench(Protocol):
    """A transport with two consumers."""

    first: Transport
    second: Transport
    keeps_once: bool
    """Whether a message that is published again while it waits stays one message."""
    notes_release: bool
    """Whether a message given back looks as if somebody had worked on it."""
    delay: float
    """Seconds after which a message that is not there does not come any more."""

    def vanish(self) -> None:
        """Let the first consumer be gone for good, as far as the transport can see."""

    def come_back(self) -> None:
        """Let it be there again, to say what it has to say."""

    def close(self) -> None:
        """End everything."""


class SpoolBench:
    """The table beside the store: a consumer is gone when its lease has run out."""

    keeps_once = True
    notes_release = False
    delay = 0.0

    def __init__(self, store: SqlStore, clock: FakeClock) -> None:
        self._store = store
        self._clock = clock
        engine = store.database.engine
        self.first: Transport = SpoolTransport(engine, "first", clock)
        self.second: Transport = SpoolTransport(engine, "second", clock)
        with engine.execution_options(hub_writes=True).begin() as connection:
            connection.exec_driver_sql("DELETE FROM spool")

    def vanish(self) -> None:
        """Let an hour pass."""
        self._clock.advance(3600)

    def come_back(self) -> None:
        """It is there."""

    def close(self) -> None:
        """Close the store."""
        self._store.close()


class AmqpBench:
    """The broker: a consumer is gone when its connection is."""

    keeps_once = False
    notes_release = True
    delay = 0.3

    def __init__(self, vhost: str) -> None:
        prepare(
            vhost, Topology.of((), ()), *map(work_queue, ("repeats", "documents", "bulk")), AGAIN
        )
        address = BrokerAddress.parse(vhost)
        self._proxy = Proxy(address.hosts[0], address.port)
        far = BrokerAddress.parse(vhost.replace(f":{address.port}/", f":{self._proxy.port}/"))
        self._opened = [AmqpTransport(far, "first"), AmqpTransport(address, "second")]
        self.first: Transport = self._opened[0]
        self.second: Transport = self._opened[1]

    def vanish(self) -> None:
        """Break the connection, and every new one."""
        self._proxy.refuse()

    def come_back(self) -> None:
        """Let it connect."""
        self._proxy.heal()

    def close(self) -> None:
        """Close the connections."""
        for one in self._opened:
            one.close()
        self._proxy.close()


def take(transport: Transport, count: int, topic: str = "documents") -> list[Received]:
    """Receive exactly so many messages."""
    found: list[Received] = []
    deadline = time.monotonic() + SECONDS
    while len(found) < count:
        found += transport.receive(topic, count - len(found))
        assert time.monotonic() < deadline, f"only {found} came"
    return found
