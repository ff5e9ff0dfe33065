"""What a replay is for when nobody says it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from hub.pipeline.envelope import Envelope, of_document, own_ports, route_name

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

    def names(self, position: int) -> bool:
        """Whether a document is asked for; one to which an operator named ports is not."""
        if not self.positions:
            return not self.ports
        onwards = self.onwards is not None and position >= self.onwards
        return onwards or position in self.positions

    @classmethod
    def of(cls, envelope: Envelope) -> "Failed":
        """Return what an interchange is for; all of it where it is no replay."""
        return cls(envelope.ports, envelope.positions, envelope.onwards)


def what_failed(
    interchange: dict[str, Any],
    asked: Failed | None = None,
    replays: Sequence[Failed] = (),
    bills: Collection[int] = (),
) -> Failed | None:
    """Return what of an interchange failed; None when nothing did.

    Documents that ended without reaching anybody, and of the others the routes that failed:
    what was good is not sent again, neither a neighbour in the interchange nor another route
    at the same port. The whole of it is replayed when a worker gave it up, or could not tell
    any document in it; where reading broke off later, everything from there on.
    ``asked`` is what it was for when it is a replay itself: nothing else is done then. What one
    of its ``replays`` took up already is left to that one, and documents that are ``bills`` to
    those who judge them again.
    """
    asked = asked or Failed()
    documents = interchange["documents"]
    broken = bool(documents) and _stands_for_none(documents[-1])
    if interchange["state"] != "ended" or (broken and len(documents) == 1):
        return None if asked in replays else asked
    parked = {
        (one["document"], one["route"])
        for one in interchange["deliveries"]
        if one["kind"] == "output" and one["state"] == "parked"
    }
    wanted: dict[int, tuple[str, ...]] = {}
    for one in documents[:-1] if broken else documents:
        position = one["position"]
        taken = [replay for replay in replays if replay.names(position)]
        if position in bills:
            continue
        if one["outcome"] in FAILED_OUTCOMES:
            if not taken:
                wanted[position] = own_ports(asked.ports, position)
        elif routes := _left(_failed_routes(one, parked), position, taken):
            wanted[position] = routes
    if broken and not any(one.names(documents[-1]["position"]) for one in replays):
        return _with_rest(wanted, asked, documents[-1]["position"])
    if len(wanted) == 1:
        ((position, routes),) = wanted.items()
        return Failed(routes, (position,))
    return Failed(_ports(wanted), tuple(wanted)) if wanted else None


def _left(routes: tuple[str, ...], position: int, taken: Sequence[Failed]) -> tuple[str, ...]:
    """Return those routes of a document that no replay took up."""
    asked = [own_ports(replay.ports, position) for replay in taken]
    return tuple(name for name in routes if not any(not own or name in own for own in asked))


def _with_rest(wanted: dict[int, tuple[str, ...]], asked: Failed, broken: int) -> Failed:
    """Return what failed where reading broke off at a document: all from there on, too."""
    onwards: int | None = broken
    if asked.positions:
        rest = [one for one in asked.positions if one >= broken]
        onwards = None if asked.onwards is None else max(asked.onwards, broken)
    else:
        rest = [broken]
    if onwards is not None and onwards not in rest:
        rest.append(onwards)
    wanted = wanted | {one: own_ports(asked.ports, one) for one in rest}
    # Those whose number nobody knows yet go where all were to go.
    to_all = own_ports(asked.ports, 0) if onwards is not None else ()
    return Failed((*_ports(wanted), *to_all), tuple(wanted), onwards)


def _ports(wanted: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(of_document(position, name) for position in wanted for name in wanted[position])


def _stands_for_none(document: dict[str, Any]) -> bool:
    """Whether this is what is told of bytes in which no document could be read."""
    return document["outcome"] == "rejected" and document["kind"] is None


def _failed_routes(document: dict[str, Any], parked: set[tuple[str, int]]) -> tuple[str, ...]:
    names = {
        route_name(way["port"], way["receiver"], way["agreement"])
        for way in document["routes"]
        if way["state"] in FAILED_ROUTES or (document["id"], way["position"]) in parked
    }
    return tuple(sorted(names))
