"""Answers to people: where is it, what happened to it, what waits, who got what."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, true, union_all

from hub.formats.payload import Payload
from hub.pipeline.protocols import Clock
from hub.store.blobs import Blobs
from hub.store.database import Database
from hub.store.gauges import gauges
from hub.store.ledger import customer_table, parked_list
from hub.store.reports import load_report
from hub.store.schema import (
    OPEN,
    WAITING,
    begins,
    delivery,
    document,
    interchange,
    lane,
    outbox,
    route,
    trace,
)

__all__ = ["SqlArchive"]

SHORTEST = 8
"""Characters of an id that are enough to search by."""

LONGEST_NUMBER = 18

_HIDDEN = frozenset(
    {"envelope", "report", "blob", "companion", "sends", "explained", "reply_number"}
)


class SqlArchive:
    """Reads only; rows are JSON-ready, times in ISO 8601."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def search(self, query: str, limit: int = 50) -> list[dict[str, Any]]:
        """Find interchanges, newest first.

        By interchange, document or output id (or its first 8 characters or more), document
        number, file name, SHA-256, account or party; an empty query finds all.
        """
        asked = query.strip()
        found_by = union_all(*(_newest(one, limit) for one in _questions(asked)))
        wanted = (
            select(interchange)
            .where(interchange.c.accept_number.in_(found_by) if asked else true())
            .order_by(interchange.c.accept_number.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            found = [_plain(row) for row in connection.execute(wanted).mappings()]
            for one in found:
                one["documents"] = _documents(connection, one["id"])
        return found

    def interchange(self, identity: str) -> dict[str, Any] | None:
        """Return one interchange with its documents, routes and deliveries.

        Reports are included, their messages in all languages.
        """
        with self._database.read() as connection:
            row = (
                connection.execute(select(interchange).where(interchange.c.id == identity))
                .mappings()
                .one_or_none()
            )
            if row is None:
                return None
            found = _plain(row)
            found["documents"] = _documents(connection, identity, reports=True)
            found["deliveries"] = _rows(
                connection,
                select(delivery)
                .where(delivery.c.interchange == identity)
                .order_by(delivery.c.kind.desc(), delivery.c.ordinal),
            )
            found["replays"] = [
                row.id
                for row in connection.execute(
                    select(interchange.c.id)
                    .where(interchange.c.replay_of == identity)
                    .order_by(interchange.c.accept_number)
                )
            ]
        return found

    def trace(self, interchange: str) -> list[dict[str, Any]]:
        """Return the events of one interchange, oldest first."""
        wanted = select(trace).where(trace.c.interchange == interchange).order_by(trace.c.number)
        with self._database.read() as connection:
            return _rows(connection, wanted)

    def content(self, identity: str) -> Payload | None:
        """Return the original of an interchange, or an output or answer by its id."""
        with self._database.read() as connection:
            found = [
                row
                for table in (interchange, delivery)
                for row in connection.execute(
                    select(table.c.blob, table.c.name).where(table.c.id == identity)
                )
            ]
        return self._blobs.load(found[0].blob, found[0].name) if found else None

    def parked(self) -> list[dict[str, Any]]:
        """Return everything that waits for an operator, oldest first."""
        with self._database.read() as connection:
            return [_jsonable(row) for row in parked_list(connection)]

    def customers(self) -> list[dict[str, Any]]:
        """Return, for each receiver, what it got, what was refused and what was lost."""
        with self._database.read() as connection:
            return customer_table(connection)

    def waiting(self) -> dict[str, int]:
        """Return how much is still under way, by stage."""
        with self._database.read() as connection:
            return {
                "unpublished": _count(connection, outbox, outbox.c.sent_at.is_(None)),
                "unprocessed": _count(connection, interchange, interchange.c.state == OPEN),
                "undelivered": _count(connection, delivery, delivery.c.state == WAITING),
                "lanes": _count(connection, lane, lane.c.next_due.is_not(None)),
                "answered": _count(
                    connection,
                    delivery,
                    delivery.c.kind.in_(("return", "answer")) & (delivery.c.state == "delivered"),
                ),
            }

    def gauges(self, confirming: Collection[str] = ()) -> dict[str, Any]:
        """Return the numbers that operators watch, cheap enough for every minute.

        ``confirming`` are the ports whose customers confirm what they got.
        """
        with self._database.read() as connection:
            return gauges(connection, self._clock.now(), confirming)


def _questions(asked: str) -> Iterator[Select[tuple[int | None]]]:
    """Yield ways to find accept numbers, each answered by an index of its own.

    One question with "or" would read everything.
    """
    own, of_document = interchange.c.accept_number, document.c.accept_number
    yield select(own).where(interchange.c.name == asked)
    yield select(own).where(interchange.c.sha256 == asked.lower())
    yield select(own).where(interchange.c.account == asked)
    yield select(of_document).where(document.c.number == asked)
    yield select(of_document).where(document.c.sender == asked)
    yield (
        select(of_document)
        .join(route, route.c.document == document.c.id)
        .where(route.c.receiver == asked)
    )
    yield select(delivery.c.number).where(delivery.c.name == asked)
    if len(asked) >= SHORTEST:
        beginning = asked.lower()
        yield select(own).where(begins(interchange.c.id, beginning))
        yield select(of_document).where(begins(document.c.id, beginning))
        yield select(delivery.c.number).where(begins(delivery.c.id, beginning))
    if asked.isdecimal() and len(asked) <= LONGEST_NUMBER:
        yield select(own).where(own == int(asked))


def _newest(question: Select[tuple[int | None]], limit: int) -> Select[tuple[int | None]]:
    number = question.selected_columns[0]
    newest = question.distinct().order_by(number.desc()).limit(limit).subquery()
    return select(newest.c[0])


def _count(connection: Connection, table: Table, condition: Any) -> int:
    wanted = select(func.count()).select_from(table).where(condition)
    return int(connection.execute(wanted).scalar_one())


def _documents(
    connection: Connection, identity: str, *, reports: bool = False
) -> list[dict[str, Any]]:
    wanted = (
        select(document).where(document.c.interchange == identity).order_by(document.c.position)
    )
    found = []
    for row in connection.execute(wanted).mappings().all():
        one = _plain(row)
        ways = connection.execute(
            select(route).where(route.c.document == row["id"]).order_by(route.c.position)
        ).mappings()
        one["routes"] = [_with_report(way, reports=reports) for way in ways]
        if reports:
            one["report"] = load_report(row["report"])
        found.append(one)
    return found


def _with_report(row: Any, *, reports: bool) -> dict[str, Any]:
    plain = _plain(row)
    if reports:
        plain["report"] = load_report(row["report"])
    return plain


def _rows(connection: Connection, wanted: Select[Any]) -> list[dict[str, Any]]:
    return [_plain(row) for row in connection.execute(wanted).mappings()]


def _plain(row: Any) -> dict[str, Any]:
    return _jsonable({key: value for key, value in row.items() if key not in _HIDDEN})


def _jsonable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.datetime) else value
        for key, value in row.items()
    }
