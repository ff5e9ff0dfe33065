"""Faults, each followed by the ledger's verdict.

A fault is a function that gets a running site and a source of chance, puts load on it, breaks
something, mends it, and returns how long it took until documents arrived again. Run them all
with several seeds::

    python -m tests.proof.faults --seeds 1,2,3
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.proof.receivers import HttpReceiver
from tests.proof.site import Site, site
from tests.proof.town import Town
from tests.proof.voice import tell
from tools.servers import PostgresCluster, RabbitNode

__all__ = ["FAULTS", "LONG_FAULTS", "Fault", "Sites", "town"]

RATE = 30.0
"""Documents a second."""
FROZEN = 12.0
"""Seconds for which the broker hangs: longer than a publisher waits for a confirmation."""

FORGETFUL = 0.05
"""How often a customer that is posted to takes a document and loses the answer."""
LEASE, PATIENCE = 60.0, 90.0
"""Seconds for which a lane belongs to whoever took it; and for everything else."""

TRIES = 5
"""How often to stop a process until one has something in hand."""

SLOW_CUSTOMER = 3
"""Place of the customer whose queue holds three documents at most."""

Fault = Callable[[Site, random.Random], float]


def kill_worker(here: Site, chance: random.Random) -> float:
    """One of two workers is killed; the other takes over what it had in hand."""
    return _kill(here, chance, f"worker{chance.randrange(2)}")


def kill_relay(here: Site, chance: random.Random) -> float:
    """The relay is killed between writing down and publishing."""
    return _kill(here, chance, "relay")


def kill_ports(here: Site, chance: random.Random) -> float:
    """One of two that hand over is killed between sending and writing down."""
    return _kill(here, chance, f"ports{chance.randrange(2)}")


def kill_intake(here: Site, chance: random.Random) -> float:
    """The intake is killed between taking and acknowledging."""
    return _kill(here, chance, "intake")


def kill_broker(here: Site, chance: random.Random) -> float:
    """The broker is killed and comes back."""
    _busy(here, chance)
    here.node.kill()
    time.sleep(chance.random())
    here.node.start()
    return _mended(here)


def kill_database(here: Site, chance: random.Random) -> float:
    """PostgreSQL is killed and comes back."""
    _busy(here, chance)
    here.cluster.kill()
    time.sleep(chance.random())
    here.cluster.start()
    return _mended(here)


def freeze_broker(here: Site, chance: random.Random) -> float:
    """The broker hangs for longer than a publisher waits, and goes on."""
    _busy(here, chance)
    here.node.freeze()
    time.sleep(FROZEN)
    here.node.thaw()
    return _mended(here)


def freeze_worker(here: Site, chance: random.Random) -> float:
    """A worker hangs until the other one has done its work, and wakes up in the middle of it."""
    _busy(here, chance)
    frozen = here.plant[f"worker{chance.randrange(2)}"]
    frozen.freeze()
    time.sleep(chance.uniform(0.2, 1))
    here.trial.load.finish()
    waited = here.trial.until_arrived()
    frozen.thaw()
    here.trial.send(5)
    return waited


def freeze_ports(here: Site, chance: random.Random) -> float:
    """One of two that hand over hangs past its lease, and wakes up with old documents in hand."""
    (posted_to,) = here.town.ports("http")
    receiver = here.trial.receivers[posted_to]
    receiver.pace = 0.3
    for _ in range(TRIES):
        _busy(here, chance)
        frozen = here.plant[f"ports{chance.randrange(2)}"]
        frozen.freeze()
        time.sleep(chance.uniform(1, 3))
        here.trial.load.finish()
        # What it had in hand is taken over and sent by the other one once the lease is over.
        waited = here.trial.until_arrived(LEASE + PATIENCE)
        frozen.thaw()
        here.trial.send(5)
        here.trial.until_arrived()
        if waited > LEASE / 2:
            break
    receiver.pace = 0.0
    assert waited > LEASE / 2, "the process that was stopped never had anything in hand"
    return waited


def cut_connections(here: Site, chance: random.Random) -> float:
    """The hub's connections are reset again and again, also in the middle of a frame."""
    _busy(here, chance)
    for proxy in (here.link, here.cable, here.link):
        proxy.cut()
        time.sleep(chance.uniform(0.3, 1))
        proxy.truncate(chance.randrange(1, 4000), "up")
        time.sleep(chance.uniform(0.3, 1))
        proxy.truncate(chance.randrange(1, 4000), "down")
        time.sleep(chance.uniform(0.3, 1))
        proxy.heal()
    return _mended(here)


def fill_queue(here: Site, chance: random.Random) -> float:
    """Twelve documents go to a slow customer whose queue holds three; others do not wait."""
    trial = here.trial
    slow = here.town.customers[SLOW_CUSTOMER]
    receiver = trial.receivers[here.town.port(slow)]
    before = here.plant.said("not-handed-over")
    receiver.pace = chance.uniform(0.4, 0.6)
    trial.send(4, customers=(slow,))
    trial.send(4, customers=here.town.customers[:SLOW_CUSTOMER])
    waited = trial.until_arrived()
    receiver.pace = 0.0
    assert here.plant.said("not-handed-over") > before, "the queue was never full"
    return waited


