"""What a replay is for when nobody says it."""

from dataclasses import dataclass
from typing import Any

from hub.pipeline.envelope import of_document, route_name

__all__ = ["Failed", "what_failed"]

FAILED_OUTCOMES = frozenset({"rejected", "unroutable", "held"})
FAILED_ROUTES = frozenset({"refused", "output-invalid", "held"})


@dataclass(frozen=True, slots=True)
class Failed:
    """What of an interchange is replayed, as an envelope says it; all of it where both are empty.

    A document that is named without ports of its own goes wherever it can. ``onwards`` is the
    first of those at the end that could not be told apart.
    """

    ports: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    onwards: int | None = None


def what_failed(interchange: dict[str, Any]) -> Failed | None:
    """Return what of an interchange failed; None when nothing did.

    Documents that ended without reaching anybody, and of the others the routes that failed:
    what was good is not sent again, neither a neighbour in the interchange nor another route
    at the same port. The whole of it is replayed when a worker gave it up, or could not tell
    any document in it; where reading broke off later, everything from there on.
    """
    if interchange["state"] != "ended":
        return Failed()
    parked = {
        (one["document"], one["route"])
        for one in interchange["deliveries"]
        if one["kind"] == "output" and one["state"] == "parked"
    }
    documents = interchange["documents"]
    rest = documents[-1]["position"] if documents and _stands_for_none(documents[-1]) else None
    if rest is not None and len(documents) == 1:
        return Failed()
    wanted: dict[int, list[str]] = {}
    for one in documents:
        routes = _failed_routes(one, parked)
        if one["outcome"] in FAILED_OUTCOMES:
            wanted[one["position"]] = []
        elif routes:
            wanted[one["position"]] = routes
    if not wanted:
        return None
    if len(wanted) == 1 and rest is None:
        ((position, routes),) = wanted.items()
        return Failed(tuple(routes), (position,))
    ports = [of_document(position, name) for position in wanted for name in wanted[position]]
    return Failed(tuple(ports), tuple(wanted), rest)


def _stands_for_none(document: dict[str, Any]) -> bool:
    """Whether this is what is told of bytes in which no document could be read."""
    return document["outcome"] == "rejected" and document["kind"] is None


def _failed_routes(document: dict[str, Any], parked: set[tuple[str, int]]) -> list[str]:
    names = {
        route_name(way["port"], way["receiver"], way["agreement"])
        for way in document["routes"]
        if way["state"] in FAILED_ROUTES or (document["id"], way["position"]) in parked
    }
    return sorted(names)
