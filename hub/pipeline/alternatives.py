"""A receiver that takes one kind of document in two formats: the first that can say it goes.

An order is answered with Yes or No in one document of some standards, and line by line in
another; who sends the answer knows only one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from hub.formats.document import Document
from hub.model.finding import Finding
from hub.model.line import Line
from hub.pipeline.delivery import Delivery
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Refused, RouteOutcome
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.routing import Route
from hub.pipeline.workbench import Workbench
from hub.rules.sharing import Pool

__all__ = ["Alternatives", "Way", "delivery_of"]


class Alternatives:
    """Two deliveries of one route, fed alike; the second counts where the first is refused."""

    def __init__(self, first: Delivery, second: Delivery) -> None:
        self.route = second.route
        self._first = first
        self._second = second

    def take(self, line: Line) -> None:
        """Check and write one line."""
        self._first.take(line)
        self._second.take(line)

    def object_to(self, findings: Iterable[Finding]) -> None:
        """File what was found against the document as a whole."""
        findings = list(findings)
        self._first.object_to(findings)
        self._second.object_to(findings)

    def hold(self, reason: str, until: dt.datetime | None) -> None:
        """Let it wait, unless it is refused anyway."""
        self._first.hold(reason, until)
        self._second.hold(reason, until)

    def finish(self) -> RouteOutcome:
        """Say how the route ended."""
        outcome = self._first.finish()
        if isinstance(outcome, Refused):
            return self._second.finish()
        self._second.discard()
        return outcome

    def discard(self) -> None:
        """Remove what was written."""
        self._first.discard()
        self._second.discard()


Way = Delivery | Alternatives


def delivery_of(
    route: Route,
    document: Document,
    own: OwnRules,
    envelope: Envelope,
    pool: Pool,
    bench: Workbench,
) -> Way:
    """Return the delivery of a route, in as many formats as its receiver takes it."""
    if route.otherwise is None:
        return Delivery(route, document, own, envelope, pool, bench)
    first = replace(route, fallback=None, otherwise=None)
    second = replace(route, format=route.otherwise, otherwise=None)
    return Alternatives(
        Delivery(first, document, own, envelope, pool, bench.part(1)),
        Delivery(second, document, own, envelope, pool, bench.part(2)),
    )
