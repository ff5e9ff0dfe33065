"""What is cleared away when there is nothing else to do."""

import datetime as dt

from sqlalchemy import delete, func, select

from hub.pipeline.protocols import Clock
from hub.store.blobs import Blobs
from hub.store.database import Database
from hub.store.schema import OPEN, interchange, outbox

__all__ = ["Upkeep"]

PAUSE = 3600.0
"""Seconds between two rounds."""
PORTION = 200
"""Rows or files looked at in one step, so that nobody waits for it."""
KEPT = dt.timedelta(days=7)
"""How long sent messages are kept, to fill a broker again that lost its queues."""

_LENGTH_OF_ID = 36


class Upkeep:
    """Clears away sent messages of what ended long ago, and payload files without a row.

    Safe beside a working hub: a message is only needed while its interchange is open, and a
    payload file gets its row within moments, long before it is old enough to be removed.
    """

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._due = 0.0

    def step(self) -> int:
        """Do one portion when a round is due; returns how many rows and files went."""
        if self._clock.monotonic() < self._due:
            return 0
        messages = self._prune()
        files, looked = self._blobs.sweep(PORTION)
        if messages < PORTION and looked < PORTION:
            self._due = self._clock.monotonic() + PAUSE
        return messages + files

    def _prune(self) -> int:
        oldest = self._clock.now() - KEPT
        over = (
            select(outbox.c.number)
            .join(interchange, interchange.c.id == func.substr(outbox.c.id, 1, _LENGTH_OF_ID))
            .where(outbox.c.sent_at < oldest, interchange.c.state != OPEN)
            .order_by(outbox.c.number)
            .limit(PORTION)
        )
        with self._database.read() as connection:
            numbers = [row.number for row in connection.execute(over)]
        if numbers:
            # Another process may be at the same rows.
            free = select(outbox.c.number).where(outbox.c.number.in_(numbers))
            free = free.with_for_update(skip_locked=True)
            with self._database.write() as connection:
                numbers = list(connection.scalars(free))
                connection.execute(delete(outbox).where(outbox.c.number.in_(numbers)))
        return len(numbers)
