"""What a new version of a catalogue means for each customer: what reaches it, and whether in time.

Both versions are sent down the line for the customers, as a rehearsal; what comes out is read
back. So a change reaches a customer when its item is in what that customer gets, whatever
agreements, networks and rules left out. The old version is rehearsed as of the day it was made.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.app.comparison import Change, ChangeKind, Version
from hub.app.rehearsal import rehearse
from hub.app.toolbox import Toolbox
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Finding, Layer
from hub.model.report import Report
from hub.pipeline.outcome import Accepted, Processed, Rejected, Routed, RouteHeld, RouteOutcome
from hub.rules.catalogues import item_key

__all__ = ["Reach", "Taken", "reaches"]

Taken = str
"""``whole``, ``part``, ``refused`` or ``held``."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reach:
    """One customer: does it take the new version, are new prices in time, what reaches it.

    ``notice`` are the findings of the rules that say how early new prices have to come; none
    of them and ``demands_notice`` means that they do. ``refused_by`` names the rules by which the
    version, or lines of it, are refused. ``counts`` are the changes that reach the customer, by
    kind; nothing does when the version is refused, and the old one stays in force.
    """

    customer: str
    name: str
    agreement: str | None
    taken: Taken
    demands_notice: bool
    notice: tuple[Finding, ...]
    refused_by: tuple[str, ...]
    counts: Mapping[ChangeKind, int]


def reaches(
    tools: Toolbox,
    old: Version,
    new: Version,
    changes: Sequence[Change],
    receivers: tuple[str, ...],
    account: str | None,
    folder: Path,
) -> Iterator[Reach]:
    """Yield what becomes of the new version at these receivers (all, when none is named).

    Raises ``ConfigurationError`` as ``rehearse`` does.
    """
    kinds: dict[Key, list[ChangeKind]] = {}
    for change in changes:
        kinds.setdefault((change.number, change.variant or ""), []).append(change.kind)
    gone: dict[tuple[str, str | None], dict[Key, int]] = {}
    if any(change.kind == "removed" for change in changes):
        made = _made(old)
        for route in _routes(
            rehearse(tools, old.payload, receivers, account, folder / "old", at=made)
        ):
            gone[_where(route)] = _met(tools, route, kinds)
    for route in _routes(rehearse(tools, new.payload, receivers, account, folder / "new")):
        met = _met(tools, route, kinds)
        taken = _taken(route)
        before = gone.get(_where(route), {}) if taken != "refused" else {}
        profile = tools.profiles[route.route.profile] if route.route.profile else None
        timely = frozenset() if profile is None else profile.lead_time
        findings = [f for f in route.report.findings(Layer.RECEIVER) if f.rule in timely]
        agreement = route.route.agreement
        yield Reach(
            route.route.receiver.key,
            route.route.receiver.card.name,
            None if agreement is None else agreement.id,
            taken,
            bool(timely),
            tuple(findings),
            _refusing(route.report),
            _counts(kinds, met, before),
        )


def _made(version: Version) -> dt.datetime | None:
    """Return the day a version was made, else one well before it begins to hold."""
    for document in version.format.reader.read(version.payload, Report(version.payload.name)):
        day = getattr(document.header, "issue_date", None)
        period = next(iter(getattr(document.header, "validity_period", ())), None)
        start = None if period is None else period.start_date
        if start is not None:
            day = min(day or start, start - dt.timedelta(days=EARLY))
        if day is not None:
            return dt.datetime.combine(day, dt.time(8), dt.UTC)
    return None


EARLY = 30
"""Days before its start that any customer takes a catalogue in time."""


def _routes(ended: Iterable[Processed]) -> Iterator[RouteOutcome]:
    for one in ended:
        if isinstance(one.outcome, Accepted | Rejected):
            yield from one.outcome.routes


def _where(route: RouteOutcome) -> tuple[str, str | None]:
    agreement = route.route.agreement
    return route.route.receiver.key, None if agreement is None else agreement.id


def _taken(route: RouteOutcome) -> Taken:
    if isinstance(route, RouteHeld):
        return "held"
    if not isinstance(route, Routed):
        return "refused"
    return "part" if route.refused_lines else "whole"


def _met(tools: Toolbox, route: RouteOutcome, wanted: Mapping[Key, object]) -> dict[Key, int]:
    """Return which of the changed items are in what a customer gets."""
    met: dict[Key, int] = {}
    if not isinstance(route, Routed):
        return met
    # By name: some formats say in the name of a file what is in it.
    for file in (part.payload() for part in route.parts):
        report = Report(file.name)
        form = tools.formats.identify(file, report)
        if form is None or not form.readable:
            continue
        for document in form.reader.read(file, report):
            for line in document.lines(report):
                found = item_key(line.body) if isinstance(line.body, CatalogueLine) else None
                if found is not None and (key := (found[0], found[1] or "")) in wanted:
                    met[key] = 1
    return met


def _counts(
    kinds: Mapping[Key, Sequence[ChangeKind]], met: Mapping[Key, int], before: Mapping[Key, int]
) -> Mapping[ChangeKind, int]:
    counts: dict[ChangeKind, int] = {}
    for key, found in kinds.items():
        for kind in found:
            if key in (before if kind == "removed" else met):
                counts[kind] = counts.get(kind, 0) + 1
    return counts


def _refusing(report: Report) -> tuple[str, ...]:
    """Return the rules by which a version or a line was refused, each once."""
    found = (finding.rule for finding in report.findings() if finding.severity.refuses)
    return tuple(dict.fromkeys(found))
