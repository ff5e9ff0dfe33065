"""Transactions, and what a failing database means."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.errors import ConfigurationError, StoreUnavailable
from hub.store.schema import SCHEMA_VERSION, counter, metadata

__all__ = ["Database", "writing_option"]

writing_option = "hub_writes"
"""Execution option of a transaction that will write."""


class Database:
    """An engine with two kinds of transaction.

    ``write`` takes the write lock at once, so that what is read in it still holds when it
    commits. Both raise ``StoreUnavailable`` when the database does not answer in time.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(**{writing_option: True})

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot."""
        with self._translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing."""
        with self._translated(), self._writer.begin() as connection:
            yield connection

    def insert(self, table: Table) -> Any:
        """Return an insert that leaves an existing row alone."""
        dialect = sqlite if self.engine.dialect.name == "sqlite" else postgresql
        return dialect.insert(table).on_conflict_do_nothing()

    def prepare(self) -> None:
        """Create what is missing; refuses a database of a newer hub."""
        with self.write() as connection:
            metadata.create_all(connection)
            found = connection.scalar(select(counter.c.value).where(counter.c.name == "schema"))
            if found is None:
                rows = [
                    {"name": "schema", "value": SCHEMA_VERSION},
                    {"name": "accepted", "value": 0},
                ]
                connection.execute(insert(counter), rows)
                self._guard(connection)
        if found is not None and found > SCHEMA_VERSION:
            mistake = (
                f"{self.engine.url.database}: was written by a newer hub (schema {found}, "
                f"this one knows {SCHEMA_VERSION}); install the newer hub"
            )
            raise ConfigurationError([mistake])

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _guard(self, connection: Connection) -> None:
        """Let the database itself refuse to change the trace."""
        if self.engine.dialect.name != "sqlite":
            return
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER trace_no_{verb.lower()} BEFORE {verb} ON trace "
                "BEGIN SELECT RAISE(ABORT, 'the trace is append-only'); END"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, DisconnectionError, PoolTimeout) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreUnavailable(
                f"the database {self.engine.url.database} did not answer: {reason}"
            ) from error
