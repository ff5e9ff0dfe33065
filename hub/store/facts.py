"""Outcomes in the words of the tables."""

from typing import Any, assert_never

from hub.pipeline.earlier import edition
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Held,
    Outcome,
    OutputInvalid,
    Refused,
    Rejected,
    Routed,
    RouteHeld,
    RouteOutcome,
    Unroutable,
)
from hub.pipeline.protocols import Conclusion, Ended

__all__ = ["event_of", "key_of", "reason_of", "remembered", "route_facts", "routes_of"]


def routes_of(outcome: Outcome) -> tuple[RouteOutcome, ...]:
    """Return how the routes of a document ended."""
    return outcome.routes if isinstance(outcome, Accepted | Rejected) else ()


def remembered(ended: Ended) -> bool:
    """Whether the document takes its number: it ended Accepted or Held."""
    return ended.sender is not None and isinstance(ended.processed.outcome, Accepted | Held)


def reason_of(outcome: Outcome) -> str | None:
    """Return why a document did not go on, where one reason says it."""
    return outcome.reason if isinstance(outcome, Rejected | Unroutable | Held) else None


def event_of(outcome: Outcome) -> tuple[str, str | None]:
    """Return the name of an outcome and the document it refers to."""
    match outcome:
        case Accepted():
            return "accepted", None
        case Rejected():
            return "rejected", None
        case Duplicate(of):
            return "duplicate", of
        case Conflict(earlier):
            return "conflict", earlier
        case Unroutable():
            return "unroutable", None
        case Held():
            return "held", None
        case _:
            assert_never(outcome)


def route_facts(way: RouteOutcome) -> tuple[str, dict[str, Any]]:
    """Return the state of a route and what its row says besides."""
    match way:
        case Routed():
            facts = {
                "lines": way.lines,
                "refused_lines": way.refused_lines,
                "unchanged": way.unchanged,
                "until": way.not_before,
            }
            return "routed", facts
        case Refused():
            return "refused", {}
        case OutputInvalid():
            return "output-invalid", {}
        case RouteHeld():
            return "held", {"until": way.until, "reason": way.reason}
        case _:
            assert_never(way)


def key_of(conclusion: Conclusion, ended: Ended) -> dict[str, Any] | None:
    """Return what a document is remembered by; None when it cannot be."""
    summary, envelope = ended.processed.summary, conclusion.envelope
    if summary is None or ended.sender is None:
        return None
    return {
        "tenant": envelope.tenant,
        "seller": ended.sender,
        "kind": summary.kind,
        "document_number": summary.id,
        "edition": edition(summary),
        "sha256": ended.processed.sha256 or envelope.payload.sha256,
        "document": ended.processed.document,
        "interchange": envelope.interchange,
    }
