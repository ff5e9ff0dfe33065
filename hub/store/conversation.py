"""The documents of one purchase, linked by the numbers that they name.

An order number is only unique between two parties, so a conversation is that of a pair: the order,
whatever names it, and whatever names one of those in turn (a reminder of an invoice, the answer to
a response).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, exists, or_, select
from sqlalchemy.orm import aliased

from hub.matching.papers import Billed, decode_paper
from hub.pipeline.protocols import Clock
from hub.store.database import Database
from hub.store.schema import (
    delivery,
    document,
    document_reference,
    interchange,
    paper,
    route,
)

__all__ = ["Conversations"]

ORDER, CHANGE = "order", "order-change"
ANSWERS = ("order-response", "order-response-simple", "order-response-advanced", "order-agreement")
ENDINGS = (*ANSWERS, "order-cancellation")

_ROUTED = "routed"


class Conversations:
    """Reads only; rows are JSON-ready, times in ISO 8601."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, order: str) -> list[dict[str, Any]]:
        """Return a conversation for each pair of parties that used this order number.

        Each has ``order``, ``parties`` and ``documents``, the oldest first. What came in a name
        that its account may not use is nobody's: it stands last, without ``parties``, and names
        the account.
        """
        with self._database.read() as connection:
            seeds = _naming(connection, [(ORDER, order)])
            pairs = {
                frozenset({one["sender"], way["receiver"]}): None
                for one in seeds.values()
                for way in one["routes"]
            }
            senders = {one["sender"] for one in seeds.values()}
            known = {party for pair in pairs for party in pair}
            pairs |= {frozenset({sender}): None for sender in senders - known}
            return [
                {
                    "order": order,
                    "parties": sorted(party for party in pair if party is not None),
                    "documents": _conversation(connection, order, pair),
                }
                for pair in sorted(pairs, key=_named)
            ]

    def unanswered(self, limits: Mapping[str, dt.timedelta]) -> list[dict[str, Any]]:
        """Return orders that went out and were neither answered nor cancelled in time.

        ``limits`` is how long each buyer waits for an answer; others wait for ever.
        """
        now = self._clock.now()
        found: list[dict[str, Any]] = []
        with self._database.read() as connection:
            for buyer, limit in sorted(limits.items()):
                rows = connection.execute(_late(buyer, now - limit)).mappings()
                found += [
                    {
                        "what": ORDER,
                        "id": row["id"],
                        "interchange": row["interchange"],
                        "name": row["number"],
                        "account": buyer,
                        "reason": "no-order-response",
                        "since": row["ended_at"].isoformat(),
                        "port": row["receiver"],
                    }
                    for row in rows
                ]
        return found


def _late(buyer: str, before: dt.datetime) -> Any:
    answer = aliased(document)
    answered = exists().where(
        document_reference.c.value == document.c.number,
        document_reference.c.kind == ORDER,
        answer.c.id == document_reference.c.document,
        answer.c.kind.in_(ENDINGS),
        answer.c.outcome == "accepted",
        or_(answer.c.sender == route.c.receiver, answer.c.sender == document.c.sender),
    )
    return (
        select(
            document.c.id,
            document.c.interchange,
            document.c.number,
            document.c.ended_at,
            route.c.receiver,
        )
        .join(route, and_(route.c.document == document.c.id, route.c.state == _ROUTED))
        .where(
            document.c.sender == buyer,
            document.c.kind == ORDER,
            document.c.number.is_not(None),
            document.c.ended_at <= before,
            ~answered,
        )
        .order_by(document.c.accept_number, route.c.position)
    )


def _conversation(
    connection: Connection, order: str, pair: frozenset[str | None]
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    asked: set[tuple[str, str]] = set()
    wanted = {(ORDER, order)}
    while wanted:
        asked |= wanted
        new = {
            identity: one
            for identity, one in _naming(connection, sorted(wanted)).items()
            if identity not in found and _between(one, pair)
        }
        found |= new
        named = {(one["kind"], one["number"]) for one in new.values() if one["number"]}
        wanted = named - asked
    rows = sorted(found.values(), key=lambda one: (one["at"], one["order_of_acceptance"]))
    for one in rows:
        del one["order_of_acceptance"]
    return rows


def _named(pair: frozenset[str | None]) -> tuple[bool, list[str]]:
    """Order conversations by their parties; that of nobody comes last."""
    return None in pair, sorted(party for party in pair if party is not None)


def _between(one: dict[str, Any], pair: frozenset[str | None]) -> bool:
    receivers = {way["receiver"] for way in one["routes"]}
    return one["sender"] in pair and (not receivers or bool(receivers & pair))


def _naming(connection: Connection, asked: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the documents that have these kinds and numbers, and those that name them."""
    found: dict[str, dict[str, Any]] = {}
    for kind, number in asked:
        named = select(document_reference.c.document).where(
            document_reference.c.value == number, document_reference.c.kind.in_((kind, ""))
        )
        own = select(document.c.id).where(document.c.number == number, document.c.kind == kind)
        identities = {*connection.scalars(named), *connection.scalars(own)}
        for identity in sorted(identities):
            found[identity] = _told(connection, identity)
    return found


def _told(connection: Connection, identity: str) -> dict[str, Any]:
    row = (
        connection.execute(
            select(document, interchange.c.account)
            .join(interchange, interchange.c.id == document.c.interchange)
            .where(document.c.id == identity)
        )
        .mappings()
        .one()
    )
    ways = connection.execute(
        select(
            route.c.position,
            route.c.receiver,
            route.c.state,
            route.c.format,
            route.c.port,
            route.c.unchanged,
            route.c.reply,
        )
        .where(route.c.document == identity)
        .order_by(route.c.position)
    ).mappings()
    return {
        "document": identity,
        "interchange": row["interchange"],
        "at": row["ended_at"].isoformat(),
        "kind": row["kind"],
        "number": row["number"],
        "sender": row["sender"],
        "account": row["account"],
        "outcome": row["outcome"],
        "reason": row["reason"],
        "match": _match(connection, identity),
        "routes": [
            {
                "receiver": way["receiver"],
                "format": way["format"],
                "port": way["port"],
                "unchanged": way["unchanged"],
                "state": _state(connection, identity, way["position"]) or way["state"],
                "reply": way["reply"],
            }
            for way in ways
        ],
        "order_of_acceptance": (row["accept_number"] or 0, row["position"]),
    }


def _match(connection: Connection, identity: str) -> dict[str, Any] | None:
    """Return the verdict on a bill, and what differs; None where nothing was judged."""
    row = connection.execute(
        select(paper.c.content, paper.c.verdict).where(
            paper.c.document == identity, paper.c.verdict.is_not(None)
        )
    ).one_or_none()
    found = None if row is None else decode_paper(row.content)
    if row is None or not isinstance(found, Billed):
        return None
    waits = {"waits_for": list(found.held)} if found.held else {}
    return found.match.describe() | {"verdict": row.verdict} | waits


def _state(connection: Connection, identity: str, position: int) -> str | None:
    """Return how far the parts of a route are: as far as the one that is least far."""
    rows = connection.execute(
        select(delivery.c.state, delivery.c.confirmed_at).where(
            delivery.c.document == identity, delivery.c.route == position
        )
    ).all()
    states = {"confirmed" if row.confirmed_at is not None else str(row.state) for row in rows}
    ranked = ("unaddressed", "parked", "waiting", "delivered", "confirmed")
    return next((state for state in ranked if state in states), None)
