"""What is alike for several receivers is judged once a line.

Six municipalities on one system have the same rules and mostly the same options; only the
agreement differs. Checkers made with the same ``Pool`` share the verdicts, and the memory,
of the rules that are marked ``shared``::

    pool = Pool()
    checkers = [profile.checker(context, kind, known, pool=pool) for context in routes]

Every checker of a pool is shown the same ``Line`` objects, in the same order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.model.context import RouteContext
from hub.model.finding import Finding
from hub.model.line import Draft, Line
from hub.model.loss import LossReport
from hub.rules.bench import Bench, Lawbook
from hub.rules.rule import Locate, Rule, RuleContext, Scope

__all__ = ["Pool", "Shared", "Verdict"]


@dataclass(slots=True)
class Verdict:
    """What the shared rules say of one line."""

    line: Line | None
    body: Any
    repairs: list[Finding]
    watched: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: bool = False


class Shared:
    """The rules that judge alike, with the last line's verdict."""

    def __init__(self, rules: Iterable[Rule], context: RuleContext, lawbook: Lawbook) -> None:
        route = context.route
        # Nothing of one receiver is in reach of a rule that judges for several.
        alike = RuleContext(
            route=RouteContext(now=route.now, source=route.source, day=route.day),
            kind=context.kind,
            options=context.options,
            codes=context.codes,
            lookups=context.lookups,
        )
        self._bench = Bench(alike, lawbook, None)
        self._bench.losses.at_lines = True
        self._bench.seat(rule for rule in rules if rule.shared and rule.scope is not Scope.HEADER)
        self._last = Verdict(None, None, [])
        self._drafted: tuple[Line | None, Draft | None, list[Finding]] = (None, None, [])
        self._ended: list[Finding] | None = None

    @property
    def losses(self) -> LossReport:
        """What the shared repairs took away."""
        return self._bench.losses

    def line(self, line: Line) -> Verdict:
        """Return the verdict on a line, judged when it is first asked for."""
        if self._last.line is not line:
            self._last = self._judged(line)
        return self._last

    def _judged(self, line: Line) -> Verdict:
        bench, repairs = self._bench, list[Finding]()
        body = bench.repair(line, line.body, repairs)
        if bench.leaving:
            bench.leaving = False
            return Verdict(line, None, repairs, left_out=True)
        judged: list[Finding] = []
        watched: list[Finding] = []
        bench.judge_line(line, body, judged)
        bench.watch(line, body, watched)
        return Verdict(line, body, repairs, watched, [*repairs, *judged, *watched])

    def judge_again(self, line: Line, body: Any) -> list[Finding]:
        """Judge a line that one receiver's own rules have altered."""
        findings: list[Finding] = []
        self._bench.judge_line(line, body, findings)
        return findings

    def draft(self, line: Line, draft: Draft) -> tuple[Draft | None, list[Finding]]:
        """Return what could be read of a refused line, as repaired, and what is wrong with it."""
        if self._drafted[0] is not line:
            findings: list[Finding] = []
            self._drafted = line, self._bench.judge_draft(line, draft, findings), findings
        return self._drafted[1:]

    def end(self, locate: Locate | None) -> list[Finding]:
        """Return what the streams say at the end, asked once."""
        if self._ended is None:
            self._ended = []
            self._bench.end(locate, self._ended)
        return self._ended


class Pool:
    """Finds the checkers of one document that may share."""

    def __init__(self) -> None:
        self._shared: dict[tuple[Any, ...], Shared] = {}

    def shared(self, rules: tuple[Rule, ...], context: RuleContext, lawbook: Lawbook) -> Shared:
        """Return the shared part of some rules, the same for the same options."""
        key = (
            tuple(map(id, rules)),
            context.kind,
            context.route.source,
            context.route.day,
            _frozen(context.options),
            _frozen(lawbook.raised),
            id(context.lookups),
        )
        if key not in self._shared:
            self._shared[key] = Shared(rules, context, lawbook)
        return self._shared[key]


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(sorted((key, _frozen(one)) for key, one in value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(one) for one in value)
    return value
