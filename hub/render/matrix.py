"""What every customer makes of one document: counts for a table, findings by rule.

::

    Matrix  file, format, what holds for everybody (Report)
      `- Column for each customer: verdict, lines, counts, its own Report
    by_rule(matrix) -> RuleGroup for each rule, with the customers it concerns

Findings of a report are capped; every number here counts all of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from hub.model.finding import Finding, Severity, Who
from hub.model.loss import Loss, LossKind
from hub.model.report import Report

__all__ = ["Customer", "Matrix", "RuleGroup", "Verdict", "by_rule", "lost", "rules_of"]

RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Verdict(StrEnum):
    """How the document ends at one customer."""

    WHOLE = "whole"
    PART = "part"
    REFUSED = "refused"
    HELD = "held"
    HUB_FAULT = "hub-fault"


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer's answer.

    ``lines`` are those it can take and ``refused_lines`` those it cannot; a customer that
    takes no part of a document refuses the good lines with the bad. ``agreement`` tells two
    answers of one customer apart.
    """

    key: str
    name: str
    format: str
    verdict: Verdict
    lines: int
    refused_lines: int
    report: Report
    agreement: str | None = None

    @property
    def warnings(self) -> int:
        """How much goes through but should be looked at."""
        return self.report.severity(Severity.WARN)

    @property
    def fixes(self) -> int:
        """How much the hub repaired for this customer."""
        return self.report.severity(Severity.FIX)

    @property
    def losses(self) -> int:
        """How many fields do not reach this customer as they are."""
        return len(lost(self.report))


@dataclass(frozen=True, slots=True)
class Matrix:
    """One document and its customers; ``report`` is what holds whoever the customer is."""

    file: str
    format: str | None
    report: Report
    customers: tuple[Customer, ...]

    def count(self, *verdicts: Verdict) -> int:
        """Return how many customers end so."""
        return sum(customer.verdict in verdicts for customer in self.customers)


@dataclass(slots=True)
class RuleGroup:
    """Everything found of one rule with one severity.

    ``count`` is the most that any one report counts, since most findings are the same place
    told to several customers, and ``kept`` the most that one kept. ``everybody`` says that it
    holds whoever the customer is.
    """

    rule: str
    severity: Severity
    count: int = 0
    kept: int = 0
    everybody: bool = False
    examples: list[Finding] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)

    def more(self, shown: int) -> int:
        """Return how many there are besides the first ``shown`` examples."""
        return self.count - self.kept + max(0, len(self.examples) - shown)

    @property
    def who(self) -> Who:
        """Who has to act on it."""
        return self.examples[0].who if self.examples else Who.SUPPLIER


def rules_of(report: Report) -> list[RuleGroup]:
    """Return what one report found, by rule: the gravest first, then the most frequent."""
    groups: dict[tuple[str, Severity], RuleGroup] = {}
    _gather(groups, report, None)
    return _in_order(groups.values())


def by_rule(matrix: Matrix) -> list[RuleGroup]:
    """Return what everybody found, by rule, each place once; what concerns most comes first."""
    groups: dict[tuple[str, Severity], RuleGroup] = {}
    _gather(groups, matrix.report, None)
    for customer in matrix.customers:
        _gather(groups, customer.report, customer.name)
    return _in_order(groups.values())


def lost(report: Report) -> list[Loss]:
    """Return what does not arrive as it was.

    What the hub itself put in is none of it, nor what arrives whole in one field with others.
    """
    arrived = (LossKind.DERIVED, LossKind.JOINED)
    return [loss for loss in report.lost() if loss.kind not in arrived]


def _gather(
    groups: dict[tuple[str, Severity], RuleGroup], report: Report, customer: str | None
) -> None:
    repeats = report.repeats()
    again = Counter((one.rule, one.severity) for one in report.findings() if one in repeats)
    for key, count in report.tally.items():
        if count == again[key]:
            continue
        group = groups.setdefault(key, RuleGroup(*key))
        group.count = max(group.count, count - again[key])
        if customer is None:
            group.everybody = True
        elif customer not in group.customers:
            group.customers.append(customer)
    kept: dict[tuple[str, Severity], int] = {}
    for finding in report.findings():
        if finding in repeats:
            continue
        key = (finding.rule, finding.severity)
        kept[key] = kept.get(key, 0) + 1
        group = groups[key]
        # Customers may say it in different words; a clerk corrects the place once.
        if all((one.place, one.value) != (finding.place, finding.value) for one in group.examples):
            group.examples.append(finding)
    for key, count in kept.items():
        groups[key].kept = max(groups[key].kept, count)


def _in_order(groups: Iterable[RuleGroup]) -> list[RuleGroup]:
    """Sort: what stops a document first, then what concerns most customers, then the gravest."""
    return sorted(
        groups,
        key=lambda one: (
            0 if one.severity.refuses else RANKS[one.severity],
            not one.everybody,
            -len(one.customers),
            RANKS[one.severity],
            -one.count,
            one.rule,
        ),
    )
