"""The embedded queue: one durable table with leases, beside the store in the same file."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from hub.errors import Fenced, StoreUnavailable
from hub.pipeline.protocols import Clock, Message, Received

__all__ = ["SpoolTransport"]

LEASE = dt.timedelta(minutes=30)
"""How long a message belongs to a consumer that does not come back for it."""

_metadata = MetaData()

_spool = Table(
    "spool",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(60), nullable=False, unique=True),
    Column("topic", String(80), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("lent", Integer, nullable=False, default=0),
    Column("owner", String(80)),
    Column("until", BigInteger),
    # Numbers are never used again, so that a late acknowledgement cannot hit a new message.
    sqlite_autoincrement=True,
)


class SpoolTransport:
    """Lends messages to competing consumers, oldest first.

    The number of times a message was lent is the epoch of its lease: who was replaced
    cannot acknowledge any more. ``engine`` begins its transactions with the write lock when
    the execution option ``hub_writes`` is set.
    """

    def __init__(self, engine: Engine, owner: str, clock: Clock) -> None:
        self._engine = engine.execution_options(hub_writes=True)
        self._reader = engine
        self._owner = owner
        self._clock = clock
        with self._engine.begin() as connection:
            _metadata.create_all(connection)

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when every message is kept; one that is already waiting is kept once."""
        if not messages:
            return
        rows = [{"id": m.id, "topic": m.topic, "body": m.body, "lent": 0} for m in messages]
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_spool).on_conflict_do_nothing(), rows)
        except OperationalError as error:
            raise _unavailable(error) from error

    def receive(self, topic: str, limit: int) -> list[Received]:
        """Lend up to ``limit`` messages to this consumer."""
        now = _microseconds(self._clock.now())
        asked = {"topic": topic, "now": now, "many": limit}
        try:
            with self._reader.begin() as connection:
                if connection.execute(_FREE, asked | {"many": 1}).first() is None:
                    return []
            with self._engine.begin() as connection:
                rows = connection.execute(_FREE, asked).all()
                until = now + _microseconds_of(LEASE)
                lend = [{"key": r.number, "who": self._owner, "end": until} for r in rows]
                if lend:
                    connection.execute(_LEND, lend)
        except OperationalError as error:
            raise _unavailable(error) from error
        return [
            Received(
                Message(row.id, row.topic, row.body),
                token=f"{row.number}/{row.lent + 1}",
                redelivered=row.lent > 0,
            )
            for row in rows
        ]

    def ack(self, received: Sequence[Received]) -> None:
        """Forget messages; raises ``Fenced`` when one was lent to somebody else since."""
        try:
            with self._engine.begin() as connection:
                for one in received:
                    number, epoch = _lease(one)
                    gone = connection.execute(_ACK, {"key": number, "epoch": epoch})
                    if gone.rowcount == 0:
                        raise Fenced(f"message {one.message.id} was lent to another consumer")
        except OperationalError as error:
            raise _unavailable(error) from error

    def release(self, received: Sequence[Received]) -> None:
        """Give messages back untouched: not being worked on is no redelivery."""
        try:
            with self._engine.begin() as connection:
                for one in received:
                    number, epoch = _lease(one)
                    connection.execute(_RELEASE, {"key": number, "epoch": epoch})
        except OperationalError as error:
            raise _unavailable(error) from error

    def given_up(self, limit: int) -> list[Received]:
        """Return nothing: this queue lends a message as often as it takes."""
        del limit
        return []

    def recover(self) -> int:
        """Give back whatever this consumer held before it was restarted; returns how many."""
        try:
            with self._engine.begin() as connection:
                freed = connection.execute(
                    update(_spool)
                    .where(_spool.c.owner == self._owner)
                    .values(owner=None, until=None)
                )
                return freed.rowcount
        except OperationalError as error:
            raise _unavailable(error) from error


_FREE = (
    select(_spool.c.number, _spool.c.id, _spool.c.topic, _spool.c.body, _spool.c.lent)
    .where(
        _spool.c.topic == bindparam("topic"),
        _spool.c.until.is_(None) | (_spool.c.until <= bindparam("now")),
    )
    .order_by(_spool.c.number)
    .limit(bindparam("many"))
)
_LEND = (
    update(_spool)
    .where(_spool.c.number == bindparam("key"))
    .values(lent=_spool.c.lent + 1, owner=bindparam("who"), until=bindparam("end"))
)
_ACK = delete(_spool).where(
    _spool.c.number == bindparam("key"), _spool.c.lent == bindparam("epoch")
)
_RELEASE = (
    update(_spool)
    .where(_spool.c.number == bindparam("key"), _spool.c.lent == bindparam("epoch"))
    .values(lent=_spool.c.lent - 1, owner=None, until=None)
)


def _lease(received: Received) -> tuple[int, int]:
    number, _, epoch = received.token.partition("/")
    return int(number), int(epoch)


def _unavailable(error: OperationalError) -> StoreUnavailable:
    return StoreUnavailable(f"the queue did not answer: {error.orig}")


def _microseconds(moment: dt.datetime) -> int:
    return _microseconds_of(moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


def _microseconds_of(span: dt.timedelta) -> int:
    return span // dt.timedelta(microseconds=1)
