"""The tables of the store.

::

    interchange 1-n document 1-n route 1-n delivery -> blob
         |-> blob (original)   trace (append-only, about any of them)
    intake_key, outbox, lane, document_key, account_sender: what keeps promises
    document_reference: what links the documents of a purchase
    paper 1-n paper_mark: what bills are held against, and the verdicts on them
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    and_,
    literal,
    literal_column,
    text,
)
from sqlalchemy.types import JSON, BigInteger

from hub.store.types import Instant, Text

__all__ = [
    "DELIVERED",
    "OPEN",
    "PARKED",
    "SCHEMA_FLOOR",
    "SCHEMA_VERSION",
    "UNADDRESSED",
    "WAITING",
    "account_sender",
    "begins",
    "blob",
    "counter",
    "delivery",
    "document",
    "document_key",
    "document_reference",
    "intake_key",
    "interchange",
    "lane",
    "metadata",
    "outbox",
    "paper",
    "paper_mark",
    "route",
    "trace",
    "undecided",
]

SCHEMA_VERSION = 7
SCHEMA_FLOOR = 1
"""The oldest schema version whose hub can still work with this one."""

# Written into the text of a query, so that the planner sees that a partial index serves it.
OPEN: ColumnElement[str] = literal_column("'open'")
WAITING: ColumnElement[str] = literal_column("'waiting'")
DELIVERED: ColumnElement[str] = literal_column("'delivered'")
PARKED: ColumnElement[str] = literal_column("'parked'")
UNADDRESSED: ColumnElement[str] = literal_column("'unaddressed'")


def begins(column: Column[str], beginning: str) -> ColumnElement[bool]:
    """Whether a text begins so: a range, which every database finds in an ordinary index."""
    # Without the column's limit: a bound may be longer than what the column holds.
    first, after = (literal(text, Text()) for text in (beginning, f"{beginning}{_LAST}"))
    return and_(column >= first, column < after)


_LAST = "\U0010ffff"

metadata = MetaData()

_serial = BigInteger().with_variant(Integer, "sqlite")


def _id(*args: Any, **options: Any) -> Column[str]:
    return Column("id", Text(36), *args, primary_key=True, **options)


def _where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of these rows only."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


counter = Table(
    "counter",
    metadata,
    Column("name", Text(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Numbers taken by locking a row, so that they commit in order; a sequence would not.

``schema`` is the version of these tables, ``schema-floor`` the oldest version whose hub can
still work with them.
"""

