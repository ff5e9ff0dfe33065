"""Rules taking their seats to judge lines, and their hits becoming findings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from hub.errors import ContentGone, Defect
from hub.model.finding import NOWHERE, Finding, Severity
from hub.model.line import Draft, Line
from hub.model.loss import LossReport
from hub.rules.rule import NEEDS_STATE, Hit, Locate, Rule, RuleContext, Scope, StreamCheck
from hub.rules.speech import Speech, shorten, text_of

__all__ = ["Bench", "Lawbook"]

_RANK = {Severity.FIX: 0, Severity.WARN: 1, Severity.ERROR: 2, Severity.FATAL: 3}


@dataclass(frozen=True)
class Lawbook:
    """What rules say when they are broken, and how severe a profile makes them."""

    speech: Speech
    raised: Mapping[str, Severity]


class Bench:
    """Some rules in the order they judge a line; collects what they say of the whole."""

    def __init__(self, context: RuleContext, lawbook: Lawbook, receiver: str | None) -> None:
        self.losses = LossReport()
        self.skipped: dict[str, None] = {}
        self.holds: dict[str, None] = {}
        self.leaving = False
        self.repairing: list[tuple[Rule, Callable[..., Any] | None, StreamCheck | None]] = []
        self._context = context
        self._lawbook = lawbook
        self._receiver = receiver
        self._judging: list[tuple[Rule, Callable[..., Any]]] = []
        self._watching: list[tuple[Rule, Callable[..., Any]]] = []
        self._streams: list[tuple[Rule, StreamCheck]] = []

    def seat(self, rules: Iterable[Rule]) -> None:
        """Make the checks of line and stream rules."""
        for rule in rules:
            stream: StreamCheck | None = None
            if rule.scope is Scope.STREAM:
                stream = rule.check(self._context)
                self._streams.append((rule, stream))
            if rule.repairs:
                self.repairing.append((rule, None if stream else rule.check, stream))
            elif stream is None:
                self._judging.append((rule, rule.check))
            else:
                self._watching.append((rule, stream.line))

    def repair(self, line: Line, body: Any, findings: list[Finding]) -> Any:
        """Return the body after the repairing rules; ``leaving`` is set when it is left out."""
        context, locate = self._context, line.locate
        for rule, check, stream in self.repairing:
            if stream is None:
                hits = check(body, context) if check is not None else ()
            else:
                hits = stream.line(line.number, body, locate)
            if hits:
                body = self.take(rule, hits, body, locate, findings)
                if self.leaving:
                    return None
        return body

    def judge(self, line: Line, body: Any, findings: list[Finding]) -> None:
        """Judge a line by the line rules, then by the streams."""
        self.judge_line(line, body, findings)
        self.watch(line, body, findings)

    def judge_line(self, line: Line, body: Any, findings: list[Finding]) -> None:
        """Judge a line by itself."""
        context = self._context
        for rule, check in self._judging:
            hits = check(body, context)
            if hits:
                self.take(rule, hits, body, line.locate, findings)

    def judge_draft(self, line: Line, draft: Draft, findings: list[Finding]) -> Draft | None:
        """Say what is wrong with a refused line, as far as it does not depend on what is unread.

        Return it as repaired, which is for the judgement only: nothing of the line goes on. None
        where this receiver never gets its like. Rules that look at all lines are not shown it.
        """
        body = draft.body
        for rule, check, _ in self.repairing:
            for hit in check(body, self._context) if check is not None else ():
                if hit.leave_out:
                    return None
                self._say_of_draft(rule, hit, line, draft, findings)
                if hit.repaired is not None:
                    body = hit.repaired
        for rule, check in self._judging:
            for hit in check(body, self._context):
                self._say_of_draft(rule, hit, line, draft, findings)
        return draft if body is draft.body else replace(draft, body=body)

    def _say_of_draft(
        self, rule: Rule, hit: Hit, line: Line, draft: Draft, findings: list[Finding]
    ) -> None:
        severity = self._severity(rule, hit)
        if severity.refuses and draft.tells(hit.field):
            findings.append(self._finding(rule, hit, severity, line.locate))

    def watch(self, line: Line, body: Any, findings: list[Finding]) -> None:
        """Show a line to the rules that look at all of them."""
        for rule, watch in self._watching:
            try:
                hits = watch(line.number, body, line.locate)
                if hits:
                    self.take(rule, hits, body, line.locate, findings)
            except ContentGone:
                # The sender is not to blame for what the hub lost.
                self.skipped[rule.id] = None

    def end(self, locate: Locate | None, findings: list[Finding]) -> None:
        """Let the streams say their last."""
        for rule, stream in self._streams:
            try:
                hits = stream.end()
                if hits:
                    self.take(rule, hits, None, locate or _nowhere, findings)
            except ContentGone:
                self.skipped[rule.id] = None

    def take(
        self,
        rule: Rule,
        hits: Iterable[Hit],
        body: Any,
        locate: Locate,
        findings: list[Finding],
    ) -> Any:
        """File the hits of one rule and return the body with its repairs."""
        if hits is NEEDS_STATE:
            self.skipped[rule.id] = None
            return body
        for hit in hits:
            if hit.leave_out:
                self.leaving = True
                if hit.loss is not None:
                    self.losses.add(hit.field, hit.loss, text_of(hit.value))
                continue
            severity = self._severity(rule, hit)
            # Who refuses a line has to say so, however often the rule has spoken.
            if not hit.quiet or severity.refuses:
                findings.append(self._finding(rule, hit, severity, locate))
            if hit.hold:
                self.holds[hit.rule or rule.id] = None
            if hit.repaired is None or severity.refuses:
                continue
            if not rule.repairs and rule.scope is not Scope.HEADER:
                raise Defect(f"rule {rule.id} repaired a line and does not say that it repairs")
            body = hit.repaired
            self._lose(hit)
        return body

    def _lose(self, hit: Hit) -> None:
        if hit.loss is not None:
            self.losses.add(_plain(hit.field), hit.loss, text_of(hit.value))
        for field, kind, value in hit.losses:
            self.losses.add(_plain(field), kind, text_of(value))

    def _severity(self, rule: Rule, hit: Hit) -> Severity:
        severity = hit.severity or rule.severity
        raised = self._lawbook.raised.get(hit.rule or rule.id)
        if raised is not None and _RANK[raised] > _RANK[severity]:
            return raised
        return severity

    def _finding(self, rule: Rule, hit: Hit, severity: Severity, locate: Locate) -> Finding:
        key = hit.rule or rule.key
        if hit.variant:
            key = f"{key}.{hit.variant}"
        value, expected = text_of(hit.value), text_of(hit.expected)
        message = hit.message or self._lawbook.speech.say(
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
    if "[" not in field:
        return field
    parts = (part.partition("[")[0] for part in field.split("."))
    return ".".join(parts)


def _nowhere(_field: str) -> Any:
    return NOWHERE
