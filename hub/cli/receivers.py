"""What each receiver makes of a document, as rows and as data."""

from typing import Any, assert_never

from rich.console import Console

from hub.cli.console import table
from hub.cli.reporting import show_findings, show_losses
from hub.model.finding import Severity
from hub.model.sentence import Language
from hub.pipeline.outcome import (
    Accepted,
    OutputInvalid,
    Processed,
    Refused,
    Rejected,
    Routed,
    RouteHeld,
    RouteOutcome,
)

__all__ = ["describe_receivers", "show_receivers"]


def describe_receivers(processed: Processed, language: Language) -> list[dict[str, Any]]:
    """Return one JSON-ready object for each route."""
    return [
        {
            "receiver": route.route.receiver.key,
            "port": route.route.port.key,
            "agreement": None if route.route.agreement is None else route.route.agreement.id,
            "format": str(route.route.format or processed.format),
            "profile": route.route.profile,
            "outcome": outcome_of(route),
            "lines": route.lines if isinstance(route, Routed) else 0,
            "refused_lines": route.refused_lines if isinstance(route, Routed) else 0,
            "report": route.report.describe(language),
        }
        for route in routes_of(processed)
    ]


def show_receivers(console: Console, processed: Processed, language: Language) -> None:
    """Print customers by (outcome, lines, findings, losses), then each one's findings."""
    routes = routes_of(processed)
    if not routes:
        return
    console.print(
        table(
            ("customer", "gets", "outcome", "lines", "refused", "warnings", "fixes", "losses"),
            [_row(route, processed) for route in routes],
            right=frozenset({"lines", "refused", "warnings", "fixes", "losses"}),
        )
    )
    for route in routes:
        if route.report.counts or route.report.losses:
            console.print(route.route.receiver.card.name, style="bold", markup=False)
            show_findings(console, route.report, language)
            show_losses(console, route.report)


def routes_of(processed: Processed) -> tuple[RouteOutcome, ...]:
    """Return the routes of a document, whether or not anybody took it."""
    if isinstance(processed.outcome, Accepted | Rejected):
        return processed.outcome.routes
    return ()


def outcome_of(route: RouteOutcome) -> str:
    """Return the one word for how a route ended."""
    match route:
        case Routed():
            return "routed"
        case Refused():
            return "refused"
        case OutputInvalid():
            return "output-invalid"
        case RouteHeld():
            return "held"
    assert_never(route)


def _row(route: RouteOutcome, processed: Processed) -> tuple[object, ...]:
    counts = dict.fromkeys(Severity, 0)
    for finding in route.report.findings():
        counts[finding.severity] += 1
    lines: object = "–"
    refused = counts[Severity.ERROR] + counts[Severity.FATAL]
    outcome = outcome_of(route)
    if isinstance(route, Routed):
        lines, refused = route.lines, route.refused_lines
        outcome += " (unchanged)" if route.unchanged else ""
    return (
        route.route.receiver.card.name,
        str(route.route.format or processed.format),
        outcome,
        lines,
        refused,
        counts[Severity.WARN],
        counts[Severity.FIX],
        sum(loss.count for loss in route.report.losses),
    )
