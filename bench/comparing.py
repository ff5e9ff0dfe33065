"""Variants measured in turns within one run, and the ratios between them.

A figure of one machine at one moment says little; the ratio of two things done in turns says
which is better, and by how much. Every benchmark of this folder prints ratios and leaves its
numbers in ``build/bench/NAME.json``.
"""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Goal", "Race", "Variant"]

RESULTS = Path("build/bench")


def _at_rest() -> None:
    """Say that nothing goes on after a run."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of doing it: ``run`` does it once and returns how much it did.

    ``settle`` is waited for afterwards, outside the time: what goes on in other processes when a
    run has ended would slow down whoever is next.
    """

    name: str
    run: Callable[[], float]
    settle: Callable[[], None] = _at_rest


@dataclass(frozen=True, slots=True)
class Goal:
    """``faster`` shall be at least ``times`` as fast as ``slower``."""

    faster: str
    slower: str
    times: float


@dataclass
class Race:
    """Variants of one thing, run in turns.

    Attributes:
        name: of the benchmark and of its file of results.
        unit: of what is done, such as ``messages``.
        variants: in the order in which they take turns.
        goals: ratios that have to hold.
        facts: further numbers to be kept with the results.
        clock: ``time.process_time`` where everything happens in this process: then what else
            runs on the machine matters less.
    """

    name: str
    unit: str
    variants: Sequence[Variant]
    goals: Sequence[Goal] = ()
    facts: dict[str, object] = field(default_factory=dict)
    clock: Callable[[], float] = time.perf_counter

    def run(self, rounds: int) -> int:
        """Measure, print, keep; returns 0, or 1 when a goal was missed."""
        rates: dict[str, list[float]] = {one.name: [] for one in self.variants}
        for number in range(rounds):
            # Every other round the other way about: whoever comes first has no advantage.
            order = self.variants if number % 2 == 0 else tuple(reversed(self.variants))
            for variant in order:
                started = self.clock()
                done = variant.run()
                rates[variant.name].append(done / (self.clock() - started))
                variant.settle()
                if sys.stderr.isatty():
                    print(f"\r{self.name}: round {number + 1} of {rounds}", end="", file=sys.stderr)
        if sys.stderr.isatty():
            print(file=sys.stderr)
        return self._tell(rates)

    def _tell(self, rates: dict[str, list[float]]) -> int:
        medians = {name: statistics.median(values) for name, values in rates.items()}
        first = medians[self.variants[0].name]
        print(f"{self.name} ({self.unit} per second, median of {len(next(iter(rates.values())))})")
        width = max(len(name) for name in medians)
        for name, median in medians.items():
            print(f"  {name:<{width}}  {median:>12,.1f}   {median / first:>6.2f} x")
        met = []
        for goal in self.goals:
            ratio = medians[goal.faster] / medians[goal.slower]
            met.append(ratio >= goal.times)
            verdict = "holds" if met[-1] else "MISSED"
            said = f"{goal.faster} / {goal.slower} = {ratio:.2f}, goal {goal.times:g}"
            print(f"  {verdict}: {said}")
        self._keep(rates, medians)
        return 0 if all(met) else 1

    def _keep(self, rates: dict[str, list[float]], medians: dict[str, float]) -> None:
        RESULTS.mkdir(parents=True, exist_ok=True)
        result = {
            "name": self.name,
            "unit": self.unit,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "per_second": rates,
            "median": medians,
            "goals": [
                {
                    "faster": goal.faster,
                    "slower": goal.slower,
                    "wanted": goal.times,
                    "found": medians[goal.faster] / medians[goal.slower],
                }
                for goal in self.goals
            ],
            **self.facts,
        }
        path = RESULTS / f"{self.name}.json"
        path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
