"""What a replay is for when nobody says it."""

from typing import Any

__all__ = ["failed_ports"]

FAILED_ROUTES = frozenset({"refused", "output-invalid", "held"})


def failed_ports(interchange: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the ports where an interchange failed; empty means all, None means nowhere.

    The whole of it is replayed when a worker gave it up, or when a document in it ended
    without reaching anybody.
    """
    if interchange["state"] != "ended":
        return ()
    documents = interchange["documents"]
    if any(one["outcome"] in ("rejected", "unroutable", "held") for one in documents):
        return ()
    ports = {
        way["port"] for one in documents for way in one["routes"] if way["state"] in FAILED_ROUTES
    }
    ports |= {
        one["port"]
        for one in interchange["deliveries"]
        if one["kind"] == "output" and one["state"] == "parked"
    }
    return tuple(sorted(ports)) or None
