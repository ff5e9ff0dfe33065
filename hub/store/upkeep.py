"""What is cleared away when there is nothing else to do."""

import datetime as dt

from sqlalchemy import delete, func, select, text

from hub.pipeline.protocols import Clock
from hub.store.blobs import Blobs
from hub.store.database import Database
from hub.store.schema import OPEN, interchange, outbox

__all__ = ["Upkeep"]

PAUSE = 3600.0
"""Seconds between two rounds."""
LOOK = 10.0
"""Seconds between two looks for sessions that hang."""
STALE = 20.0
"""Seconds after which a transaction whose process does nothing hangs."""
PORTION = 200
"""Rows or files looked at in one step, so that nobody waits for it."""
KEPT = dt.timedelta(days=7)
"""How long sent messages are kept, to fill a broker again that lost its queues."""

_LENGTH_OF_ID = 36

_END_STALE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = current_user"
    " AND application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
    " AND wait_event = 'ClientRead' AND xact_start < now() - make_interval(secs => :seconds)"
    # Only what others may wait for: somebody who reads for a long time is left alone.
    " AND (backend_xid IS NOT NULL OR EXISTS (SELECT FROM pg_locks"
    " WHERE pg_locks.pid = pg_stat_activity.pid AND locktype = 'advisory'))"
)


class Upkeep:
    """Clears away sent messages of what ended long ago, and payload files without a row.

    Safe beside a working hub: a message is only needed while its interchange is open, and a
    payload file gets its row within moments, long before it is old enough to be removed.
    """

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, *, stale: float = STALE
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._stale = stale
        self._due = 0.0
        self._looked = 0.0

    def step(self) -> int:
        """Do one portion when a round is due; returns how many rows and files went."""
        self._end_stale()
        if self._clock.monotonic() < self._due:
            return 0
        messages = self._prune()
        files, looked = self._blobs.sweep(PORTION)
        if messages < PORTION and looked < PORTION:
            self._due = self._clock.monotonic() + PAUSE
        return messages + files

    def _end_stale(self) -> None:
        """End sessions of the hub's own that keep locks and wait for a process that is frozen.

        A process stopped in the middle of a statement of many rows counts as active, so that
        no time limit of the server ends it. When it wakes up it finds its transaction gone.
        """
        now = self._clock.monotonic()
        if not self._database.on_server or now < self._looked + LOOK:
            return
        self._looked = now
        with self._database.write() as connection:
            connection.execute(_END_STALE, {"seconds": self._stale})

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
