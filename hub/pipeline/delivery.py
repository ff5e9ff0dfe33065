"""One route of a document: the receiver's rules, the writing, the check of what was written.

All deliveries of a document are fed from one pass over its lines.
"""

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence

from hub.errors import ConfigurationError, Defect
from hub.facts.calendars import local_day
from hub.formats.document import Document, Part
from hub.formats.format import Format
from hub.formats.registry import Formats
from hub.formats.unjudged import NEEDS_MEMORY, NO_RULES
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer, Who
from hub.model.identity import FormatId
from hub.model.kinds import KINDS
from hub.model.line import Line
from hub.model.report import Report
from hub.pipeline.conversion import Conversion
from hub.pipeline.enclosure import Enclosure
from hub.pipeline.envelope import Envelope
from hub.pipeline.fallback import Fallback
from hub.pipeline.judgement import (
    AGREEMENT_AMBIGUOUS,
    NO_MAPPING,
    NOT_ALONE,
    NOTHING_FOR_RECEIVER,
    judge,
)
from hub.pipeline.leftout import LISTED, LeftOut, left_out
from hub.pipeline.outcome import OutputInvalid, Refused, Routed, RouteHeld, RouteOutcome
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.party import Party
from hub.pipeline.readable import readable
from hub.pipeline.routing import Route
from hub.pipeline.unsayable import unsayable
from hub.pipeline.workbench import Workbench
from hub.rules.checker import Checker
from hub.rules.profile import Profile, Profiles
from hub.rules.sharing import Pool

__all__ = ["Delivery", "context_of"]


def context_of(
    envelope: Envelope, source: FormatId, sender: Party, route: Route | None = None
) -> RouteContext:
    """Return what rules and writers may know.

    The time is that of acceptance, so that a second run over a document decides and writes
    the same.
    """
    country = None if route is None else route.receiver.card.country
    return RouteContext(
        now=envelope.accepted_at,
        day=local_day(envelope.accepted_at, country),
        sender=sender.card,
        receiver=None if route is None else route.receiver.card,
        agreement=None if route is None else route.agreement,
        options={} if route is None else route.options,
        source=source,
    )


