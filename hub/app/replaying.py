"""What a replay is for when nobody says it."""

from typing import Any

from hub.pipeline.envelope import route_name

__all__ = ["failed_routes"]

FAILED_ROUTES = frozenset({"refused", "output-invalid", "held"})


def failed_routes(interchange: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the routes on which an interchange failed; empty means all, None means none.

    A port may carry several, of which the good ones must not be sent again. The whole of it
    is replayed when a worker gave it up, or when a document in it ended without reaching
    anybody.
    """
    if interchange["state"] != "ended":
        return ()
    documents = interchange["documents"]
    if any(one["outcome"] in ("rejected", "unroutable", "held") for one in documents):
        return ()
    parked = {
        (one["document"], one["route"])
        for one in interchange["deliveries"]
        if one["kind"] == "output" and one["state"] == "parked"
    }
    names = {
        route_name(way["port"], way["receiver"], way["agreement"])
        for one in documents
        for way in one["routes"]
        if way["state"] in FAILED_ROUTES or (one["id"], way["position"]) in parked
    }
    return tuple(sorted(names)) or None
