"""Whose payloads a folder holds.

Files that no row names are cleared away after a day. In a folder that two databases shared
each would clear away what the other one needs, so a folder says whose it is.
"""

import os
import secrets
from pathlib import Path

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from hub.disk import sync_folder
from hub.errors import ConfigurationError
from hub.store.database import Database
from hub.store.schema import counter

__all__ = ["MARK", "claim_folder"]

MARK = ".belongs-to"
"""File in a payload folder that names the database its payloads are of."""

_NAME = "installation"
_BITS = 62


def claim_folder(database: Database, folder: Path) -> None:
    """Mark a folder as this database's, or see that it is.

    Raises ``ConfigurationError`` when it is another's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = f"{_identity(database):016x}"
    mark = folder / MARK
    try:
        handle = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        found = mark.read_text(encoding="ascii", errors="replace").strip()
        if found in (own, ""):  # empty: its maker is just about to write it, or died there
            return
        raise ConfigurationError([_mistake(folder, database, mark)]) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{own}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)


def _mistake(folder: Path, database: Database, mark: Path) -> str:
    return (
        f"{folder} holds payloads of another database than {database.name}, and each would clear "
        "away those of the other: set HUB_PAYLOADS (or HUB_HOME) to a folder of its own. If this "
        f"database takes the other's place for good, remove {mark}"
    )


def _identity(database: Database) -> int:
    """Return the number of a database, which goes with it into its backups."""
    with database.read() as connection:
        known = _known(connection)
    if known is not None:
        return known
    try:
        with database.write() as connection:
            made = secrets.randbits(_BITS)
            connection.execute(insert(counter).values(name=_NAME, value=made))
            return made
    except IntegrityError:  # another process was faster, and has committed
        return _identity(database)


def _known(connection: Connection) -> int | None:
    named = select(counter.c.value).where(counter.c.name == _NAME)
    return connection.scalars(named).one_or_none()
