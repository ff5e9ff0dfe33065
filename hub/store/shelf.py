"""What was handed over and waits until the customer confirms it."""

import datetime as dt
from typing import Any

from sqlalchemy import and_, or_, select, update

from hub.formats.payload import Payload
from hub.pipeline.protocols import Clock
from hub.store.blobs import Blobs
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.schema import DELIVERED, blob, delivery

__all__ = ["Shelf"]

_OUT = and_(
    delivery.c.kind.in_(("output", "answer")),
    # A quick customer confirms before the receipt of the port is written down.
    or_(delivery.c.state == DELIVERED, delivery.c.attempts > 0),
)


class Shelf:
    """Lists, contents and confirmations, port by port."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def listed(self, port: str, limit: int, after: int = 0) -> list[dict[str, Any]]:
        """Return what lies ready on a port and is not confirmed, in order, after a number.

        Deliveries of one number stay together, so that nothing is passed over by asking
        for what comes after the last one: there may be a few more than ``limit``.
        """
        ready = and_(
            delivery.c.port == port,
            delivery.c.state == DELIVERED,
            delivery.c.confirmed_at.is_(None),
            delivery.c.kind.in_(("output", "answer")),
            delivery.c.number > after,
        )
        last = (
            select(delivery.c.number)
            .where(ready)
            .order_by(delivery.c.number, delivery.c.ordinal)
            .limit(limit)
            .subquery()
        )
        wanted = (
            select(
                delivery.c.id,
                delivery.c.number,
                delivery.c.name,
                blob.c.media_type,
                blob.c.size,
                blob.c.sha256,
                delivery.c.lane,
                delivery.c.document,
                delivery.c.interchange,
                delivery.c.delivered_at,
            )
            .join(blob, blob.c.id == delivery.c.blob)
            .where(ready, delivery.c.number.in_(select(last.c.number)))
            .order_by(delivery.c.number, delivery.c.ordinal)
        )
        with self._database.read() as connection:
            return [_plain(row) for row in connection.execute(wanted).mappings()]

    def confirm(self, port: str, identity: str) -> bool:
        """Note that the customer has it; may be repeated. False: unknown on this port."""
        now = self._clock.now()
        wanted = (
            select(delivery)
            .where(delivery.c.id == identity, delivery.c.port == port, _OUT)
            .with_for_update(key_share=True)
        )
        with self._database.write() as connection:
            row = connection.execute(wanted).one_or_none()
            if row is not None and row.confirmed_at is None:
                connection.execute(
                    update(delivery).where(delivery.c.id == identity).values(confirmed_at=now)
                )
                journal = Journal(now)
                journal.note(
                    row.interchange,
                    "ports",
                    "confirmed",
                    document=row.document,
                    output=identity,
                    port=port,
                    number=row.number,
                )
                journal.write(connection)
        return row is not None

    def content_for(self, port: str, identity: str) -> Payload | None:
        """Return what was handed over on a port; None when it is unknown there."""
        wanted = (
            select(blob, delivery.c.name)
            .join(delivery, delivery.c.blob == blob.c.id)
            .where(delivery.c.id == identity, delivery.c.port == port, _OUT)
        )
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else self._blobs.payload(row, row.name)


def _plain(row: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.datetime) else value
        for key, value in row.items()
    }
