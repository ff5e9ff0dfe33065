"""How the line ends a document."""

from collections.abc import Iterable

from hub.formats.document import Document
from hub.model.finding import Finding, Layer, Who
from hub.model.report import Report
from hub.pipeline.judgement import AGREEMENT_UNKNOWN, NO_ROUTE, judge
from hub.pipeline.outcome import Accepted, Refused, Rejected, RouteOutcome, Unroutable
from hub.pipeline.party import Directory, Party
from hub.pipeline.routing import BY_AGREEMENT

__all__ = ["accepted", "refused_by_all", "rejected", "unroutable"]

REFUSED_BY_ALL = "refused-by-all-receivers"


def accepted(routes: tuple[RouteOutcome, ...]) -> Accepted:
    """The document is good, and at least one receiver takes it."""
    return Accepted(routes)


def refused_by_all(routes: tuple[RouteOutcome, ...]) -> Rejected | None:
    """A document that every receiver refuses is rejected, so that it may be sent again."""
    if all(isinstance(route, Refused) for route in routes):
        return Rejected(REFUSED_BY_ALL, routes)
    return None


def rejected(report: Report, objections: Iterable[Finding] = ()) -> Rejected:
    """The document cannot be used; the first refusing rule is the reason."""
    for objection in objections:
        report.add(Layer.RECEIVER, objection)
    for finding in report.findings():
        if finding.severity.refuses:
            return Rejected(finding.rule)
    return Rejected("unreadable")


def unroutable(
    document: Document, sender: Party, directory: Directory, report: Report
) -> Unroutable | Rejected:
    """Nobody gets the document: the sender's mistake when it names a wrong agreement."""
    if report.fatal:
        return rejected(report)
    summary = document.summary
    if summary.kind in BY_AGREEMENT and summary.agreement is not None:
        known = {agreement.id for agreement in directory.agreements_of(sender.key)}
        if summary.agreement not in known:
            place = document.locate("referenced_contract.id")
            finding = judge(AGREEMENT_UNKNOWN, place=place, value=summary.agreement)
            return rejected(report, [finding])
    target = f" ({', '.join(map(str, summary.receiver))})" if summary.receiver else ""
    report.add(
        Layer.RECEIVER,
        judge(
            NO_ROUTE,
            value=target.strip(" ()") or None,
            who=Who.HUB,
            kind=summary.kind,
            target=target,
        ),
    )
    return Unroutable(NO_ROUTE)
