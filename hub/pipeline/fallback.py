"""The other way of a document that its receiver's format cannot say: as it came, to another port.

A person reads there what a system could not have been given: a reminder where the format has
none, an answer it has no word for. Only the format may be in the way. What breaks a rule of the
document's own format, or one of the receiver's, is refused as ever.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from msgspec.structs import replace as altered

from hub.formats.document import Document, Part
from hub.model.finding import Finding, Layer, Severity, Who
from hub.model.report import Report, Witness
from hub.pipeline.judgement import FALLBACK, judge
from hub.pipeline.outcome import Refused, Routed
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.party import Port
from hub.pipeline.readable import readable
from hub.pipeline.routing import Route

__all__ = ["Fallback"]


class Fallback:
    """Gathers a document as it came while another tries to say it in the receiver's format."""

    def __init__(self, route: Route, port: Port, document: Document, own: OwnRules) -> None:
        self._wanted = str(route.format)
        self._source = document.format
        # As it came: in no format but its own.
        self._route = replace(route, port=port, format=None, fallback=None, otherwise=None)
        self._readable = readable(document.format.document, own.header, self._route.port)
        self._personal = own.personal
        self._lines = 0

    def take(self, body: Any) -> None:
        """Keep one line as the document's own rules leave it."""
        self._lines += 1
        if self._readable is not None:
            self._readable.take(body)

    def finish(
        self, reasons: Iterable[Finding], original: Part, witness: Witness | None
    ) -> Routed | Refused:
        """Return how the route ends; what was in the way is told as a warning."""
        report = Report(self._route.port.key, str(self._source), witness, self._personal)
        report.begin(Layer.MAPPING)
        name = self._route.receiver.card.name
        told = judge(FALLBACK, value=self._wanted, receiver=name, who=Who.RECEIVER)
        for reason in (told, *reasons):
            report.add(Layer.MAPPING, altered(reason, severity=Severity.WARN))
        enclosure = None
        if self._readable is not None:
            made = self._readable.finish()
            if isinstance(made, Finding):
                report.add(Layer.MAPPING, made)
                return Refused(self._route, report, self._lines)
            enclosure = made
        return Routed(
            self._route, report, (original,), self._lines, unchanged=True, enclosure=enclosure
        )
