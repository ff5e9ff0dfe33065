"""The store in one SQLite file."""

from contextlib import ExitStack
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError as NoDatabaseError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from hub.errors import ConfigurationError
from hub.store.database import Database, writing_option
from hub.store.migrations import prepare

__all__ = ["open_sqlite"]


def open_sqlite(path: Path, patience: float = 10.0) -> Database:
    """Open or create the file; a writer waits ``patience`` seconds for another one.

    Write-ahead log, so that readers never wait, and every commit on the disk before it
    returns (``synchronous=FULL``). Raises ``ConfigurationError`` for a file that is no database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            [f"{path.parent}: cannot be created ({error.strerror}); set HUB_HOME elsewhere"]
        ) from error
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": patience, "check_same_thread": False},
        hide_parameters=True,  # an error's text would quote documents
    )
    _configure(engine, patience)
    database = Database(engine, engine, str(path))
    with ExitStack() as undoing:
        undoing.callback(database.close)
        try:
            prepare(database)
        except DatabaseError as error:
            if type(error.orig) is not NoDatabaseError:  # others are of kinds of their own
                raise
            mistake = (
                f"{path}: is not a database of the hub, or damaged ({error.orig}); move it away "
                "and put back the last good copy (docs/runbooks/restore.md)"
            )
            raise ConfigurationError([mistake]) from error
        undoing.pop_all()
    return database


def _configure(engine: Engine, patience: float) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: SqliteConnection, _: Any) -> None:
        # The driver's own idea of when to begin is off: BEGIN below is the only one.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(writing_option, False)
        # A plain BEGIN that later wants to write can be refused without waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