class Delivery:
    """A document on its way to one receiver: begun with the head, fed lines, finished.

    The sender's original goes out as it is only when it is in the receiver's format, nothing
    in it had to be changed or left out, and no other document is in it. Whether that holds is
    known after the last line, so a new document is written beside it.
    """

    def __init__(
        self,
        route: Route,
        document: Document,
        own: OwnRules,
        envelope: Envelope,
        pool: Pool,
        bench: Workbench,
    ) -> None:
        self.route = route
        self._document = document
        self._source = document.format
        self._original = document.original.payload
        kind = KINDS.get(document.format.document)
        self._bare = kind is not None and kind.bare
        self._own = own
        self._folder = bench.folder
        self._crowded = bench.crowded
        self._target = _target_of(route, document, bench.formats)
        self._profile = _profile_of(route, bench.profiles)
        self._witness = bench.witness
        self._report = Report(route.port.key, str(self._target.id), bench.witness, own.personal)
        self._conversion: Conversion | None = None
        self._head_refused = False
        self._lines = 0
        self._refused = 0
        self._left_out: list[LeftOut] = []
        self._enclosure: Enclosure | None = None
        self._waits: tuple[str, dt.datetime | None] | None = None
        self._objected = False
        self._fallback: Fallback | None = None
        if route.fallback is not None and own.header is not None:
            self._fallback = Fallback(route, route.fallback, document, own)
        if route.choices:
            finding = judge(
                AGREEMENT_AMBIGUOUS,
                place=document.locate("referenced_contract.id"),
                value=", ".join(route.choices),
                receiver=route.receiver.card.name,
            )
            self._report.add(Layer.RECEIVER, finding)
        header = own.header
        context = context_of(envelope, document.format, route.sender, route)
        self._checker = None if header is None else self._judged_by(context, pool, bench)
        if self._checker is None:
            self._report.skip(Layer.RECEIVER, NO_RULES)
        else:
            self._report.begin(Layer.RECEIVER)
            header, findings = self._checker.header(header, document.locate, document.lines)
            self._head_refused = any(finding.severity.refuses for finding in findings)
            self._file(findings)
        self._readable = readable(document.format.document, header, route.port)
        if header is not None and self._target.takes(document.format, header):
            self._report.begin(Layer.MAPPING)
            self._conversion = Conversion(
                self._target,
                header,
                context,
                self._report,
                bench.folder,
                bench.formats,
                weighs=bench.weighs,
            )

    def take(self, line: Line) -> None:
        """Check and write one line."""
        body = line.body
        if self._own.header is None:
            self._lines += 1
            return
        if body is None:
            self._judge_draft(line)
            self._leave_out(line, ())
            return
        if self._fallback is not None:
            self._fallback.take(body)
        if self._checker is not None:
            body, findings = self._checker.line(line)
            if findings:
                self._file(findings)
            if body is None:
                # Without a finding it is not refused: this receiver never gets its like.
                if findings:
                    self._leave_out(line, findings)
                return
        self._lines += 1
        if self._readable is not None:
            self._readable.take(body)
        if self._conversion is not None and not self._report.fatal:
            self._conversion.take(body)

    def _judge_draft(self, line: Line) -> None:
        """Say what else is wrong with a line that was refused before it came here."""
        if self._checker is not None:
            self._file(self._checker.draft(line)[1])

    def _leave_out(self, line: Line, findings: Sequence[Finding]) -> None:
        self._refused += 1
        if len(self._left_out) < LISTED:
            self._left_out.append(left_out(line, findings))

    def object_to(self, findings: Iterable[Finding]) -> None:
        """File what was found against the document as a whole."""
        findings = list(findings)
        self._objected |= any(finding.severity.refuses for finding in findings)
        self._file(findings)

    def hold(self, reason: str, until: dt.datetime | None) -> None:
        """Let it wait, unless it is refused anyway."""
        self._waits = reason, until

    def finish(self) -> RouteOutcome:
        """Say how the route ended; its outputs are closed and checked."""
        if self._checker is not None:
            self._file(self._checker.end())
            self._report.losses.extend(self._checker.losses)
            for rule in self._checker.skipped:
                self._report.skip_rule(Layer.RECEIVER, rule, NEEDS_MEMORY)
        fits = self._target.id == self._source and not self._touched
        unchanged = fits and self._original is not None
        nothing = not self._lines and not self._refused
        if self._own.header is not None and nothing and not self._bare:
            self._object(NOTHING_FOR_RECEIVER)
        elif not unchanged and self._conversion is None and not self._head_refused:
            self._object_to_writing(fits=fits)
        if self._is_refused() or not self._is_shown():
            self.discard()
            empty = nothing and not self._bare
            return self._turned_down(by_format=self._is_good() and not empty)
        if self._checker is not None and self._checker.holds:
            self.discard()
            return RouteHeld(self.route, self._report, None, self._checker.holds[0])
        if self._waits is not None:
            self.discard()
            reason, until = self._waits
            return RouteHeld(self.route, self._report, until, reason)
        if unchanged or self._conversion is None:
            self.discard()
            self._report.losses.clear()
            part = self._forward()
            return Routed(
                self.route,
                self._report,
                (part,),
                self._lines,
                unchanged=True,
                enclosure=self._enclosure,
            )
        return self._written(self._conversion)

    def _written(self, conversion: Conversion) -> RouteOutcome:
        """End a route with what was written for it, which may prove unfit."""
        parts, checked = conversion.finish(crowded=self._crowded)
        refusals = unsayable(checked, self._target.id, self._document)
        if refusals:
            self.discard()
            for finding in refusals:
                self._report.add(Layer.MAPPING, finding)
            return self._turned_down(by_format=self._is_good())
        if not checked.valid:
            self.discard()
            return OutputInvalid(self.route, checked)
        return Routed(
            self.route,
            self._report,
            parts,
            self._lines,
            self._refused,
            enclosure=self._enclosure,
            left_out=tuple(self._left_out),
            survival=conversion.survival,
        )

    def _turned_down(self, *, by_format: bool) -> RouteOutcome:
        """End a route whose receiver cannot have the document so: as it came, where it may."""
        if self._fallback is None or not by_format:
            return Refused(self.route, self._report, self._lines, self._refused)
        if self._original is None:
            self._object(NOT_ALONE, who=Who.SUPPLIER)
            return Refused(self.route, self._report, self._lines, self._refused)
        if self._waits is not None:
            reason, until = self._waits
            return RouteHeld(self.route, self._report, until, reason)
        reasons = [one for one in self._report.findings() if one.severity.refuses]
        return self._fallback.finish(reasons, self._forward(), self._witness)

    def discard(self) -> None:
        """Remove what was written."""
        if self._conversion is not None:
            self._conversion.discard()

    def _judged_by(self, context: RouteContext, pool: Pool, bench: Workbench) -> Checker | None:
        """Return the receiver's rules; without a profile, those of the format it gets.

        A document that came in that format has been judged by them already, and one of another
        kind cannot be written in it at all.
        """
        kind, known, lookups = self._target.kind, bench.memory, bench.lookups
        header = self._own.header
        if not self._target.judges(self._source, header):
            return None
        if self._profile is not None:
            return self._profile.checker(context, kind, known, lookups, pool)
        rules = self._target.writing_rules(self._source, header)
        if rules is None:
            return None
        return rules.checker(context, kind, known, lookups=lookups, pool=pool)

    @property
    def _touched(self) -> bool:
        """Whether anything was repaired, refused or left out on the way."""
        by_receiver = self._checker is not None and self._checker.touched
        return by_receiver or self._own.changed or self._own.refused or self._refused > 0

    def _is_refused(self) -> bool:
        """Whether the receiver cannot have the document.

        A refused line can be left out where the receiver takes parts; a refused head
        cannot, and a document without any line left is none.
        """
        if self._report.fatal or self._head_refused:
            return True
        if self._report.valid and not self._own.refused and not self._refused:
            return False
        takes_parts = self._profile is not None and self._profile.takes_parts(self.route.options)
        return not takes_parts or self._lines == 0

    def _is_good(self) -> bool:
        """Whether nothing but the receiver's format can be in the way."""
        spoiled = self._own.refused or self._own.changed or self._objected
        return not (spoiled or self.route.choices)

    def _is_shown(self) -> bool:
        """Whether the document has its readable side, where the port asks for one."""
        if self._readable is None:
            return True
        made = self._readable.finish()
        if isinstance(made, Finding):
            self._report.add(Layer.MAPPING, made)
            return False
        self._enclosure = made
        return True

    def _object(
        self,
        rule: str,
        value: str | None = None,
        expected: str | None = None,
        who: Who = Who.HUB,
    ) -> None:
        name = self.route.receiver.card.name
        finding = judge(rule, value=value, expected=expected, receiver=name, who=who)
        self._report.add(Layer.MAPPING, finding)

    def _object_to_writing(self, *, fits: bool) -> None:
        """Say why there is nothing to send: no conversion, or none from a file of several."""
        if fits:
            self._object(NOT_ALONE, who=Who.SUPPLIER)
        else:
            self._object(NO_MAPPING, str(self._source), str(self._target.id))

    def _file(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.RECEIVER, finding)

    def _forward(self) -> Part:
        """Return the sender's bytes of this document, and of no other, as an output."""
        original = self._original
        if original is None:
            raise Defect(f"{self._report.file}: has no bytes of its own to be passed on")
        path = original.path
        if path is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / "original"
            with original.open() as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        media_type = original.media_type or self._target.media_type
        return Part(original.name, media_type, path, original.size, original.sha256)


def _target_of(route: Route, document: Document, formats: Formats) -> Format:
    wanted = route.format or document.format
    try:
        return formats.get(wanted)
    except KeyError as error:
        message = f"party {route.receiver.key}: receives: there is no format {wanted}"
        raise ConfigurationError([message]) from error


def _profile_of(route: Route, profiles: Profiles) -> Profile | None:
    if route.profile is None:
        return None
    try:
        return profiles[route.profile]
    except KeyError as error:
        message = f"party {route.receiver.key}: receives: there is no profile {route.profile}"
        raise ConfigurationError([message]) from error
