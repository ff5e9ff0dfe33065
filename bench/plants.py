"""Hubs as real processes over servers of their own, kept busy by benchmarks."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from hub.amqp.address import BrokerAddress
from hub.amqp.blocking import visited
from hub.amqp.topology import Topology
from hub.app.clock import SystemClock
from hub.app.settings import Settings
from hub.config.directory import load_directory
from hub.formats.payload import Payload
from hub.pipeline.protocols import Arrival
from hub.store.store import SqlStore
from tests.proof.plant import Plant, Servers
from tests.proof.town import Town
from tools.servers import PostgresCluster, RabbitNode

__all__ = ["Busy", "busy_hubs"]

SUPPLIERS, CUSTOMERS = 4, 4
AT_ONCE = 64
PATIENCE = 300.0
GLANCE = 0.1
"""Seconds between two looks at what is left: looking costs time that is measured."""


@dataclass
class Busy:
    """A running hub, and its store to give it documents and see them end."""

    plant: Plant
    store: SqlStore
    numbers: Iterator[int]

    def work_off(self, documents: int, *, delivered: bool) -> float:
        """Accept documents, wait until they ended (and were handed over); returns how many."""
        town = self.plant.town
        for first in range(0, documents, AT_ONCE):
            batch = range(first, min(first + AT_ONCE, documents))
            self.store.inbox.accept([self._arrival(town, next(self.numbers)) for _ in batch])
        self.wait(delivered=delivered)
        return documents

    def wait(self, *, delivered: bool) -> None:
        """Wait until all documents ended (and were handed over)."""
        deadline = time.monotonic() + PATIENCE
        while not self._done(delivered=delivered):
            if time.monotonic() > deadline:
                raise SystemExit(f"not through after {PATIENCE} s\n{self.plant.last_words()}")
            time.sleep(GLANCE)

    def _done(self, *, delivered: bool) -> bool:
        waiting = self.store.archive.waiting()
        return not (waiting["unprocessed"] or (delivered and waiting["undelivered"]))

    def _arrival(self, town: Town, number: int) -> Arrival:
        supplier = town.suppliers[number % SUPPLIERS]
        customer = town.customers[number // SUPPLIERS % CUSTOMERS]
        name = f"BENCH-{number}"
        contents = town.shipment(name, supplier, customer).contents
        payload = Payload.of_bytes(contents, f"{name}.xml")
        return Arrival(supplier.key, "main", "bench", name, payload.name, payload)


@contextmanager
def busy_hubs(workers: dict[str, int], *, embedded: str | None = None) -> Iterator[dict[str, Busy]]:
    """Run a hub for each name with so many workers, over one broker and one database server.

    ``embedded`` names one besides that has neither.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        node = stack.enter_context(RabbitNode())
        cluster = stack.enter_context(PostgresCluster())
        hubs = {}
        for name, many in workers.items():
            servers = Servers(node.add_vhost(name), cluster.create_database(name))
            hubs[name] = _hub(stack, folder / name, many, servers)
        if embedded is not None:
            hubs[embedded] = _hub(stack, folder / embedded, 1, Servers())
        yield hubs


def _hub(stack: ExitStack, folder: Path, workers: int, servers: Servers) -> Busy:
    town = Town(folder, ["folder"] * SUPPLIERS, ["folder"] * CUSTOMERS)
    town.write()
    if servers.broker is not None:
        register = load_directory(town.config, folder)
        with visited(BrokerAddress.parse(servers.broker)) as channel:
            Topology.of(register.accounts, register.ports).declare(channel)
    plant = Plant(town, Settings.from_environment().schemas, servers, workers)
    stack.enter_context(plant.running())
    if servers.database is None:
        store = SqlStore.embedded(folder / "hub", SystemClock())
    else:
        store = SqlStore.on_server(servers.database, folder / "payloads", SystemClock())
    stack.callback(store.close)
    return Busy(plant, store, count(1))
