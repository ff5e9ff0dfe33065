"""A hub on a fake clock, stepped by hand."""

from pathlib import Path

from hub.pipeline.envelope import Envelope
from tests.world import FakeClock, open_world


class Bench:
    """A hub on a fake clock, stepped by hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = FakeClock()
        self.trouble: list[BaseException] = []
        self.bomb = ""
        self.seen: list[str] = []
        self.hub = open_world(home, self.clock, before=self._before)
        self.intake, self.relay = self.hub.intake(), self.hub.relay()
        self.worker, self.ports = self.hub.worker(), self.hub.ports()

    def _before(self, envelope: Envelope) -> None:
        self.seen.append(envelope.name)
        if envelope.name == self.bomb:
            raise MemoryError
        if self.trouble:
            raise self.trouble.pop(0)

    def go(self, seconds: float = 0.0) -> None:
        """Let time pass, then let every role do what there is to do."""
        self.clock.advance(seconds)
        for _ in range(6):
            self.intake.step()
            self.relay.step()
            self.worker.step()
            self.ports.step()
            self.ports.wait()
            self.clock.advance(0.3)

    def events(self, name: str) -> list[str]:
        """The events of a file."""
        found = self.hub.archive.search(name)[0]
        return [event["event"] for event in self.hub.archive.trace(found["id"])]
