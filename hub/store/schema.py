"""The tables of the store.

::

    interchange 1-n document 1-n route 1-n delivery -> blob
         |-> blob (original)   trace (append-only, about any of them)
    intake_key, outbox, lane, document_key, account_sender: what keeps promises
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import JSON, BigInteger, TypeDecorator

__all__ = [
    "SCHEMA_VERSION",
    "Instant",
    "account_sender",
    "blob",
    "counter",
    "delivery",
    "document",
    "document_key",
    "intake_key",
    "interchange",
    "lane",
    "metadata",
    "outbox",
    "route",
    "trace",
]

SCHEMA_VERSION = 1

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class Instant(TypeDecorator[dt.datetime]):
    """An aware time as microseconds since 1970 in UTC: sorts and compares in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        """Store; a time without zone is refused, because nobody could say when it was."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:
        """Load as UTC."""
        del dialect
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = MetaData()

_serial = BigInteger().with_variant(Integer, "sqlite")


def _id(*args: Any, **options: Any) -> Column[str]:
    return Column("id", String(36), *args, primary_key=True, **options)


counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Numbers without gaps, taken by locking a row: a sequence could commit out of order."""

blob = Table(
    "blob",
    metadata,
    _id(),
    Column("tenant", String(80), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(200)),
    Column("content", LargeBinary),
    Column("file", String(80)),
)

interchange = Table(
    "interchange",
    metadata,
    _id(),
    Column("accept_number", BigInteger, nullable=False, unique=True),
    Column("account", String(200), nullable=False),
    Column("tenant", String(80), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("name", String, nullable=False),
    Column("family", String(80)),
    Column("blob", String(36), ForeignKey("blob.id"), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("replay_of", String(36), index=True),
    Column("ports", JSON, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("explained", Integer, nullable=False, default=0),
    Column("exhausted", Integer, nullable=False, default=0),
    Column("reason", String),
    Column("error", String),
    Column("sends", Integer, nullable=False, default=1),
    Column("ended_at", Instant),
    Index(
        "interchange_open",
        "account",
        "accept_number",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "interchange_parked",
        "accept_number",
        sqlite_where=text("state = 'parked'"),
        postgresql_where=text("state = 'parked'"),
    ),
    Index("interchange_name", "name"),
)

intake_key = Table(
    "intake_key",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("key", String(600), primary_key=True),
    Column("interchange", String(36), ForeignKey("interchange.id"), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("id", String(60), nullable=False, unique=True),
    Column("topic", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("due", Instant, nullable=False),
    Column("sent_at", Instant),
    Index(
        "outbox_unsent",
        "number",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)

document = Table(
    "document",
    metadata,
    _id(),
    Column("interchange", String(36), ForeignKey("interchange.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("format", String(120)),
    Column("kind", String(80)),
    Column("number", String, index=True),
    Column("edition", String),
    Column("sender", String(80), index=True),
    Column("outcome", String(20), nullable=False),
    Column("reason", String),
    Column("related", String(36)),
    Column("report", LargeBinary, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("ended_at", Instant, nullable=False),
)

document_key = Table(
    "document_key",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("tenant", String(80), nullable=False),
    Column("seller", String(80), nullable=False),
    Column("kind", String(80), nullable=False),
    Column("document_number", String),
    Column("edition", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", String(36), ForeignKey("document.id"), nullable=False),
    Column("interchange", String(36), nullable=False),
    UniqueConstraint("tenant", "seller", "kind", "document_number", "edition"),
    Index("document_key_bytes", "tenant", "seller", "sha256"),
)

route = Table(
    "route",
    metadata,
    Column("document", String(36), ForeignKey("document.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("state", String(20), nullable=False, index=True),
    Column("sender", String(80), nullable=False),
    Column("receiver", String(80), nullable=False, index=True),
    Column("port", String(200), nullable=False),
    Column("lane", String(400), nullable=False),
    Column("kind", String(80), nullable=False),
    Column("format", String(120)),
    Column("profile", String(80)),
    Column("agreement", String),
    Column("lines", Integer, nullable=False, default=0),
    Column("refused_lines", Integer, nullable=False, default=0),
    Column("unchanged", Boolean, nullable=False, default=False),
    Column("until", Instant),
    Column("reason", String),
    Column("report", LargeBinary, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("kind", String(10), nullable=False),
    Column("port", String(200), nullable=False),
    Column("lane", String(400), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("interchange", String(36), ForeignKey("interchange.id"), nullable=False, index=True),
    Column("document", String(36)),
    Column("route", Integer),
    Column("account", String(200), nullable=False),
    Column("sender", String(80)),
    Column("family", String(80)),
    Column("name", String, nullable=False),
    Column("blob", String(36), ForeignKey("blob.id"), nullable=False),
    Column("companion", String(36), ForeignKey("blob.id")),
    Column("verdict", String(10)),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Instant),
    Column("next_due", Instant, nullable=False),
    Column("error", String),
    Column("delivered_at", Instant),
    Column("receipt", JSON),
    Index("delivery_lane", "lane", "state", "number", "ordinal"),
    Index(
        "delivery_parked",
        "number",
        sqlite_where=text("state IN ('parked', 'unaddressed')"),
        postgresql_where=text("state IN ('parked', 'unaddressed')"),
    ),
    Index(
        "delivery_name",
        "port",
        "name",
        unique=True,
        sqlite_where=text("kind <> 'return' AND port <> ''"),
        postgresql_where=text("kind <> 'return' AND port <> ''"),
    ),
)

lane = Table(
    "lane",
    metadata,
    Column("name", String(400), primary_key=True),
    Column("port", String(200), nullable=False),
    Column("owner", String(80)),
    Column("epoch", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    Column("next_due", Instant, index=True),
)
"""``next_due`` is when the lane is worth looking at; null means it is empty."""

account_sender = Table(
    "account_sender",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("sender", String(80), primary_key=True, index=True),
)

trace = Table(
    "trace",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("interchange", String(36), nullable=False, index=True),
    Column("document", String(36)),
    Column("output", String(36)),
    Column("event", String(40), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("details", JSON, nullable=False),
)