blob = Table(
    "blob",
    metadata,
    _id(),
    Column("tenant", Text(80), nullable=False),
    Column("sha256", Text(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text(200)),
    Column("content", LargeBinary),
    Column("file", Text(80)),
)

interchange = Table(
    "interchange",
    metadata,
    _id(),
    Column("accept_number", BigInteger, nullable=False, unique=True),
    Column("account", Text(200), nullable=False),
    Column("tenant", Text(80), nullable=False),
    Column("channel", Text(40), nullable=False),
    Column("name", Text(300), nullable=False),
    Column("family", Text(80)),
    Column("blob", Text(36), ForeignKey("blob.id"), nullable=False),
    Column("sha256", Text(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("replay_of", Text(36), index=True),
    Column("ports", JSON, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("state", Text(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("explained", Integer, nullable=False, default=0),
    Column("exhausted", Integer, nullable=False, default=0),
    Column("reason", Text()),
    Column("error", Text()),
    Column("sends", Integer, nullable=False, default=1),
    Column("begun_at", Instant),
    Column("ended_at", Instant),
    Index(
        "interchange_under_way",
        "account",
        text("(accept_number + 0)"),
        **_where("state = 'open'"),
    ),
    Index(
        "interchange_parked",
        "accept_number",
        **_where("state = 'parked'"),
    ),
    Index("interchange_name", "name"),
    Index("interchange_account", "account", "accept_number"),
)


intake_key = Table(
    "intake_key",
    metadata,
    Column("account", Text(200), primary_key=True),
    Column("channel", Text(40), primary_key=True),
    Column("key", Text(600), primary_key=True),
    Column("interchange", Text(36), ForeignKey("interchange.id"), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("id", Text(60), nullable=False, unique=True),
    Column("topic", Text(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("due", Instant, nullable=False),
    Column("sent_at", Instant),
    Index(
        "outbox_unsent",
        "number",
        **_where("sent_at IS NULL"),
    ),
)

document = Table(
    "document",
    metadata,
    _id(),
    Column("interchange", Text(36), ForeignKey("interchange.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("format", Text(120)),
    Column("kind", Text(80)),
    Column("number", Text(300), index=True),
    Column("edition", Text(120)),
    Column("sender", Text(80)),
    Column("outcome", Text(20), nullable=False),
    Column("reason", Text()),
    Column("related", Text(36)),
    Column("report", LargeBinary, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("accept_number", BigInteger),
    Index("document_sent", "sender", "kind", "accept_number", "position"),
    Index(
        "document_waiting",
        "interchange",
        **_where("outcome IN ('unroutable', 'held')"),
    ),
)
"""``accept_number`` is its interchange's: the memory asks for a sender's last documents."""

undecided = document.c.outcome.in_([literal_column("'unroutable'"), literal_column("'held'")])
"""Documents that wait for an operator or for a date; as the index says it."""

document_key = Table(
    "document_key",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("tenant", Text(80), nullable=False),
    Column("seller", Text(80), nullable=False),
    Column("kind", Text(80), nullable=False),
    Column("document_number", Text(300)),
    Column("edition", Text(120), nullable=False),
    Column("sha256", Text(64), nullable=False),
    Column("document", Text(36), ForeignKey("document.id"), nullable=False),
    Column("interchange", Text(36), nullable=False),
    UniqueConstraint("tenant", "seller", "kind", "document_number", "edition"),
    Index("document_key_bytes", "tenant", "seller", "sha256"),
)

document_reference = Table(
    "document_reference",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("document", Text(36), ForeignKey("document.id"), nullable=False),
    Column("kind", Text(80), nullable=False),
    Column("value", Text(300), nullable=False),
    Index("document_reference_value", "value", "kind"),
)
"""Other documents that a document names, by kind (empty: any) and number."""

paper = Table(
    "paper",
    metadata,
    Column("document", Text(36), ForeignKey("document.id"), primary_key=True),
    Column("interchange", Text(36), nullable=False),
    Column("accept_number", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("tenant", Text(80), nullable=False),
    Column("buyer", Text(80), nullable=False),
    Column("subject", Text(600), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("verdict", Text(20)),
    Column("waits", Boolean, nullable=False, default=False),
    Column("due", Instant),
    Column("reason", Text()),
    Column("error", Text()),
    Column("parked_at", Instant),
    Index("paper_subject", "buyer", "subject"),
    Index(
        "paper_due",
        "due",
        **_where("due IS NOT NULL"),
    ),
    Index(
        "paper_parked",
        "parked_at",
        **_where("parked_at IS NOT NULL"),
    ),
)
"""``waits`` says that another document may change the verdict, ``due`` when it is looked at
again; ``parked_at`` says that looking failed, and waits for an operator. All of it ends with the
next paper of the same subject."""

paper_mark = Table(
    "paper_mark",
    metadata,
    Column("buyer", Text(80), primary_key=True),
    Column("kind", Text(20), primary_key=True),
    Column("value", Text(600), primary_key=True),
    Column("document", Text(36), ForeignKey("paper.document"), primary_key=True, index=True),
)

route = Table(
    "route",
    metadata,
    Column("document", Text(36), ForeignKey("document.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("state", Text(20), nullable=False, index=True),
    Column("sender", Text(80), nullable=False),
    Column("receiver", Text(80), nullable=False, index=True),
    Column("port", Text(200), nullable=False),
    Column("lane", Text(900), nullable=False),
    Column("kind", Text(80), nullable=False),
    Column("format", Text(120)),
    Column("profile", Text(80)),
    Column("agreement", Text()),
    Column("lines", Integer, nullable=False, default=0),
    Column("refused_lines", Integer, nullable=False, default=0),
    Column("unchanged", Boolean, nullable=False, default=False),
    Column("until", Instant),
    Column("reason", Text()),
    Column("report", LargeBinary, nullable=False),
    Column("reply", Text(20)),
    Column("reply_number", BigInteger),
)
"""``reply`` is what the receiver answered last, ``reply_number`` when that was accepted."""

delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("kind", Text(10), nullable=False),
    Column("port", Text(200), nullable=False),
    Column("lane", Text(900), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("interchange", Text(36), ForeignKey("interchange.id"), nullable=False, index=True),
    Column("document", Text(36)),
    Column("route", Integer),
    Column("account", Text(200), nullable=False),
    Column("sender", Text(80)),
    Column("family", Text(80)),
    Column("name", Text(300), nullable=False),
    Column("blob", Text(36), ForeignKey("blob.id"), nullable=False),
    Column("companion", Text(36), ForeignKey("blob.id")),
    Column("verdict", Text(10)),
    Column("state", Text(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Instant),
    Column("next_due", Instant, nullable=False),
    Column("error", Text()),
    Column("delivered_at", Instant),
    Column("receipt", JSON),
    Column("confirmed_at", Instant),
    Index("delivery_lane", "lane", "state", "number", "ordinal"),
    Index(
        "delivery_parked",
        "number",
        **_where("state IN ('parked', 'unaddressed')"),
    ),
    Index(
        "delivery_waiting",
        "port",
        "number",
        **_where("state = 'waiting'"),
    ),
    Index(
        "delivery_unconfirmed",
        "port",
        "number",
        "ordinal",
        **_where("state = 'delivered' AND confirmed_at IS NULL"),
    ),
    Index("delivery_called", "name"),
    Index(
        "delivery_name",
        "port",
        "name",
        unique=True,
        **_where("kind <> 'return' AND port <> ''"),
    ),
)

lane = Table(
    "lane",
    metadata,
    Column("name", Text(900), primary_key=True),
    Column("port", Text(200), nullable=False),
    Column("owner", Text(80)),
    Column("epoch", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    Column("next_due", Instant, index=True),
)
"""``next_due`` is when the lane is worth looking at; null means it is empty."""

account_sender = Table(
    "account_sender",
    metadata,
    Column("account", Text(200), primary_key=True),
    Column("sender", Text(80), primary_key=True, index=True),
)

trace = Table(
    "trace",
    metadata,
    Column("number", _serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("interchange", Text(36), nullable=False, index=True),
    Column("document", Text(36)),
    Column("output", Text(36)),
    Column("event", Text(40), nullable=False),
    Column("stage", Text(20), nullable=False),
    Column("details", JSON, nullable=False),
)
