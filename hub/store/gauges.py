"""The numbers that operators watch."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from hub.store.schema import (
    DELIVERED,
    OPEN,
    PARKED,
    UNADDRESSED,
    WAITING,
    delivery,
    document,
    interchange,
    outbox,
    route,
    undecided,
)
from hub.store.takenup import DOCUMENT_LEFT, INTERCHANGE_LEFT
from hub.store.waiting import bill_is_parked

__all__ = ["gauges"]

Ports = dict[str, dict[str, float]]

_STUCK = delivery.c.state.in_([PARKED, UNADDRESSED])  # as the index says it


def gauges(connection: Connection, now: dt.datetime, confirming: Collection[str]) -> dict[str, Any]:
    """Return backlogs and how long their oldest has waited, all of it found by indexes.

    ``outbox_unsent``, ``outbox_oldest_age_seconds``, ``open_interchanges``; ``ports`` by port,
    "" being answers that go back the way the document came: ``waiting``,
    ``oldest_age_seconds``, ``parked``, ``unconfirmed``, ``unconfirmed_age_seconds``;
    ``parked`` by what it is (``interchange``, ``document``, ``route``, ``delivery``, ``bill``),
    without what was replayed since; ``unaddressed`` answers that have no way to their sender.
    What is dated or postponed does not wait before its time. Only customers of the ports in
    ``confirming`` are expected to confirm.
    """
    ports: Ports = defaultdict(
        lambda: {
            "waiting": 0,
            "oldest_age_seconds": 0.0,
            "parked": 0,
            "unconfirmed": 0,
            "unconfirmed_age_seconds": 0.0,
        }
    )
    _waiting(connection, now, ports)
    _parked(connection, ports)
    if confirming:
        _unconfirmed(connection, now, confirming, ports)
    unsent = connection.execute(
        select(func.count().label("many"), func.min(outbox.c.due).label("since")).where(
            outbox.c.sent_at.is_(None), outbox.c.due <= now
        )
    ).one()
    of_interchange = document.c.interchange == interchange.c.id
    of_document = route.c.document == document.c.id
    stuck = route.c.state.in_(("output-invalid", "held"))
    return {
        "outbox_unsent": unsent.many,
        "outbox_oldest_age_seconds": _age(now, unsent.since),
        "open_interchanges": _count(connection, interchange.c.state == OPEN),
        "ports": dict(ports),
        "parked": {
            "interchange": _count(connection, interchange.c.state == PARKED, INTERCHANGE_LEFT),
            "document": _count(connection, undecided, of_interchange, DOCUMENT_LEFT),
            "route": _count(connection, stuck, of_document, of_interchange, DOCUMENT_LEFT),
            "delivery": sum(int(one["parked"]) for one in ports.values()),
            "bill": _count(connection, bill_is_parked),
        },
        "unaddressed": _count(connection, _STUCK, delivery.c.state == UNADDRESSED),
    }


def _waiting(connection: Connection, now: dt.datetime, ports: Ports) -> None:
    due = or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now)
    first = func.min(case((due, delivery.c.number)))
    backlog = (
        select(delivery.c.port, delivery.c.kind, func.count().label("many"), first.label("first"))
        .where(delivery.c.state == WAITING)
        .group_by(delivery.c.port, delivery.c.kind)
    )
    heads = []
    for row in connection.execute(backlog):
        ports[_port(row)]["waiting"] += row.many
        if row.first is not None:
            heads.append((row.port, row.first))
    if not heads:
        return
    since = (
        select(delivery.c.port, delivery.c.kind, delivery.c.not_before, interchange.c.ended_at)
        .join(interchange, interchange.c.id == delivery.c.interchange)
        .where(
            delivery.c.state == WAITING,
            due,
            or_(*(and_(delivery.c.port == port, delivery.c.number == n) for port, n in heads)),
        )
    )
    for row in connection.execute(since):
        began = max(moment for moment in (row.not_before, row.ended_at) if moment is not None)
        numbers = ports[_port(row)]
        numbers["oldest_age_seconds"] = max(numbers["oldest_age_seconds"], _age(now, began))


def _parked(connection: Connection, ports: Ports) -> None:
    parked = (
        select(delivery.c.port, delivery.c.kind, func.count().label("many"))
        .join(interchange, interchange.c.id == delivery.c.interchange)
        .outerjoin(document, document.c.id == delivery.c.document)
        .where(_STUCK, delivery.c.state == PARKED, DOCUMENT_LEFT)
        .group_by(delivery.c.port, delivery.c.kind)
    )
    for row in connection.execute(parked):
        ports[_port(row)]["parked"] += row.many


def _unconfirmed(
    connection: Connection, now: dt.datetime, confirming: Collection[str], ports: Ports
) -> None:
    wanted = (
        select(
            delivery.c.port,
            func.count().label("many"),
            func.min(delivery.c.delivered_at).label("since"),
        )
        .where(
            delivery.c.state == DELIVERED,
            delivery.c.confirmed_at.is_(None),
            delivery.c.port.in_(confirming),
        )
        .group_by(delivery.c.port)
    )
    for row in connection.execute(wanted):
        ports[row.port]["unconfirmed"] = row.many
        ports[row.port]["unconfirmed_age_seconds"] = _age(now, row.since)


def _port(row: Row[Any]) -> str:
    return "" if row.kind == "return" else str(row.port)


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).where(and_(*conditions))).scalar_one())


def _age(now: dt.datetime, since: dt.datetime | None) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)
