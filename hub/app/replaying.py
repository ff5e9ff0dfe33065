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

    A document that is named without ports of its own goes wherever it can.
    """

    ports: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()


def what_failed(interchange: dict[str, Any]) -> Failed | None:
    """Return what of an interchange failed; None when nothing did.

    Documents that ended without reaching anybody, and of the others the routes that failed:
    what was good is not sent again, neither a neighbour in the interchange nor another route
    at the same port. The whole of it is replayed when a worker gave it up.
    """
    if interchange["state"] != "ended":
        return Failed()
    parked = {
        (one["document"], one["route"])
        for one in interchange["deliveries"]
        if one["kind"] == "output" and one["state"] == "parked"
    }
    wanted: dict[int, list[str]] = {}
    for one in interchange["documents"]:
        routes = _failed_routes(one, parked)
        if one["outcome"] in FAILED_OUTCOMES:
            wanted[one["position"]] = []
        elif routes:
            wanted[one["position"]] = routes
    if not wanted:
        return None
    if len(wanted) == 1:
        ((position, routes),) = wanted.items()
        return Failed(tuple(routes), (position,))
    ports = [of_document(position, name) for position in wanted for name in wanted[position]]
    return Failed(tuple(ports), tuple(wanted))


def _failed_routes(document: dict[str, Any], parked: set[tuple[str, int]]) -> list[str]:
    names = {
        route_name(way["port"], way["receiver"], way["agreement"])
        for way in document["routes"]
        if way["state"] in FAILED_ROUTES or (document["id"], way["position"]) in parked
    }
    return sorted(names)
