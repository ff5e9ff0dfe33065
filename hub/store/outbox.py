"""Messages written in the transaction of their cause, published afterwards."""

from collections.abc import Sequence

from sqlalchemy import select, update

from hub.pipeline.protocols import Clock, Message
from hub.store.database import Database
from hub.store.schema import outbox

__all__ = ["TOPIC", "SqlOutbox", "message_id"]

TOPIC = "documents"


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
        mark = update(outbox).where(outbox.c.id.in_(ids)).values(sent_at=self._clock.now())
        with self._database.write() as connection:
            connection.execute(mark)
