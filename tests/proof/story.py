"""Whether the hub's own trace tells the same story as the ledger.

The trace is taken as an operator gets it: the lines of ``hub trace --json``.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.proof.ledger import Accepted, Arrived, Entry, Offered

__all__ = ["Story", "compare", "parse"]

NOT_DELIVERED = ("rejected", "conflict", "unroutable", "held", "superseded")


@dataclass(frozen=True)
class Story:
    """What the comparison found.

    ``ended`` says how documents ended that were not delivered; ``faults`` holds, by name:
    ``untold`` (accepted or arrived, but the trace does not say so), ``claimed`` (the trace says
    delivered, the receiver has nothing), ``repeated`` (told twice what happened once) and
    ``unended`` (still without an end).
    """

    ended: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parse(lines: str) -> list[dict[str, Any]]:
    """Return the interchanges of what ``hub trace --json`` printed."""
    return [json.loads(line) for line in lines.splitlines() if line.strip()]


def compare(entries: Iterable[Entry], told: Iterable[Mapping[str, Any]]) -> Story:
    """Compare a ledger with the trace of a hub that has come to rest."""
    offers: dict[str, Offered] = {}
    accepted: set[str] = set()
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        match entry:
            case Offered():
                offers.setdefault(entry.document, entry)
            case Accepted():
                accepted.add(entry.document)
            case Arrived():
                ids[str(entry.document), entry.port].add(entry.id)
    by_hash: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for interchange in told:
        by_hash[interchange["sha256"]].append(interchange)
    found: dict[str, list[str]] = {"untold": [], "claimed": [], "repeated": [], "unended": []}
    ended: dict[str, str] = {}
    for document, offer in offers.items():
        tellings = by_hash.pop(offer.sha256, [])
        if document in accepted and not tellings:
            found["untold"].append(f"{document} was accepted")
        end = _ending(document, tellings, found)
        if end is not None:
            ended[document] = end
        _deliveries(offer, tellings, ids.get((document, offer.port), set()), found)
    found["claimed"] += [
        f"{one['id']}: received, but offered by nobody" for many in by_hash.values() for one in many
    ]
    return Story(ended, {name: tuple(what) for name, what in found.items()})


def _ending(
    document: str, tellings: list[Mapping[str, Any]], found: dict[str, list[str]]
) -> str | None:
    """Return how a document ended when it was not delivered, and note what is not right."""
    outcomes = []
    for interchange in tellings:
        if interchange["state"] == "parked":
            outcomes.append("parked")
        elif interchange["state"] != "ended":
            found["unended"].append(f"{document} is {interchange['state']}")
            outcomes.append("open")
        else:
            outcomes += [one["outcome"] for one in interchange["documents"]]
        events = [event["event"] for event in interchange["trace"]]
        if "delivery-parked" in events:
            outcomes.append("parked")
        if events.count("received") != 1:
            found["repeated"].append(f"{document}: received {events.count('received')} times")
    if outcomes.count("accepted") > 1:
        found["repeated"].append(f"{document}: accepted {outcomes.count('accepted')} times")
    if "accepted" in outcomes and "parked" not in outcomes:
        return None
    for how in ("parked", *NOT_DELIVERED):
        if how in outcomes:
            return how
    return None


def _deliveries(
    offer: Offered, tellings: list[Mapping[str, Any]], ids: set[str], found: dict[str, list[str]]
) -> None:
    """Compare what the trace says was handed over with what the receiver saw."""
    said: dict[str, list[str]] = defaultdict(list)
    for interchange in tellings:
        for event in interchange["trace"]:
            if event["event"] == "delivered":
                names = {event["output"], event["details"].get("name")}
                said[event["output"]] += sorted(name for name in names if name)
                if event["details"]["port"] != offer.port:
                    found["claimed"].append(f"{offer.document}: {event['details']['port']}")
    for output, names in said.items():
        if names.count(output) > 1:
            found["repeated"].append(f"{offer.document}: delivered {names.count(output)} times")
        if not ids.intersection(names):
            found["claimed"].append(f"{offer.document}: delivered as {output}, nobody has it")
    told = {name for names in said.values() for name in names}
    found["untold"] += [f"{offer.document} arrived as {name}" for name in sorted(ids - told)]
