"""What an error of a database means: the world is in the way, or the hub is wrong."""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

__all__ = ["TROUBLE", "passing", "said"]

TROUBLE = (DBAPIError, DisconnectionError, PoolTimeout)
"""Everything that may mean that the database does not answer."""

_LONGEST = 300

_PASSING_CLASSES = frozenset(
    {
        "08",  # the connection failed
        "53",  # disk full, out of memory, too many connections
        "57",  # shut down, starting, cancelled by a time limit
        "58",  # the server's operating system failed
    }
)
_PASSING = frozenset(
    {
        "40001",  # serialization failure
        "40P01",  # deadlock
        "55P03",  # a lock was not free in time
        "25006",  # read-only: a standby that is not promoted yet
        "25P03",  # idle in transaction for too long: this process was stopped for a while
        "25P04",  # the whole transaction took too long
    }
)
_DEFECTS_OF_SQLITE = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH})
"""No such table, wrong statement: SQLite calls these operational, too."""


def passing(error: Exception) -> bool:
    """Whether the same call may succeed later. Anything else is a defect and stays visible."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, TROUBLE)
    cause: Any = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return isinstance(cause, sqlite3.OperationalError) and code not in _DEFECTS_OF_SQLITE
    if error.connection_invalidated:
        return True
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the client library found no server, or lost it
        return type(cause).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout")
    return state in _PASSING or state[:2] in _PASSING_CLASSES


def said(error: Exception) -> str:
    """Return the reason in one line; it holds no values of statements."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return lines[0][:_LONGEST]
