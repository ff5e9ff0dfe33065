"""Messages written in the transaction of their cause, published afterwards."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, Update, cast, or_, select, update

from hub.pipeline.protocols import Clock, Message
from hub.store.database import Database
from hub.store.locks import RELAY
from hub.store.schema import OPEN, interchange, outbox
from hub.store.turn import Turn

__all__ = ["SqlOutbox", "message_id", "topic_of"]

DOCUMENTS = "documents"
REPEATS = "repeats"
"""What was begun before does not queue again behind all that came since: its lanes wait for it."""
BULK = "bulk"
BULKY = 1 << 20
"""Bytes above which a document is worked on apart, so that small ones do not wait for it."""


def topic_of(size: int, *, repeated: bool = False) -> str:
    """Return the topic for documents of a size; ``repeated`` is one that a worker had before."""
    if size > BULKY:
        return BULK
    return REPEATS if repeated else DOCUMENTS


def message_id(interchange: str, send: int) -> str:
    """Name the n-th message about an interchange; a repeated publish keeps the name."""
    return f"{interchange}/{send}"


class SqlOutbox:
    """Unsent rows by their own mark, never "later than the last one seen".

    Rows are kept after sending: a broker that lost its queues is refilled from here.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turn = Turn(database, RELAY)

    def turn(self) -> bool:
        """Whether it is this process that publishes now; another one stands by."""
        return self._turn.mine()

    def unsent(self, limit: int) -> list[Message]:
        """Return due messages in the order in which they were written."""
        wanted = (
            select(outbox.c.id, outbox.c.topic, outbox.c.body)
            .where(outbox.c.sent_at.is_(None), outbox.c.due <= self._clock.now())
            .order_by(outbox.c.number)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Message(row.id, row.topic, row.body) for row in connection.execute(wanted)]

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Note that the transport keeps these messages."""
        if not ids:
            return
        ours = (
            select(outbox.c.number)
            .where(outbox.c.id.in_(ids))
            .order_by(outbox.c.number)
            .with_for_update()
        )
        with self._database.write() as connection:
            numbers = connection.scalars(ours).all()
            connection.execute(_mark(numbers, self._clock.now()))

    def refill(self, sent_before: dt.timedelta, limit: int) -> int:
        """Publish again what was sent longer ago than that and never begun; returns how many.

        Only the newest message of an interchange that is still open. One that a worker took
        up since that time is left alone: it is being worked on.
        """
        oldest = self._clock.now() - sent_before
        lost = (
            select(outbox.c.number)
            .join(interchange, outbox.c.id == _NEWEST)
            .where(
                interchange.c.state == OPEN,
                outbox.c.sent_at < oldest,
                or_(interchange.c.begun_at.is_(None), interchange.c.begun_at < oldest),
            )
            .order_by(outbox.c.number)
            .limit(limit)
            .with_for_update(of=outbox)
        )
        with self._database.write() as connection:
            numbers = connection.scalars(lost).all()
            connection.execute(_mark(numbers, None))
        return len(numbers)

    def close(self) -> None:
        """Let another process publish."""
        self._turn.give_up()


_NEWEST = interchange.c.id.concat("/").concat(cast(interchange.c.sends, String))


def _mark(numbers: Sequence[int], sent_at: dt.datetime | None) -> Update:
    return update(outbox).where(outbox.c.number.in_(numbers)).values(sent_at=sent_at)
