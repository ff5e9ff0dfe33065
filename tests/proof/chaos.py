"""Kills at random under load, for as long as wanted, and then the ledger's verdict.

::

    python -m tests.proof.chaos --minutes 10 --seed 1

The same seed kills the same things after the same pauses. Exit code 1: the verdict is bad, or
too little was killed to prove anything.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.proof.ledger import Arrived, timed
from tests.proof.site import Site, site
from tests.proof.town import Town
from tests.proof.voice import tell
from tools.servers import PostgresCluster, RabbitNode

__all__ = ["Chaos"]

SHORTEST_PAUSE, LONGEST_PAUSE = 2.5, 8.5
"""Seconds between one thing mended and the next one killed."""
LONGEST_DOWN = 1.5
TWO_AT_ONCE = 0.15
"""Chance that a second thing is killed with the first."""
TELL_EVERY = 10.0
ENDS_WITHIN = 600.0
KILLS_A_MINUTE = 8
"""Fewer, and the run counts as bad, whatever arrived."""

BROKER, DATABASE = "broker", "database"


@dataclass
class Chaos:
    """Breaks a site again and again; ``kills`` says what was mended when, by kind."""

    here: Site
    chance: random.Random
    kills: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def step(self) -> None:
        """Kill one thing or two, and start them again."""
        things = [*self.here.plant.machines, BROKER, DATABASE]
        count = 2 if self.chance.random() < TWO_AT_ONCE else 1
        chosen = self.chance.sample(things, count)
        down = self.chance.uniform(0, LONGEST_DOWN)
        for thing in chosen:
            self._kill(thing)
        time.sleep(down)
        for thing in chosen:
            self._start(thing)
            self.kills[thing.rstrip("0123456789")].append(time.time())

    def _kill(self, thing: str) -> None:
        if thing == BROKER:
            self.here.node.kill()
        elif thing == DATABASE:
            self.here.cluster.kill()
        else:
            self.here.plant[thing].kill()

    def _start(self, thing: str) -> None:
        if thing == BROKER:
            self.here.node.start()
        elif thing == DATABASE:
            self.here.cluster.start()
        else:
            # Nobody waits until it works: the next kill may come before.
            self.here.plant[thing].start()


def main() -> int:
    """Break a hub for some minutes; returns 1 when the verdict is bad."""
    parser = argparse.ArgumentParser(description="Kill a hub's processes at random under load.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=30.0, help="documents a second")
    parser.add_argument("--schemas", type=Path, default=os.environ.get("HUB_SCHEMAS"))
    parser.add_argument("--keep", type=Path, help="folder for ledger and logs; default: none")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="hub-chaos-") as temporary,
        RabbitNode() as node,
        PostgresCluster(durable=False) as cluster,
        site(
            _town(given.keep or Path(temporary)), given.schemas, given.seed, (node, cluster)
        ) as here,
    ):
        chaos = Chaos(here, random.Random(given.seed))
        tell(f"seed {given.seed}, {given.minutes:g} minutes, {given.rate:g} documents a second")
        _rage(chaos, given.minutes * 60, given.rate)
        return _end(chaos, given.minutes)


def _town(folder: Path) -> Town:
    ways_out = ("queue", "queue", "folder", "http", "pull", "mail")
    return Town(folder, ("queue", "queue", "http"), ways_out)


def _rage(chaos: Chaos, seconds: float, rate: float) -> None:
    ledger, load = chaos.here.trial.ledger, chaos.here.trial.load
    begun = time.monotonic()
    told = begun
    load.start(rate)
    while (passed := time.monotonic() - begun) < seconds:
        time.sleep(chaos.chance.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
        chaos.step()
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            counts = ", ".join(f"{k} {ledger.count(k)}" for k in ("offered", "accepted", "arrived"))
            kills = sum(map(len, chaos.kills.values()))
            under_way = len(ledger.awaited())
            tell(f"{passed:5.0f} s  {counts}, under way {under_way}, kills {kills}")


def _end(chaos: Chaos, minutes: float) -> int:
    here = chaos.here
    for machine in here.plant.machines.values():
        if not machine.alive:
            machine.start()
    bad = ""
    before = time.monotonic()
    try:
        here.trial.load.finish()
        here.trial.until_arrived(ENDS_WITHIN)
    except AssertionError as error:
        bad = str(error)
    tell(f"everything through {time.monotonic() - before:.1f} s after the last kill")
    verdict = here.trial.verdict()
    tell(verdict)
    _tell(chaos)
    kills = sum(map(len, chaos.kills.values()))
    wanted = int(minutes * KILLS_A_MINUTE)
    if kills < wanted:
        # A quiet run proves nothing: the machine was too slow to start again what was killed.
        bad = f"{bad}\nonly {kills} kills; {wanted} are wanted in {minutes:g} minutes".strip()
    if bad:
        tell(bad)
    return 1 if bad or not verdict.good or verdict.ended else 0


def _tell(chaos: Chaos) -> None:
    """Print how often each kind was killed and how soon documents arrived again."""
    path = chaos.here.trial.ledger.path
    arrivals = [at for entry, at in timed(path) if isinstance(entry, Arrived)]
    total = 0
    for kind, mended in sorted(chaos.kills.items()):
        waits = []
        for moment in mended:
            later = next((at for at in arrivals if at > moment), None)
            if later is not None:
                waits.append(later - moment)
        total += len(mended)
        middle, most = (statistics.median(waits), max(waits)) if waits else (0, 0)
        tell(
            f"{kind}: killed {len(mended)} times; first arrival after "
            f"{middle:.1f} s (median), {most:.1f} s (longest)"
        )
    gaps = [b - a for a, b in pairwise(arrivals)]
    tell(f"kills in all: {total}; longest time without an arrival: {max(gaps, default=0):.1f} s")


if __name__ == "__main__":
    sys.exit(main())
