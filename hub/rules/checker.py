"""Judges one document for one receiver: header, lines one by one, end."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hub.errors import Defect
from hub.model.finding import NOWHERE, Finding, Place, Severity
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.rules.rule import NEEDS_STATE, Hit, Locate, Rule, RuleContext, Scope, StreamCheck
from hub.rules.speech import Speech, shorten, text_of

__all__ = ["Checker"]

_RANK = {Severity.FIX: 0, Severity.WARN: 1, Severity.ERROR: 2, Severity.FATAL: 3}


class Checker:
    """One document on its way past one set of rules.

    ::

        header, findings = checker.header(document.header, document.locate)
        for line in document.lines():
            body, findings = checker.line(line)        # None = the line is refused
        findings = checker.end()

    Repairs are applied in the order of the rules, and later rules see them. What a repair
    took away is counted in ``losses``. ``skipped`` names the rules that could not be judged
    because the hub's memory was not at hand: they have not been passed. ``touched`` says
    whether anything was repaired, refused or left out, so that the original may not be
    forwarded; ``left_out`` counts the lines this receiver never gets.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        context: RuleContext,
        speech: Speech,
        raised: Mapping[str, Severity],
    ) -> None:
        self.context = context
        self.losses = LossReport()
        self.touched = False
        self.left_out = 0
        self._leaving = False
        self._speech = speech
        self._raised = raised
        self._skipped: dict[str, None] = {}
        self._holds: dict[str, None] = {}
        self._locate: Locate = _nowhere
        receiver = context.route.receiver
        self._receiver = None if receiver is None else receiver.key
        self._head: list[tuple[Rule, Callable[..., Any]]] = []
        self._repairing: list[tuple[Rule, Callable[..., Any], StreamCheck | None]] = []
        self._judging: list[tuple[Rule, Callable[..., Any]]] = []
        self._watching: list[tuple[Rule, StreamCheck]] = []
        self._rules = [rule for rule in rules if rule.holds_for(context.kind)]
        for rule in self._rules:
            if rule.needs_known and context.known is None:
                self._skipped[rule.id] = None
            elif rule.scope is Scope.HEADER:
                self._head.append((rule, rule.check))

    @property
    def skipped(self) -> tuple[str, ...]:
        """The rules that need the hub's memory and could not ask it."""
        return tuple(self._skipped)

    @property
    def holds(self) -> tuple[str, ...]:
        """The rules for which the document has to wait."""
        return tuple(self._holds)

    def header(self, header: Any, locate: Locate) -> tuple[Any, list[Finding]]:
        """Judge the header; return it as repaired, with the findings."""
        findings: list[Finding] = []
        self._locate = locate
        self.context.header = header
        for rule, check in self._head:
            hits = check(header, self.context)
            if hits:
                header = self._take(rule, hits, header, locate, findings)
                self.context.header = header
        self._prepare()
        return header, findings

    def _prepare(self) -> None:
        """Make the line checks; streams are born now, so that they see the repaired header."""
        for rule in self._rules:
            if rule.id in self._skipped or rule.scope is Scope.HEADER:
                continue
            stream = rule.check(self.context) if rule.scope is Scope.STREAM else None
            if rule.repairs:
                self._repairing.append((rule, rule.check, stream))
            elif stream is None:
                self._judging.append((rule, rule.check))
            if stream is not None:
                self._watching.append((rule, stream))
        self._watched = [(rule, stream.line) for rule, stream in self._watching if not rule.repairs]

    def line(self, line: Line) -> tuple[Any, list[Finding]]:
        """Judge one line; return it as repaired, or None when it is refused or left out.

        A line that is left out, because this receiver never gets its like, has no findings.
        """
        findings: list[Finding] = []
        context, body, locate = self.context, line.body, line.locate
        for rule, check, stream in self._repairing:
            hits = (
                check(body, context) if stream is None else stream.line(line.number, body, locate)
            )
            if hits:
                body = self._take(rule, hits, body, locate, findings)
                if self._leaving:
                    return self._leave_out()
        for rule, check in self._judging:
            hits = check(body, context)
            if hits:
                self._take(rule, hits, body, locate, findings)
        for rule, watch in self._watched:
            hits = watch(line.number, body, locate)
            if hits:
                self._take(rule, hits, body, locate, findings)
        if findings and any(finding.severity.refuses for finding in findings):
            self.touched = True
            return None, findings
        return body, findings

    def _leave_out(self) -> tuple[None, list[Finding]]:
        self._leaving = False
        self.touched = True
        self.left_out += 1
        return None, []

    def end(self) -> list[Finding]:
        """Judge what only the whole document shows."""
        findings: list[Finding] = []
        for rule, stream in self._watching:
            hits = stream.end()
            if hits:
                self._take(rule, hits, None, self._locate, findings)
        return findings

    def _take(
        self,
        rule: Rule,
        hits: Iterable[Hit],
        body: Any,
        locate: Locate,
        findings: list[Finding],
    ) -> Any:
        """File the hits of one rule and return the body with its repairs."""
        if hits is NEEDS_STATE:
            self._skipped[rule.id] = None
            return body
        for hit in hits:
            if hit.leave_out:
                self._leaving = True
                continue
            severity = self._severity(rule, hit)
            if not hit.quiet:
                findings.append(self._finding(rule, hit, severity, locate))
            if hit.hold:
                self._holds[hit.rule or rule.id] = None
            if hit.repaired is None or severity.refuses:
                continue
            if not rule.repairs and rule.scope is not Scope.HEADER:
                raise Defect(f"rule {rule.id} repaired a line and does not say that it repairs")
            body = hit.repaired
            self.touched = True
            if hit.loss is not None:
                self.losses.add(_plain(hit.field), hit.loss, text_of(hit.value))
        return body

    def _severity(self, rule: Rule, hit: Hit) -> Severity:
        severity = hit.severity or rule.severity
        raised = self._raised.get(hit.rule or rule.id)
        if raised is not None and _RANK[raised] > _RANK[severity]:
            return raised
        return severity

    def _finding(self, rule: Rule, hit: Hit, severity: Severity, locate: Locate) -> Finding:
        key = hit.rule or rule.key
        if hit.variant:
            key = f"{key}.{hit.variant}"
        value, expected = text_of(hit.value), text_of(hit.expected)
        message = hit.message or self._speech.say(
            key, hit.field, {"value": value, "expected": expected, **hit.args}
        )
        return Finding(
            rule=hit.rule or rule.id,
            severity=severity,
            message=message,
            place=hit.place or (locate(hit.field) if hit.field else NOWHERE),
            value=None if value is None else shorten(value),
            expected=None if expected is None else shorten(expected),
            who=hit.who or rule.who,
            receiver=self._receiver,
        )


def _plain(field: str) -> str:
    """Return a field without the counts of its groups."""
    parts = (part.partition("[")[0] for part in field.split("."))
    return ".".join(parts)


def _nowhere(_field: str) -> Place:
    return NOWHERE
