"""The queue of a hub without a broker: one durable table with leases, beside the store."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.errors import Fenced, StoreUnavailable
from hub.pipeline.protocols import Clock, Message, Received

__all__ = ["SpoolTransport"]

LEASE = dt.timedelta(minutes=30)
"""How long a message belongs to a consumer that does not come back for it."""

_MAKING = 7_218_045_611_930_442
"""Number of the server's lock for making the table; it stands for nothing else."""

_metadata = MetaData()

_spool = Table(
    "spool",
    _metadata,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("id", String(60), nullable=False, unique=True),
    Column("topic", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("lent", Integer, nullable=False, default=0),
    Column("owner", String(80)),
    Column("until", BigInteger),
    Index("spool_order", "topic", "number"),
    # Numbers are never used again, so that a late acknowledgement cannot hit a new message.
    sqlite_autoincrement=True,
)


class SpoolTransport:
    """Lends messages to competing consumers, oldest first.

    The number of times a message was lent is the epoch of its lease: who was replaced
    cannot acknowledge any more. ``engine`` leads to SQLite or PostgreSQL. For one file it
    begins its transactions with the write lock when the execution option ``hub_writes`` is
    set; on a server consumers pass over each other's rows.
    """

    def __init__(self, engine: Engine, owner: str, clock: Clock) -> None:
        self._writer = engine.execution_options(hub_writes=True)
        self._reader = engine
        self._owner = owner
        self._clock = clock
        self._on_server = engine.dialect.name == "postgresql"
        with self._writing() as connection:
            if self._on_server:
                # Two that start together do not both make the table.
                connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))
            _metadata.create_all(connection)

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when every message is kept; one that is already waiting is kept once."""
        if not messages:
            return
        rows = [{"id": m.id, "topic": m.topic, "body": m.body, "lent": 0} for m in messages]
        insertion = (postgresql if self._on_server else sqlite).insert(_spool)
        with self._writing() as connection:
            connection.execute(insertion.on_conflict_do_nothing(), rows)

    def receive(self, topic: str, limit: int) -> list[Received]:
        """Lend up to ``limit`` messages to this consumer."""
        now = _microseconds(self._clock.now())
        asked = {"topic": topic, "now": now, "many": limit}
        with _translated(), self._reader.begin() as connection:
            # Without a lock first: most looks find nothing.
            if connection.execute(_FREE, asked | {"many": 1}).first() is None:
                return []
        with self._writing() as connection:
            rows = connection.execute(_FREE.with_for_update(skip_locked=True), asked).all()
            until = now + _microseconds_of(LEASE)
            lend = [{"key": r.number, "who": self._owner, "end": until} for r in rows]
            if lend:
                connection.execute(_LEND, lend)
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
        if not received:
            return
        with self._writing() as connection:
            gone = connection.execute(_ACK, [_lease(one) for one in received])
            if gone.rowcount != len(received):
                raise Fenced(f"{len(received) - gone.rowcount} messages were lent to another")

    def release(self, received: Sequence[Received]) -> None:
        """Give messages back untouched: not being worked on is no redelivery."""
        if received:
            with self._writing() as connection:
                connection.execute(_RELEASE, [_lease(one) for one in received])

    def given_up(self, limit: int) -> list[Received]:
        """Return nothing: this queue lends a message as often as it takes."""
        del limit
        return []

    def recover(self) -> int:
        """Give back whatever this consumer held before it was restarted; returns how many."""
        freed = update(_spool).where(_spool.c.owner == self._owner).values(owner=None, until=None)
        with self._writing() as connection:
            return connection.execute(freed).rowcount

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _translated(), self._writer.begin() as connection:
            yield connection


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


def _lease(received: Received) -> dict[str, int]:
    number, _, epoch = received.token.partition("/")
    return {"key": int(number), "epoch": int(epoch)}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise StoreUnavailable(f"the queue did not answer: {reason}") from error


def _microseconds(moment: dt.datetime) -> int:
    return _microseconds_of(moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


def _microseconds_of(span: dt.timedelta) -> int:
    return span // dt.timedelta(microseconds=1)
