"""A desk from which one seller sends catalogues to one town."""

from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.pipeline.outcome import Accepted, Processed, Refused, Rejected, Routed, RouteOutcome
from hub.pipeline.party import Subscription
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench
from tests.unit.pipeline.world import (
    MAKER,
    TOWN,
    VILLAGE,
    City,
    Diary,
    Hall,
    agreement,
    envelope,
    party,
    payload,
)


class Desk:
    """Sends catalogues to receivers with these subscriptions."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.bench: Workbench
        self.processed: Processed

    def send(
        self, content: bytes | Payload, *subscriptions: Subscription, **more: Any
    ) -> tuple[RouteOutcome, ...]:
        """Return the outcome of every route, one for each subscription of town."""
        where = City(
            party("maker", MAKER),
            party("town", TOWN, receives=subscriptions, agreements=[agreement("T", "town")]),
            party("village", VILLAGE),
        )
        sent = content if isinstance(content, Payload) else payload(content)
        self.bench = self.hall.bench(where, Diary())
        (self.processed,) = process(envelope(sent, **more), sent, self.bench)
        outcome = self.processed.outcome
        assert isinstance(outcome, Accepted | Rejected), outcome
        return outcome.routes

    def routed(self, content: bytes | Payload, subscription: Subscription) -> Routed:
        """Return the one route, which must have gone well."""
        (way,) = self.send(content, subscription)
        assert isinstance(way, Routed), [f.rule for f in way.report.findings()]
        return way

    def refused(self, content: bytes | Payload, subscription: Subscription) -> list[str]:
        """Return the rules that refused the one route; no file is left."""
        (way,) = self.send(content, subscription)
        assert isinstance(way, Refused)
        assert self.files() == []
        assert isinstance(self.processed.outcome, Rejected)
        return [finding.rule for finding in way.report.findings()]

    def files(self) -> list[Path]:
        """Return what lies in the workbench's folder."""
        return sorted(path for path in self.bench.folder.rglob("*") if path.is_file())
