"""The time that the database takes, seen from the engine itself."""

import sqlite3
import time
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.telemetry.metrics import Metrics

__all__ = ["watch_database"]

BEGUN = "hub_begun"
SQLITE = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: "contention",
        sqlite3.SQLITE_LOCKED: "contention",
        sqlite3.SQLITE_ERROR: "defect",
        sqlite3.SQLITE_MISMATCH: "defect",
    }
)
CONTENTION = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL could not serialize, met a deadlock, or had to wait too long for a lock."""

UNAVAILABLE = frozenset({"08", "25", "53", "57", "58"})
"""Classes of its errors: connection, state of the server, resources, shutdown, system."""


def watch_database(
    engine: Engine,
    metrics: Metrics,
    writes: str,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Count every transaction and error of an engine.

    ``writes`` is the execution option of transactions that write.
    """

    def begun(connection: Connection) -> None:
        connection.info[BEGUN] = clock()

    def ended(connection: Connection) -> None:
        if connection.invalidated:
            return  # its notes are gone with the connection
        since = connection.info.pop(BEGUN, None)
        if since is not None:
            wrote = connection.get_execution_options().get(writes, False)
            metrics.transaction("write" if wrote else "read", clock() - since)

    def failed(context: ExceptionContext) -> None:
        metrics.database_failed(_kind(context.sqlalchemy_exception))

    event.listen(engine, "begin", begun)
    event.listen(engine, "commit", ended)
    event.listen(engine, "rollback", ended)
    event.listen(engine, "handle_error", failed)


def _kind(error: BaseException | None) -> str:
    """Say what sort of trouble it is, by its code; what the database said is not kept."""
    if isinstance(error, IntegrityError):
        return "constraint"
    if not isinstance(error, DBAPIError):
        return "defect"
    cause: Any = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return SQLITE.get(code, "unavailable")
    state = getattr(cause, "sqlstate", None)
    if state in CONTENTION:
        return "contention"
    gone = error.connection_invalidated or state is None or state[:2] in UNAVAILABLE
    return "unavailable" if gone else "defect"
