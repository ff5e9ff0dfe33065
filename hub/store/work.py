"""What a worker asks of the store and tells it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal, cast

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    exists,
    insert,
    or_,
    select,
    update,
)

from hub.formats.payload import Payload
from hub.pipeline.envelope import ClaimCheck
from hub.pipeline.protocols import Attempt, Checkpoint, Clock, Conclusion
from hub.store.blobs import Blobs
from hub.store.conclusion import Writing, kept_contents
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.outbox import message_id, topic_of
from hub.store.precedence import first_open
from hub.store.recollection import SqlRecollection
from hub.store.schema import account_sender, interchange, outbox

__all__ = ["SqlWork"]


class SqlWork:
    """Attempts, payloads, memory and endings."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, checkpoint: Checkpoint
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._checkpoint = checkpoint

    def begin(self, interchanges: Sequence[str]) -> list[Attempt]:
        """Count an attempt at each, before any work, and say where each stands."""
        journal = Journal(self._clock.now())
        with self._database.write() as connection:
            rows = {row.id: row for row in connection.execute(_standing(interchanges))}
            self._checkpoint("worker.counting")
            opened = [row.id for row in rows.values() if row.state == "open"]
            if opened:
                connection.execute(
                    update(interchange)
                    .where(interchange.c.id.in_(opened))
                    .values(attempts=interchange.c.attempts + 1, begun_at=journal.now)
                )
            for row in rows.values():
                if row.state != "open":
                    journal.note(row.id, "worker", "redelivered", state=row.state)
                elif row.attempts:
                    journal.note(row.id, "worker", "taken-up-again", attempt=row.attempts + 1)
            journal.write(connection)
        return [_attempt(rows.get(identity)) for identity in interchanges]

    def earlier_open(self, identity: str) -> bool:
        """Whether an earlier interchange that may be of the same sender is still open.

        Until it has ended, the memory does not hold what it will leave.
        """
        with self._database.read() as connection:
            return bool(connection.scalar(_EARLIER_OPEN, {"key": identity}))

    def payload(self, claim: ClaimCheck) -> Payload:
        """Return the original; ``Defect`` when tenant and blob do not belong together."""
        return self._blobs.load(claim.blob, claim.blob, claim.tenant)

    def recollection(self, tenant: str) -> SqlRecollection:
        """Return the memory of a tenant."""
        return SqlRecollection(self._database, tenant)

    def finish(self, conclusions: Sequence[Conclusion]) -> list[bool]:
        """Commit outcomes, outputs, deliveries, answers and trace, many at once.

        False for a conclusion that another document overtook since its memory was read:
        nothing of it was written, and it must be processed again.
        """
        kept = [kept_contents(conclusion, self._blobs) for conclusion in conclusions]
        ended: list[bool] = []
        with self._database.write() as connection:
            now = self._clock.now()
            writing = Writing(connection, self._database, self._blobs, now, conclusions)
            self._checkpoint("worker.locked")
            for conclusion, contents in zip(conclusions, kept, strict=True):
                late = writing.overtaken(conclusion)
                ended.append(not late)
                if not late:
                    writing.take(conclusion, contents)
            writing.write()
            self._checkpoint("worker.in-transaction")
        for done, contents in zip(ended, kept, strict=True):
            if not done:
                self._blobs.discard(contents.rows)
        return ended

    def again(self, identity: str, error: str, due: dt.datetime) -> None:
        """Try later, because the world was in the way; such an attempt is not held against it."""
        journal = Journal(self._clock.now())
        with self._database.write() as connection:
            if self._explain(connection, identity, error, due):
                journal.note(identity, "worker", "postponed", error=error, until=due.isoformat())
            journal.write(connection)

    def exhausted(self, identity: str, resource: str, due: dt.datetime | None = None) -> None:
        """Note that this attempt is being stopped at a limit; with ``due``, try then."""
        journal = Journal(self._clock.now())
        with self._database.write() as connection:
            if self._explain(connection, identity, f"limit: {resource}", due, limit=1):
                journal.note(identity, "worker", "stopped-at-limit", resource=resource)
            journal.write(connection)

    def _explain(
        self,
        connection: Connection,
        identity: str,
        error: str,
        due: dt.datetime | None,
        limit: int = 0,
    ) -> bool:
        """Say why an attempt failed, and send the envelope once more when ``due`` is given."""
        row = connection.execute(
            update(interchange)
            .where(interchange.c.id == identity, interchange.c.state == "open")
            .values(
                explained=interchange.c.explained + 1,
                exhausted=interchange.c.exhausted + limit,
                sends=interchange.c.sends + (0 if due is None else 1),
                error=error,
            )
            .returning(interchange.c.sends, interchange.c.envelope, interchange.c.size)
        ).one_or_none()
        if row is not None and due is not None:
            name = message_id(identity, row.sends)
            topic = topic_of(row.size, repeated=True)
            connection.execute(
                insert(outbox).values(id=name, topic=topic, body=row.envelope, due=due)
            )
        return row is not None

    def park(self, identity: str, reason: str, error: str) -> None:
        """Put an interchange before an operator."""
        now = self._clock.now()
        journal = Journal(now)
        with self._database.write() as connection:
            parked = connection.execute(
                update(interchange)
                .where(interchange.c.id == identity, interchange.c.state == "open")
                .values(state="parked", reason=reason, error=error, ended_at=now)
            )
            if parked.rowcount:
                journal.note(identity, "worker", "parked", reason=reason, error=error)
                journal.write(connection)

    def dead_lettered(self, identity: str, error: str) -> None:
        """Put an interchange before an operator whose message the broker gave up."""
        self.park(identity, "dead-lettered", error)


def _standing(interchanges: Sequence[str]) -> Select[Any]:
    """Select where interchanges stand, locked in one order: others count them, too."""
    return (
        select(
            interchange.c.id,
            interchange.c.state,
            interchange.c.attempts,
            interchange.c.explained,
            interchange.c.exhausted,
        )
        .where(interchange.c.id.in_(interchanges))
        .order_by(interchange.c.id)
        .with_for_update(key_share=True)
    )


_own, _other = account_sender.alias("own"), account_sender.alias("other")
_EARLIER_OPEN = select(
    or_(
        first_open(interchange.c.account) < interchange.c.accept_number,
        exists().where(
            _own.c.account == interchange.c.account,
            _other.c.sender == _own.c.sender,
            first_open(_other.c.account) < interchange.c.accept_number,
        ),
    )
).where(interchange.c.id == bindparam("key"))


def _attempt(row: Any) -> Attempt:
    if row is None:
        return Attempt("ended")
    state = cast(Literal["open", "ended", "parked"], row.state)
    return Attempt(state, row.attempts + 1, row.attempts - row.explained, row.exhausted)
