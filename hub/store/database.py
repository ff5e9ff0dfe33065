"""Transactions, and what a failing database means."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from hub.errors import StoreUnavailable
from hub.store.trouble import TROUBLE, passing, said

__all__ = ["Database", "writing_option"]

writing_option = "hub_writes"
"""Execution option of a transaction that will write."""


class Database:
    """An engine with two kinds of transaction.

    What is read in a transaction of ``write`` may be changed by others until it commits,
    unless the rows were locked first: one file has a single writer, a server has many. Both
    kinds raise ``StoreUnavailable`` when the database does not answer in time, also when the
    answer to a commit was lost: whoever wrote has to find out by writing again.

    Args:
        engine: where to.
        reader: the same with the options of a snapshot.
        name: what an operator knows the database by; never with a password.
    """

    def __init__(self, engine: Engine, reader: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.on_server = engine.dialect.name == "postgresql"
        self._reader = reader
        self._writer = engine.execution_options(**{writing_option: True})

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot."""
        with self.translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing."""
        with self.translated(), self._writer.begin() as connection:
            yield connection

    def insert(self, table: Table) -> Any:
        """Return an insert that can say what to do about a row that exists."""
        return (postgresql if self.on_server else sqlite).insert(table)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Tell trouble that passes from a defect."""
        try:
            yield
        except TROUBLE as error:
            if not passing(error):
                raise
            raise StoreUnavailable(
                f"the database {self.name} did not answer: {said(error)}"
            ) from error
