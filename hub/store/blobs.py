"""Payloads at rest: small ones in the database, large ones as files beside it."""

import datetime as dt
import math
import shutil
import time
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, insert, select

from hub.disk import sync_folder, write_durably
from hub.errors import ContentGone, StoreUnavailable
from hub.formats.payload import Payload
from hub.store.database import Database
from hub.store.schema import blob

__all__ = ["INLINE_LIMIT", "Blobs", "Kept"]

INLINE_LIMIT = 256 * 1024
"""Bytes up to which a payload lives in the database."""

Kept = dict[str, Any]
"""A row of ``blob`` whose file, if it has one, is on the disk already."""

_ORPHAN_AGE = dt.timedelta(days=1)


class Blobs:
    """Keeps payloads under random names, never shared between documents.

    ``keep`` runs before the transaction and makes a large payload durable; ``insert`` puts
    the row that refers to it into the transaction. A crash in between leaves a file that
    nobody refers to, which ``sweep`` removes.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._sweeping: Iterator[Path] | None = None

    def keep(self, payload: Payload, tenant: str) -> Kept:
        """Make a payload durable, or carry it into the transaction when it is small."""
        identity = str(uuid4())
        row: Kept = {
            "id": identity,
            "tenant": tenant,
            "sha256": payload.sha256,
            "size": payload.size,
            "media_type": payload.media_type,
            "content": None,
            "file": None,
        }
        try:
            if payload.size <= INLINE_LIMIT:
                with payload.open() as stream:
                    row["content"] = stream.read()
            else:
                row["file"] = f"{identity[:2]}/{identity}"
                self._write(payload, self._folder / row["file"])
        except OSError as error:
            raise StoreUnavailable(f"{payload.name} could not be kept: {error}") from error
        return row

    def insert(self, connection: Connection, rows: list[Kept]) -> None:
        """Refer to kept payloads."""
        if rows:
            connection.execute(insert(blob), rows)

    def load(self, identity: str, name: str, tenant: str | None = None) -> Payload:
        """Return a payload; ``ContentGone`` when it is not there whole, or another tenant's."""
        with self._database.read() as connection:
            row = connection.execute(_THESE, {"keys": [identity]}).one_or_none()
        if row is None or (tenant is not None and row.tenant != tenant):
            raise ContentGone(f"payload {identity} is not in the store of tenant {tenant}")
        return self.payload(row, name)

    def rows(self, connection: Connection, identities: Collection[str]) -> dict[str, Row[Any]]:
        """Return the rows of several payloads by id, within a transaction."""
        rows = connection.execute(_THESE, {"keys": list(identities)})
        return {row.id: row for row in rows}

    def payload(self, row: Row[Any], name: str) -> Payload:
        """Return the payload of a row that is at hand."""
        if row.file is None:
            return Payload(
                name, row.size, row.sha256, content=row.content, media_type=row.media_type
            )
        path = self._folder / row.file
        if not path.is_file() or path.stat().st_size != row.size:
            raise ContentGone(f"{path} is missing or damaged; restore it from a backup")
        return Payload(name, row.size, row.sha256, path=path, media_type=row.media_type)

    def discard(self, rows: list[Kept]) -> None:
        """Remove files that no transaction came to refer to."""
        for row in rows:
            if row["file"] is not None:
                (self._folder / row["file"]).unlink(missing_ok=True)

    def sweep(self, limit: int) -> tuple[int, int]:
        """Remove files that a crash left without a row, once they are a day old.

        Goes on where the last call ended, ``limit`` files at a time; returns how many were
        removed and how many looked at. Fewer than ``limit``: that was the end of a round.
        """
        try:
            return self._sweep(limit)
        except OSError as error:
            self._sweeping = None
            raise StoreUnavailable(f"{self._folder} could not be swept: {error}") from error

    def _sweep(self, limit: int) -> tuple[int, int]:
        if self._sweeping is None:
            self._sweeping = self._folder.glob("??/*")
        looked = list(islice(self._sweeping, limit))
        if len(looked) < limit:
            self._sweeping = None
        oldest = time.time() - _ORPHAN_AGE.total_seconds()
        old = [path for path in looked if _changed(path) < oldest]
        if not old:
            return 0, len(looked)
        # In one file the write lock keeps rows from coming while a file goes; on a server it
        # is the age alone: a row comes within moments of its file.
        with self._database.write() as connection:
            named = select(blob.c.id).where(blob.c.id.in_([path.name for path in old]))
            known = set(connection.scalars(named))
            orphans = [path for path in old if path.name not in known]
            for path in orphans:
                path.unlink(missing_ok=True)
        return len(orphans), len(looked)

    def _write(self, payload: Payload, path: Path) -> None:
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            sync_folder(self._folder)
        free = shutil.disk_usage(self._folder).free
        if free < payload.size:
            raise OSError(f"{self._folder} has only {free} bytes left")
        with payload.open() as source:
            write_durably(path, source)


def _changed(path: Path) -> float:
    """Return when a file was written; never, when it is gone meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


_THESE = select(blob).where(blob.c.id.in_(bindparam("keys", expanding=True)))
