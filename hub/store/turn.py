"""Whose turn it is to do what only one process may do at a time."""

from contextlib import suppress

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from hub.store.database import Database
from hub.store.locks import lock_id

__all__ = ["Turn"]

SILENCE = 30
"""Seconds after which the server takes the turn from a process that says nothing any more."""


class Turn:
    """A lock of a session of its own: it is free again the moment that its holder is gone.

    A frozen holder may wake up and go on for a moment beside its successor; what is done in
    turn must bear that. With one file there is one process, and it is always its turn.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._try = select(func.pg_try_advisory_lock(lock_id(name)))
        self._session: Connection | None = None
        self._held = False

    def mine(self) -> bool:
        """Whether it is this process's turn, at this moment."""
        if not self._database.on_server:
            return True
        with self._database.translated():
            try:
                return self._look()
            except DBAPIError:
                # Lost with its lock, or ended by the server: somebody else may have the turn.
                self.give_up()
                return self._look()

    def give_up(self) -> None:
        """Let another process have its turn."""
        session, self._session, self._held = self._session, None, False
        if session is not None:
            with suppress(DBAPIError):
                if not session.invalidated:
                    session.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            # Ended, and never given to somebody else with the lock still in it.
            session.invalidate()
            session.close()

    def _look(self) -> bool:
        if self._session is None:
            self._session = self._begun()
        if self._held:
            self._session.exec_driver_sql("SELECT 1")
        else:
            self._held = bool(self._session.scalar(self._try))
        return self._held

    def _begun(self) -> Connection:
        options = {"isolation_level": "AUTOCOMMIT"}
        session = self._database.engine.connect().execution_options(**options)
        session.exec_driver_sql(f"SET idle_session_timeout = '{SILENCE}s'")
        return session
