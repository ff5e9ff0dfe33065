"""A customer that is away for three days gets everything afterwards; nobody else notices."""

from collections.abc import Callable
from pathlib import Path

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.means import Means
from hub.app.settings import Settings
from tests.proof.ledger import Ledger, read
from tests.proof.receivers import FolderReceiver
from tests.proof.story import compare
from tests.proof.town import Town
from tests.proof.verdict import Verdict, judge
from tests.world import FakeClock

HOUR = 3600.0
DAYS = 3
EVERY = 12
"""Hours between one round of documents and the next."""


class Slow:
    """A hub whose roles take turns in this process, with a clock that is set by hand."""

    def __init__(self, town: Town, schemas: Path, clock: FakeClock) -> None:
        settings = Settings(town.folder / "hub", town.config, schemas)
        opened = open_hub(settings)
        self.hub = Hub(settings.home, opened._wiring, clock, Means(settle=0.0))
        opened.close()
        worker, self._ports = self.hub.worker(), self.hub.ports()
        worker.start()
        self._ports.start()
        self._steps: list[Callable[[], int]] = [
            self.hub.intake().step,
            self.hub.relay().step,
            worker.step,
            self._ports.step,
        ]

    def work(self) -> None:
        """Do everything that is due now."""
        while sum(step() for step in self._steps):
            self._ports.wait()

    def close(self) -> None:
        """End."""
        self._ports.stop()
        self.hub.close()


def verdict_on(hub: Hub, ledger: Ledger) -> Verdict:
    """What the ledger and the hub's trace say together."""
    told = [{**one, "trace": hub.archive.trace(one["id"])} for one in hub.archive.search("", 10**6)]
    entries = read(ledger.path)
    story = compare(entries, told)
    return judge(entries, story.ended, story.faults)


def test_port_is_down_for_three_days(tmp_path: Path, schemas_home: Path) -> None:
    """What it should get is tried again and again and parks never; others wait for nothing."""
    town = Town(tmp_path, ["folder"] * 2, ["folder"] * 3)
    town.write()
    clock = FakeClock()
    away, *others = town.customers
    folder = town.outbox(town.port(away))
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder can be made here")
    slow = Slow(town, schemas_home, clock)
    with Ledger(tmp_path / "ledger") as ledger:
        receivers = [
            FolderReceiver(town.outbox(port), port, ledger) for port in town.ports("folder")
        ]
        number = 0
        for _ in range(DAYS * 24 // EVERY):
            for supplier in town.suppliers:
                town.inbox(supplier).mkdir(parents=True, exist_ok=True)
                for customer in town.customers:
                    number += 1
                    one = town.shipment(f"{supplier.key}-{number}", supplier, customer)
                    ledger.offered(one.document, one.lane, one.port, one.contents)
                    (town.inbox(supplier) / f"{one.document}.xml").write_bytes(one.contents)
                    slow.work()
                    ledger.accepted(one.document)
            for receiver in receivers[1:]:
                receiver.fetch()
            # No time has passed: the others have theirs already, and one customer nothing.
            assert ledger.count("arrived") == number // 3 * len(others)
            for _ in range(EVERY * 2):
                clock.advance(HOUR / 2)
                slow.work()
        assert slow.hub.archive.parked() == []
        waiting = [
            one
            for row in slow.hub.archive.search("", 10**6)
            for one in slow.hub.archive.interchange(row["id"])["deliveries"]
            if one["state"] == "waiting"
        ]
        assert len(waiting) == number // 3
        assert {one["port"] for one in waiting} == {town.port(away)}
        # Seconds at first, then every hour, not more often.
        assert DAYS * 24 // 2 < max(one["attempts"] for one in waiting) < DAYS * 24 * 2
        folder.unlink()
        clock.advance(2 * HOUR)
        slow.work()
        for receiver in receivers:
            receiver.fetch()
        verdict = verdict_on(slow.hub, ledger)
    slow.close()
    assert verdict.good, verdict
    assert (verdict.delivered, verdict.duplicates, verdict.ended) == (number, 0, {})
