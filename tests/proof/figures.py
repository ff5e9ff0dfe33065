"""Figures that only a quiet machine gives: shares, takeovers, and what a dead port costs others.

::

    python -m tests.proof.figures --seed 1
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.proof.ledger import Accepted, Arrived, timed
from tests.proof.receivers import HttpReceiver
from tests.proof.site import Site, site
from tests.proof.town import Town
from tests.proof.voice import tell
from tools.servers import PostgresCluster, RabbitNode

__all__ = ["FIGURES"]

SMALLEST_SHARE = 0.4
TAKEOVER_WITHIN = 10.0
MOST_DELAY = 1.10
RATE = 20.0
ROUNDS, ROUND = 3, 15.0
"""Rounds with the port alive and dead in turn, and the seconds of each."""

DEAD = 9
"""Place of the customer that falls silent."""


def share(here: Site) -> bool:
    """Two workers on equal load each do at least 40 % of it."""
    before = _worked(here)
    here.trial.send(100, 200.0)
    here.trial.until_arrived()
    done = {name: count - before[name] for name, count in _worked(here).items()}
    part = min(done.values()) / sum(done.values())
    tell(f"  each worker's documents: {done}; the smaller share is {part:.0%}")
    return part >= SMALLEST_SHARE


def takeover(here: Site) -> bool:
    """After one worker is killed the other has all of its documents within 10 seconds."""
    here.trial.load.start(RATE)
    time.sleep(3)
    here.plant["worker0"].kill()
    killed = time.monotonic()
    open_then = set(here.trial.ledger.awaited())
    here.trial.until(lambda: not open_then.intersection(here.trial.ledger.awaited()), "taken over")
    took = time.monotonic() - killed
    time.sleep(5)
    here.trial.load.finish()
    here.trial.until_arrived()
    here.plant.restart("worker0")
    tell(f"  {len(open_then)} documents were under way; all arrived {took:.1f} s after the kill")
    return took <= TAKEOVER_WITHIN


def isolation(here: Site) -> bool:
    """One dead port of ten raises the others' 95th percentile by at most a tenth."""
    silent = here.town.port(here.town.customers[DEAD])
    receiver = here.trial.receivers[silent]
    assert isinstance(receiver, HttpReceiver)
    waits: dict[bool, list[float]] = {False: [], True: []}
    for dead in (False, True) * ROUNDS:
        if dead:
            receiver.mute.set()
        begun = time.time()
        here.trial.load.start(RATE)
        time.sleep(ROUND)
        here.trial.load.finish()
        others = [one for one in here.trial.receivers if one != silent]
        here.trial.until(lambda who=others: _through(here, who), "others have theirs")
        waits[dead] += _waits(here, begun, silent)
        receiver.mute.clear()
        here.trial.until_arrived(180)
    alive, dead_too = (_percentile(waits[one]) for one in (False, True))
    tell(
        f"  95th percentile of the other nine: {alive * 1000:.0f} ms, with one port dead "
        f"{dead_too * 1000:.0f} ms: {dead_too / alive:.2f} times"
    )
    return dead_too / alive <= MOST_DELAY


FIGURES: dict[str, Callable[[Site], bool]] = {
    "share of two workers": share,
    "takeover": takeover,
    "one dead port of ten": isolation,
}


def _worked(here: Site) -> dict[str, int]:
    machines = here.plant.machines
    workers = [name for name in machines if name.startswith("worker")]
    return {name: len(list(machines[name].said("ended", ever=True))) for name in workers}


def _through(here: Site, ports: list[str]) -> bool:
    ledger = here.trial.ledger
    return not ledger.awaited_at(ports)


def _waits(here: Site, since: float, silent: str) -> list[float]:
    """Seconds from acceptance to arrival, of what was accepted since then for other ports."""
    accepted: dict[str, float] = {}
    waits = []
    for entry, at in timed(here.trial.ledger.path):
        if isinstance(entry, Accepted) and at >= since:
            accepted.setdefault(entry.document, at)
        elif isinstance(entry, Arrived) and entry.port != silent:
            # A document may arrive before its sender has written down that it was accepted.
            began = accepted.pop(str(entry.document), None)
            if began is not None:
                waits.append(at - began)
    return waits


def _percentile(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)]


def main() -> int:
    """Measure; returns 1 when a figure is not reached or the verdict is bad."""
    parser = argparse.ArgumentParser(description="Measure a hub between real servers.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schemas", type=Path, default=os.environ.get("HUB_SCHEMAS"))
    given = parser.parse_args()
    bad = 0
    with (
        tempfile.TemporaryDirectory(prefix="hub-figures-") as folder,
        RabbitNode() as node,
        PostgresCluster(durable=False) as cluster,
    ):
        ways_out = ("queue",) * 5 + ("folder",) * (DEAD - 5) + ("http",)
        town = Town(Path(folder), ("queue",) * 3, ways_out)
        with site(town, given.schemas, given.seed, (node, cluster)) as here:
            for name, figure in FIGURES.items():
                tell(f"seed {given.seed}: {name}")
                reached = figure(here)
                bad += not reached
                tell("  reached" if reached else "  NOT REACHED")
            tell(here.trial.check())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
