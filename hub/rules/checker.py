"""Judges one document for one receiver: header, lines one by one, end.

A line goes through::

    repairs alike for all receivers -> this receiver's own repairs
        -> judgement alike for all -> this receiver's own judgement

What is alike is done once a line for all receivers that share it (``hub.rules.sharing``).
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from hub.errors import ContentGone
from hub.model.finding import Finding
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.rules.bench import Bench, Lawbook
from hub.rules.rule import Locate, Rule, RuleContext, Scope
from hub.rules.sharing import Shared

__all__ = ["Checker"]


class Checker:
    """One document on its way past one set of rules.

    ::

        header, findings = checker.header(document.header, document.locate, document.lines)
        for line in document.lines():
            body, findings = checker.line(line)        # None = refused or left out
        findings = checker.end()

    Repairs are applied in the order of the rules, and later rules see them. What a repair
    took away is counted in ``losses``. ``skipped`` names the rules that could not be judged
    because the hub's memory was not at hand, or lost: they have not been passed. ``holds`` names
    the rules for which the document has to wait. ``touched`` says whether anything was repaired,
    refused or left out, so that the original may not be forwarded; ``left_out`` counts the
    lines this receiver never gets.
    """

    def __init__(
        self, rules: Iterable[Rule], context: RuleContext, lawbook: Lawbook, shared: Shared
    ) -> None:
        self.context = context
        self.touched = False
        self.left_out = 0
        self._shared = shared
        receiver = context.route.receiver
        self._receiver = None if receiver is None else receiver.key
        self._bench = Bench(context, lawbook, self._receiver)
        self._rules: list[Rule] = []
        self._header_locate: Locate | None = None
        for rule in rules:
            if _is_shared(rule):
                continue
            if rule.needs_known and context.known is None:
                self._bench.skipped[rule.id] = None
            else:
                self._rules.append(rule)

    @property
    def skipped(self) -> tuple[str, ...]:
        """The rules that need the hub's memory and could not ask it."""
        return tuple(self._bench.skipped)

    @property
    def holds(self) -> tuple[str, ...]:
        """The rules for which the document has to wait."""
        return tuple(self._bench.holds)

    @property
    def losses(self) -> LossReport:
        """What repairs took away, so far."""
        losses = LossReport()
        losses.extend(self._shared.losses)
        losses.extend(self._bench.losses)
        return losses

    def header(
        self, header: Any, locate: Locate, lines: Callable[[], Iterable[Line]] = tuple
    ) -> tuple[Any, list[Finding]]:
        """Judge the header; return it as repaired, with the findings.

        ``lines`` reads the document's lines, of which a rule may ask something for the header.
        """
        findings: list[Finding] = []
        judged = header
        self._header_locate = locate
        self.context.header = header
        self.context.lines = lines
        for rule in self._rules:
            if rule.scope is not Scope.HEADER:
                continue
            try:
                hits = rule.check(header, self.context)
                if hits:
                    header = self._bench.take(rule, hits, header, locate, findings)
                    self.context.header = header
            except ContentGone:
                self._bench.skipped[rule.id] = None
        if header is not judged:
            self.touched = True
        self._bench.losses.at_lines = True
        # Streams are born now, so that they see the repaired header.
        self._bench.seat(rule for rule in self._rules if rule.scope is not Scope.HEADER)
        return header, findings

    def line(self, line: Line) -> tuple[Any, list[Finding]]:
        """Judge one line; return it as repaired, or None when it is refused or left out.

        A line that is left out, because this receiver never gets its like, has no findings;
        neither has one that came without a body, because it was refused before.
        """
        if line.body is None:
            return None, []
        alike = self._shared.line(line)
        if alike.left_out:
            return self._leave_out()
        body, bench = alike.body, self._bench
        findings: list[Finding] = []
        if bench.repairing:
            body = bench.repair(line, body, findings)
            if bench.leaving:
                bench.leaving = False
                return self._leave_out()
        common = alike.findings
        if body is not alike.body:
            common = [*alike.repairs, *self._shared.judge_again(line, body), *alike.watched]
        if common:
            findings = [*self._own(common), *findings]
        bench.judge(line, body, findings)
        if body is not line.body:
            self.touched = True
        if findings and any(finding.severity.refuses for finding in findings):
            self.touched = True
            return None, findings
        return body, findings

    def draft(self, line: Line) -> tuple[Line, list[Finding]]:
        """Say what else is wrong with a line that was refused for what could not be read.

        The line comes back with what could be read of it as repaired, for those who judge next.
        """
        if line.draft is None:
            return line, []
        draft, common = self._shared.draft(line, line.draft)
        if draft is None:
            return line, []
        findings = self._own(common)
        draft = self._bench.judge_draft(line, draft, findings)
        return (line, []) if draft is None else (replace(line, draft=draft), findings)

    def end(self) -> list[Finding]:
        """Judge what only the whole document shows."""
        findings = self._own(self._shared.end(self._header_locate))
        self._bench.end(self._header_locate, findings)
        return findings

    def _own(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return findings that are alike for all with this receiver's name in them."""
        if self._receiver is None:
            return list(findings)
        return [replace(finding, receiver=self._receiver) for finding in findings]

    def _leave_out(self) -> tuple[None, list[Finding]]:
        self.touched = True
        self.left_out += 1
        return None, []


def _is_shared(rule: Rule) -> bool:
    return rule.shared and rule.scope is not Scope.HEADER