FAULTS: Mapping[str, Fault] = {
    "worker killed": kill_worker,
    "relay killed": kill_relay,
    "ports killed": kill_ports,
    "intake killed": kill_intake,
    "broker killed": kill_broker,
    "database killed": kill_database,
    "broker frozen": freeze_broker,
    "worker frozen": freeze_worker,
    "connections cut": cut_connections,
    "queue full": fill_queue,
}
"""Every fault but the one that takes three days."""

LONG_FAULTS: Mapping[str, Fault] = {"ports frozen": freeze_ports}
"""Those that take minutes."""

EVERY: Mapping[str, Fault] = {**FAULTS, **LONG_FAULTS}


def _busy(here: Site, chance: random.Random) -> None:
    """Let documents flow and wait for some moment in the middle of it."""
    arrived = here.trial.ledger.count("arrived")
    here.trial.load.start(RATE)
    here.trial.until(lambda: here.trial.ledger.count("arrived") > arrived, "load flows")
    time.sleep(chance.uniform(0.3, 1.3))


def _mended(here: Site) -> float:
    """Wait until documents arrive again, then until all have; returns how long the first took."""
    arrived = here.trial.ledger.count("arrived")
    took = here.trial.until(lambda: here.trial.ledger.count("arrived") > arrived, "flows again")
    here.trial.load.finish()
    return took


def _kill(here: Site, chance: random.Random, name: str) -> float:
    _busy(here, chance)
    here.plant[name].kill()
    time.sleep(chance.random())
    here.plant[name].start()
    return _mended(here)


def town(folder: Path) -> Town:
    """Who takes part: suppliers and customers with every way; one customer's queue is small."""
    ways_out = ("queue", "queue", "folder", "queue", "http", "pull", "mail")
    return Town(folder, ("queue", "folder", "http"), ways_out, {SLOW_CUSTOMER: "max_length = 3"})


class Sites:
    """One running site for all faults, on servers that they may kill.

    A new one is made after a fault that it did not stand. ``forged`` as for a plant.
    """

    def __init__(self, folder: Path, schemas: Path, seed: int, *, forged: bool = False) -> None:
        self._forged = forged
        self._folder = folder
        self._schemas = schemas
        self._seed = seed
        self._stack = ExitStack()
        self._site: Site | None = None
        self._made = 0

    def take(self) -> Site:
        """Return a site that is in order."""
        if self._site is None:
            node = self._stack.enter_context(RabbitNode())
            cluster = self._stack.enter_context(PostgresCluster(durable=False))
            self._made += 1
            folder = self._folder / str(self._made)
            folder.mkdir()
            servers = (node, cluster)
            made = site(
                town(folder), self._schemas, self._seed, servers, ports=2, forged=self._forged
            )
            self._site = self._stack.enter_context(made)
            for receiver in self._site.trial.receivers.values():
                if isinstance(receiver, HttpReceiver):
                    receiver.forgetful = FORGETFUL
        return self._site

    def spoil(self) -> None:
        """Say that it is not in order any more."""
        self._site = None
        stack, self._stack = self._stack, ExitStack()
        # Told that there was trouble, it does not wait for the hub to stop by itself.
        stack.__exit__(AssertionError, AssertionError("spoilt"), None)

    def close(self) -> None:
        """End it."""
        self._stack.close()


def main() -> int:
    """Run faults with several seeds; returns 1 when a verdict was bad."""
    parser = argparse.ArgumentParser(description="Break a hub and judge what came of it.")
    parser.add_argument("--seeds", default="1,2,3", help="default: 1,2,3")
    parser.add_argument("--only", choices=EVERY, action="append", help="default: all")
    parser.add_argument("--schemas", type=Path, default=os.environ.get("HUB_SCHEMAS"))
    given = parser.parse_args()
    bad = 0
    for seed in map(int, given.seeds.split(",")):
        with tempfile.TemporaryDirectory(prefix="hub-faults-") as folder:
            sites = Sites(Path(folder), given.schemas, seed)
            try:
                bad += sum(not _stood(sites, name, seed) for name in given.only or EVERY)
            finally:
                sites.close()
    tell("every fault was stood" if not bad else f"{bad} faults were not stood")
    return 1 if bad else 0


def _stood(sites: Sites, name: str, seed: int) -> bool:
    """Run one fault and say what came of it."""
    tell(f"seed {seed}: {name}")
    here = sites.take()
    before = time.monotonic()
    try:
        recovered = EVERY[name](here, random.Random(f"{seed} {name}"))
        verdict = here.trial.check()
    except AssertionError as error:
        tell(f"  NOT STOOD: {error}")
        sites.spoil()
        return False
    took = time.monotonic() - before
    tell(f"  flowing again after {recovered:.1f} s, {took:.0f} s in all; {verdict}")
    return True


if __name__ == "__main__":
    sys.exit(main())
