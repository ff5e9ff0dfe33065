"""What each receiver makes of a document, as rows and as data."""

from typing import Any, assert_never

from rich.console import Console
from rich.text import Text

from hub.cli.console import table
from hub.cli.reporting import show_findings, show_losses, show_opinion
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
from hub.render.matrix import Customer, Matrix, Verdict
from hub.render.verdicts import called
from hub.render.wording import Wording

__all__ = [
    "customers_table",
    "describe_receivers",
    "matrix_of",
    "routes_of",
    "show_receivers",
]


COLOURS = {
    Verdict.WHOLE: "green",
    Verdict.PART: "yellow",
    Verdict.REFUSED: "red",
    Verdict.HELD: "yellow",
    Verdict.HUB_FAULT: "bold red",
}


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
            "lines": customer.lines,
            "refused_lines": customer.refused_lines,
            "errors": sum(
                customer.report.severity(severity) for severity in Severity if severity.refuses
            ),
            "warnings": customer.warnings,
            "fixes": customer.fixes,
            "lost_fields": customer.losses,
            "report": route.report.describe(language),
        }
        for route, customer in (
            (route, _customer(route, processed)) for route in routes_of(processed)
        )
    ]


def matrix_of(processed: Processed) -> Matrix:
    """Return what everybody makes of a document."""
    customers = tuple(_customer(route, processed) for route in routes_of(processed))
    report = processed.report
    known = None if processed.format is None else str(processed.format)
    return Matrix(report.file, known or report.format_id, report, customers)


def show_receivers(console: Console, matrix: Matrix, language: Language) -> None:
    """Print the table of customers, then each one's findings and losses."""
    if not matrix.customers:
        return
    console.print(customers_table(matrix, language))
    for customer in matrix.customers:
        report = customer.report
        if report.counts or report.losses or report.opinion is not None:
            console.print(customer.name, style="bold", markup=False)
            show_findings(console, report, language)
            show_losses(console, report, language, called(customer, matrix, Wording(language)))
            show_opinion(console, report, language)


def customers_table(matrix: Matrix, language: Language) -> Any:
    """Return customers by (result, accepted, rejected, warnings, fixes, losses)."""
    words = Wording(language)
    names = ("customer", "verdict", "lines", "refused-lines", "warnings", "fixes", "losses")
    heads = [words.say(name) for name in names]
    rows = [
        (
            called(customer, matrix, words),
            Text(words.say(f"verdict-{customer.verdict.value}"), COLOURS[customer.verdict]),
            customer.lines,
            customer.refused_lines,
            customer.warnings,
            customer.fixes,
            customer.losses,
        )
        for customer in matrix.customers
    ]
    return table(heads, rows, right=frozenset(heads[2:]))


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


def _customer(route: RouteOutcome, processed: Processed) -> Customer:
    lines, refused = 0, 0
    if isinstance(route, Routed | Refused):
        lines, refused = route.lines, route.refused_lines
    agreement = route.route.agreement
    return Customer(
        route.route.receiver.key,
        route.route.receiver.card.name,
        str(route.route.format or processed.format),
        _verdict(route),
        lines,
        refused,
        route.report,
        None if agreement is None else agreement.id,
    )


def _verdict(route: RouteOutcome) -> Verdict:
    match route:
        case Routed():
            return Verdict.PART if route.refused_lines else Verdict.WHOLE
        case Refused():
            return Verdict.REFUSED
        case OutputInvalid():
            return Verdict.HUB_FAULT
        case RouteHeld():
            return Verdict.HELD
    assert_never(route)
