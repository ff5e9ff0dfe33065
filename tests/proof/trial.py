"""One hub under load, with its ledger, its suppliers and its customers."""

import time
from collections.abc import Callable, Sequence
from typing import Self

from tests.proof.invoices import Party
from tests.proof.ledger import Ledger, read
from tests.proof.load import Load
from tests.proof.plant import Plant
from tests.proof.receivers import (
    FolderReceiver,
    HttpReceiver,
    MailReceiver,
    PullReceiver,
    QueueReceiver,
    Receiver,
)
from tests.proof.senders import FolderSender, HttpSender, QueueSender, Sender
from tests.proof.story import Story, compare, parse
from tests.proof.town import HUB
from tests.proof.verdict import Verdict, judge

__all__ = ["Trial"]

SETTLED = 20.0
"""Seconds that the trace may lag behind what receivers have seen."""
EVERYTHING = "1000000"


class Trial:
    """Puts load on a plant and judges what came of it.

    Args:
        plant: the hub.
        seed: of everything that is left to chance.
        broker: address by which suppliers and customers reach the broker.
        at_once: documents that may lie in a drop folder at a time.
    """

    def __init__(
        self, plant: Plant, seed: int, *, broker: str | None = None, at_once: int = 1
    ) -> None:
        self.plant = plant
        self.seed = seed
        town = plant.town
        self.ledger = Ledger(town.folder / "ledger.jsonl")
        self._broker = broker or plant.servers.broker or ""
        senders: dict[Party, Sender] = {}
        for party, kind in zip(town.suppliers, town.ways_in, strict=True):
            if kind == "queue":
                senders[party] = QueueSender(self._broker, party.key, self.ledger)
            elif kind == "http":
                number, key = town.address(HUB), town.key(party.key)
                senders[party] = HttpSender(number, party.key, key, self.ledger)
            else:
                folder = town.inbox(party)
                senders[party] = FolderSender(folder, party.key, self.ledger, at_once=at_once)
        self.load = Load(senders, town.customers, town.shipment, seed)
        self.receivers = {
            port: self._receiver(port, kind)
            for kind in sorted(set(town.ways_out))
            for port in town.ports(kind)
        }

    def start(self) -> Self:
        """Let customers begin to take documents."""
        for receiver in self.receivers.values():
            receiver.start()
        return self

    def send(
        self, each: int, rate: float = 100.0, customers: Sequence[Party] | None = None
    ) -> None:
        """Let every supplier send some documents, and wait until they are accepted."""
        self.load.start(rate, each, customers)
        self.load.join()

    def until_arrived(self, seconds: float = 90.0) -> float:
        """Wait until everything accepted has arrived; returns how long it took."""
        return self.until(lambda: not self.ledger.awaited(), "all arrived", seconds)

    def until(self, reached: Callable[[], bool], what: str, seconds: float = 60.0) -> float:
        """Wait for something; says what the ledger knows when it does not come."""
        before = time.monotonic()
        try:
            return self.plant.until(reached, what, seconds)
        except AssertionError as error:
            missing = self.ledger.awaited()
            waited = time.monotonic() - before
            said = f"{len(missing)} have not arrived after {waited:.0f} s: {missing[:10]}"
            raise AssertionError(f"{said}\n{error}") from error

    def check_arrivals(self) -> Verdict:
        """Wait until everything has arrived and judge the ledger alone, which is quick."""
        self.until_arrived()
        verdict = judge(read(self.ledger.path))
        assert verdict.good, f"{verdict}\n{self.plant.last_words()}"
        return verdict

    def verdict(self) -> Verdict:
        """Judge everything so far, with the hub at rest."""
        deadline = time.monotonic() + SETTLED
        while True:
            story = self.story()
            late = story.faults["unended"] or story.faults["untold"]
            if not late or time.monotonic() > deadline:
                return judge(read(self.ledger.path), story.ended, story.faults)
            time.sleep(1)

    def story(self) -> Story:
        """Compare the ledger with the trace as it is now."""
        told = parse(self.plant.command("trace", "", "--json", "--limit", EVERYTHING))
        return compare(read(self.ledger.path), told)

    def check(self) -> Verdict:
        """Wait until everything has arrived and judge it; raises ``AssertionError`` when bad."""
        self.until_arrived()
        verdict = self.verdict()
        assert verdict.good, f"{verdict}\n{self.plant.last_words()}"
        assert not verdict.ended, verdict
        return verdict

    def close(self) -> None:
        """Let everybody go home."""
        self.load.close()
        for receiver in self.receivers.values():
            receiver.stop()
        self.ledger.close()

    def _prefetch(self, port: str) -> int:
        """One at a time from a queue with a limit: what was fetched does not count there."""
        town = self.plant.town
        limited = {town.port(town.customers[place]) for place in town.settings}
        return 1 if port in limited else 20

    def _receiver(self, port: str, kind: str) -> Receiver:
        if kind == "queue":
            return QueueReceiver(self._broker, port, self.ledger, prefetch=self._prefetch(port))
        if kind == "http":
            return HttpReceiver(self.plant.town.address(port), port, self.ledger)
        if kind == "mail":
            return MailReceiver(self.plant.town.address(port), port, self.ledger)
        if kind == "pull":
            town = self.plant.town
            return PullReceiver(town.address(HUB), port, town.key(port), self.ledger)
        return FolderReceiver(self.plant.town.outbox(port), port, self.ledger)
