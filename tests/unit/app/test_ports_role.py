"""The ports role over a real store, towards receivers that are slow, full or set up wrongly."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.app.portsrole import Exits, PortsRole
from hub.ports.push import PushPort
from hub.store.store import SqlStore
from tests.peers.customer import Customer
from tests.peers.stock import Stock
from tests.world import FakeClock
from tools.servers.process import wait_until

KEYS = ("north.main", "south.main")


class Quay:
    """Two receivers that are posted to, and the role that does it, stepped by hand."""

    def __init__(self, home: Path) -> None:
        self.clock = FakeClock()
        self.store = SqlStore.embedded(home, self.clock, patience=0.2)
        self.stock = Stock(self.store, home)
        self.customers = {key: Customer() for key in KEYS}
        ports = {
            key: PushPort(one.url, self.clock, timeout=5, allow_private=True)
            for key, one in self.customers.items()
        }
        self.role = PortsRole(self.store.deliveries, Exits(ports, {}), self.clock, lambda _: None)

    def step(self, seconds: float = 0.0) -> None:
        """Let time pass, and hand over what is due."""
        self.clock.advance(seconds)
        self.role.step()
        self.role.wait()
        self.role.step()
        self.role.wait()

    def got(self, key: str) -> int:
        """How many documents a receiver has."""
        return len(self.customers[key].got)

    def events(self) -> list[str]:
        """What happened to everything, in order."""
        found = self.store.archive.search("", limit=100)
        return [one["event"] for row in found for one in self.store.archive.trace(row["id"])]

    def close(self) -> None:
        """End it."""
        self.role.stop()
        for customer in self.customers.values():
            customer.close()
        self.store.close()


@pytest.fixture
def quay(tmp_path: Path) -> Iterator[Quay]:
    """A fresh one."""
    with closing(Quay(tmp_path)) as made:
        yield made


def test_a_full_receiver_is_left_alone(quay: Quay) -> None:
    """Who says when to come again is not asked before, in any lane; others do not wait."""
    north, south = quay.customers.values()
    north.mode = "busy"
    quay.stock.make(b"1")
    quay.stock.make(b"2")
    quay.step()
    assert north.asked == 1
    quay.stock.make(b"3", receiver="south")
    for _ in range(20):
        quay.step(0.3)
    assert (north.asked, len(south.got)) == (1, 1)
    north.mode = "takes"
    quay.step(2)
    assert [one.content for one in north.got] == [b"1", b"2"]


@pytest.mark.parametrize("mode", ["locked", "forbidden", "gone", "redirects"])
def test_a_port_set_up_wrongly_parks_nothing(quay: Quay, mode: str) -> None:
    """The document waits, and goes once the port is put right."""
    quay.customers["north.main"].mode = mode
    quay.stock.make(b"1")
    for _ in range(5):
        quay.step(60)
    assert "delivery-parked" not in quay.events()
    quay.customers["north.main"].mode = "takes"
    quay.step(3700)
    assert quay.got("north.main") == 1
    assert quay.events()[-1] == "delivered"


def test_a_refused_document_is_parked_alone(quay: Quay) -> None:
    """What the receiver refuses for good is put before the operator; the next one goes."""
    quay.customers["north.main"].mode = "refuses"
    quay.stock.make(b"1")
    quay.step()
    quay.customers["north.main"].mode = "takes"
    quay.stock.make(b"2")
    quay.step(120)
    assert quay.got("north.main") == 1
    assert quay.events().count("delivery-parked") == 1


def test_stopping_waits_for_one_document_only(quay: Quay) -> None:
    """The document in hand is finished; the rest can be claimed by others at once."""
    north = quay.customers["north.main"]
    north.mode = "dawdles"
    for number in range(5):
        quay.stock.make(str(number).encode())
    quay.role.step()
    assert wait_until(lambda: north.asked > 0, 10)
    quay.role.stop()
    assert len(north.got) == 1
    assert len(quay.store.deliveries.claim("another", 100, frozenset())) == 4
