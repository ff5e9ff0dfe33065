"""The store in a PostgreSQL database, for any number of processes and machines."""

from contextlib import ExitStack
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import ProgrammingError

from hub.errors import ConfigurationError
from hub.store.database import Database
from hub.store.migrations import prepare

__all__ = ["open_postgres"]

OLDEST = (14, 0)
"""The oldest server that can end a session which says nothing any more."""

CONNECTIONS = 5
MOST_CONNECTIONS = 24
"""What one process may open: its loops, and the ports it sends to side by side."""

PATIENCE = 10.0
"""Seconds to wait for a free connection of our own, or for a lock."""

MISTAKE = (
    "HUB_DATABASE_URL: is not an address such as postgresql://user:password@host:5432/hub; "
    "signs like @ / : # % in the password are written %40 %2F %3A %23 %25"
)

_LIMITS = {
    # What was accepted is on the server's disk, whatever its default is.
    "synchronous_commit": "on",
    "statement_timeout": "60s",
    "lock_timeout": f"{PATIENCE:.0f}s",
    # A process that was frozen inside a transaction gives its locks back.
    "idle_in_transaction_session_timeout": "20s",
    "timezone": "UTC",
}

_LINK: dict[str, Any] = {
    "application_name": "hub",
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "target_session_attrs": "read-write",
    "client_encoding": "UTF8",
}


def open_postgres(url: str) -> Database:
    """Open a database by its ``postgresql://`` address and create or update its tables.

    The address is libpq's own: several hosts, ``sslmode``, ``passfile`` and the like work,
    and what it says goes before the hub's defaults. Raises ``ConfigurationError`` when it
    cannot be used, ``StoreUnavailable`` when the server does not answer.
    """
    given = _parsed(url)
    limits = " ".join(f"-c {name}={value}" for name, value in _LIMITS.items())
    options = f"{limits} {given.pop('options', '')}".strip()
    link = make_conninfo(**(_LINK | given), options=options)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(link),
        isolation_level="READ COMMITTED",
        pool_size=CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - CONNECTIONS,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        pool_use_lifo=True,
        hide_parameters=True,  # an error's text would quote documents
    )
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    database = Database(engine, reader, _name(given))
    with ExitStack() as undoing:
        undoing.callback(database.close)
        try:
            with database.read() as connection:
                _check(connection, database.name)
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) is not None:
                raise
            raise ConfigurationError([MISTAKE]) from None  # the library could not read it
        prepare(database)
        undoing.pop_all()
    return database


def _parsed(url: str) -> dict[str, Any]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise ConfigurationError([MISTAKE])
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Not chained: what the library says quotes the address, and with it the password.
        raise ConfigurationError([MISTAKE]) from None
    host = str(given.get("host") or "")
    if "@" in host or not all(port.isdigit() for port in str(given.get("port", "0")).split(",")):
        raise ConfigurationError([MISTAKE])
    return given


def _name(given: dict[str, Any]) -> str:
    """Name a database as operators do: ``hub on db.example:5432``."""
    hosts = str(given.get("host") or given.get("hostaddr") or "this machine").split(",")
    ports = str(given.get("port") or "5432").split(",")
    ports = ports if len(ports) == len(hosts) else ports * len(hosts)
    where = ", ".join(f"{host}:{port}" for host, port in zip(hosts, ports, strict=False))
    return f"{given.get('dbname') or given.get('user') or 'hub'} on {where}"


def _check(connection: Connection, name: str) -> None:
    """Refuse a server on which a promise could not be kept."""
    version = connection.dialect.server_version_info
    if version is not None and version < OLDEST:
        found = ".".join(str(part) for part in version)
        raise ConfigurationError(
            [f"database {name}: PostgreSQL {OLDEST[0]} or newer is needed, found {found}"]
        )
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        mistake = f"database {name}: is encoded in {encoding}; make one with: createdb -E UTF8 hub"
        raise ConfigurationError([mistake])
