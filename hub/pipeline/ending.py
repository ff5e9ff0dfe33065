"""How the line ends a document."""

from collections.abc import Iterable

from hub.errors import Defect
from hub.formats.document import Document
from hub.model.finding import Finding, Layer, Who
from hub.model.report import Report
from hub.pipeline.envelope import DESK, Envelope
from hub.pipeline.judgement import (
    ADDRESSED_ELSEWHERE,
    AGREEMENT_UNKNOWN,
    NO_ROUTE,
    NO_ROUTE_ASKED,
    judge,
)
from hub.pipeline.outcome import Accepted, Refused, Rejected, Routed, RouteOutcome, Unroutable
from hub.pipeline.party import Directory, Party
from hub.pipeline.routing import BY_AGREEMENT, named_receiver
from hub.render.pagewording import kind_words

__all__ = ["decided", "rejected", "unroutable"]

REFUSED_BY_ALL = "refused-by-all-receivers"


def decided(
    report: Report, routes: tuple[RouteOutcome, ...], *, refused: bool = False
) -> Accepted | Rejected:
    """The document is good when somebody takes it, or when it is for the hub itself.

    One that every receiver refuses is rejected, so that it may be sent again; ``refused`` says
    that it is, whoever else hears of it. What could not be read is no loss where nothing was
    written anew.
    """
    if refused or (routes and all(isinstance(route, Refused) for route in routes)):
        return Rejected(_first_refusal(report) or REFUSED_BY_ALL, routes)
    if all(isinstance(route, Routed) and route.unchanged for route in routes):
        report.losses.clear()
    return Accepted(routes)


def rejected(report: Report, objections: Iterable[Finding] = ()) -> Rejected:
    """The document cannot be used; the first refusing rule is the reason."""
    for objection in objections:
        report.add(Layer.RECEIVER, objection)
    reason = _first_refusal(report)
    if reason is None:
        raise Defect(f"{report.file}: was refused, and nobody said why")
    return Rejected(reason)


def _first_refusal(report: Report) -> str | None:
    return next((f.rule for f in report.findings() if f.severity.refuses), None)


def unroutable(
    document: Document, sender: Party, directory: Directory, report: Report, envelope: Envelope
) -> Unroutable | Rejected:
    """Nobody gets the document: the sender's mistake when it names a wrong agreement.

    Where only some receivers are asked for, it may be addressed to another.
    """
    if report.fatal:
        return rejected(report)
    summary = document.summary
    if summary.kind in BY_AGREEMENT and summary.agreement is not None:
        known = {agreement.id for agreement in directory.agreements_of(sender.key)}
        if summary.agreement not in known:
            place = document.locate("referenced_contract.id")
            finding = judge(AGREEMENT_UNKNOWN, place=place, value=summary.agreement)
            return rejected(report, [finding])
    named, asked = named_receiver(summary, directory), _asked(envelope, directory)
    if named is not None and asked and all(party.key != named.key for party in asked):
        others = " / ".join(party.card.name for party in asked)
        report.add(
            Layer.RECEIVER, judge(ADDRESSED_ELSEWHERE, value=named.card.name, expected=others)
        )
        return Unroutable(ADDRESSED_ELSEWHERE)
    target = f" ({', '.join(map(str, summary.receiver))})" if summary.receiver else ""
    report.add(
        Layer.RECEIVER,
        judge(
            NO_ROUTE,
            said=NO_ROUTE_ASKED if envelope.channel == DESK else None,
            value=target.strip(" ()") or None,
            who=Who.HUB,
            kind=kind_words(summary.kind),
            target=target,
        ),
    )
    return Unroutable(NO_ROUTE)


def _asked(envelope: Envelope, directory: Directory) -> list[Party]:
    """Return the parties that are asked for; none when not all of them are known."""
    found: dict[str, Party] = {}
    for name in envelope.ports:
        port = directory.port(name)
        party = directory.party(name if port is None else port.party)
        if party is None:
            return []
        found[party.key] = party
    return list(found.values())
