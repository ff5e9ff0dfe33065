"""One route of a document: the receiver's rules, the writing, the check of what was written.

All deliveries of a document are fed from one pass over its lines.
"""

import shutil
from pathlib import Path

from msgspec import Struct

from hub.errors import Defect
from hub.formats.document import Document, Part
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer, Who
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.pipeline.addressing import meant_for
from hub.pipeline.conversion import Conversion
from hub.pipeline.envelope import Envelope
from hub.pipeline.judgement import NO_MAPPING, judge
from hub.pipeline.outcome import OutputInvalid, Refused, Routed, RouteOutcome
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.party import Party
from hub.pipeline.routing import Route
from hub.pipeline.workbench import Workbench
from hub.rules.checker import Checker

__all__ = ["Delivery", "context_of"]


def context_of(
    envelope: Envelope, source: FormatId, sender: Party, route: Route | None = None
) -> RouteContext:
    """Return what rules and writers may know.

    The time is that of acceptance, so that a second run over a document decides and writes
    the same.
    """
    return RouteContext(
        now=envelope.accepted_at,
        sender=sender.card,
        receiver=None if route is None else route.receiver.card,
        agreement=None if route is None else route.agreement,
        options={} if route is None else route.options,
        source=source,
    )


class Delivery:
    """A document on its way to one receiver: begun with the head, fed lines, finished.

    The sender's original goes out as it is only when it is in the receiver's format, is
    addressed to this receiver, and nothing in it had to be changed or left out. Whether
    that holds is known after the last line, so a new document is written beside it.
    """

    def __init__(
        self,
        route: Route,
        document: Document,
        own: OwnRules,
        envelope: Envelope,
        bench: Workbench,
        folder: Path,
    ) -> None:
        self.route = route
        self._bench = bench
        self._folder = folder
        self._target = bench.formats.get(route.format or document.format)
        self._report = Report(route.port.key, str(self._target.id))
        self._profile = None if route.profile is None else bench.profiles[route.profile]
        self._checker: Checker | None = None
        self._conversion: Conversion | None = None
        self._lines = 0
        self._refused = 0

        self._own = own
        header = own.header
        context = context_of(envelope, document.format, route.sender, route)
        if self._profile is not None and header is not None:
            self._report.begin(Layer.RECEIVER)
            self._checker = self._profile.checker(context, route.kind, bench.memory)
            header, findings = self._checker.header(header, document.locate)
            self._file(findings)
        self._unchanged = (
            self._target.id == document.format
            and header is document.header
            and meant_for(document, route)
        )
        self._begin(header, document, context)

    def _begin(self, header: Struct | None, document: Document, context: RouteContext) -> None:
        if header is not None and self._target.writer is not None:
            self._report.begin(Layer.MAPPING)
            self._conversion = Conversion(
                self._target,
                header,
                context,
                self._report,
                self._folder,
                self._bench.formats,
            )
        elif not self._unchanged:
            finding = judge(
                NO_MAPPING,
                value=str(document.format),
                expected=str(self._target.id),
                receiver=self.route.receiver.card.name,
                who=Who.HUB,
            )
            self._report.add(Layer.MAPPING, finding)

    def take(self, line: Line) -> None:
        """Check and write one line."""
        body = line.body
        if self._conversion is None:
            self._lines += 1
            return
        if body is None:
            self._refused += 1
            return
        if self._checker is not None:
            body, findings = self._checker.line(line)
            if findings:
                self._file(findings)
            if body is None:
                self._refused += 1
                return
        self._unchanged = self._unchanged and body is line.body
        self._lines += 1
        if not self._report.fatal:
            self._conversion.take(body)

    def finish(self, original: Payload) -> RouteOutcome:
        """Say how the route ended; its outputs are closed and checked."""
        if self._checker is not None:
            self._file(self._checker.end())
        if self._report.fatal or (self._refused and not self._takes_parts):
            self.discard()
            return Refused(self.route, self._report)
        if self._unchanged and not self._own.changed and not self._refused:
            self.discard()
            self._report.losses.clear()
            part = self._forward(original)
            return Routed(self.route, self._report, (part,), self._lines, unchanged=True)
        if self._conversion is None:
            message = f"{self.route.port.key}: nothing was written and nothing may be forwarded"
            raise Defect(message)
        parts, checked = self._conversion.finish()
        if not checked.valid:
            return OutputInvalid(self.route, checked)
        return Routed(self.route, self._report, parts, self._lines, self._refused)

    def discard(self) -> None:
        """Remove what was written."""
        if self._conversion is not None:
            self._conversion.discard()

    @property
    def _takes_parts(self) -> bool:
        """Whether the receiver takes a document without its refused lines."""
        return self._profile is not None and self._profile.takes_parts(self.route.options)

    def _file(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.RECEIVER, finding)

    def _forward(self, original: Payload) -> Part:
        path = original.path
        if path is None:
            path = self._folder / "original"
            with original.open() as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        media_type = original.media_type or self._target.media_type
        return Part(original.name, media_type, path, original.size, original.sha256)
