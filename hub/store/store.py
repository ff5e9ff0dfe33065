"""The store, put together."""

from pathlib import Path
from typing import Self

from sqlalchemy import select

from hub.pipeline.protocols import Checkpoint, Clock
from hub.store.archive import SqlArchive
from hub.store.belonging import claim_folder
from hub.store.blobs import Blobs
from hub.store.conversation import Conversations
from hub.store.database import Database
from hub.store.deliveries import SqlDeliveries
from hub.store.inbox import SqlInbox
from hub.store.outbox import SqlOutbox
from hub.store.postgres import open_postgres
from hub.store.replays import Replays
from hub.store.schema import counter
from hub.store.sqlite import open_sqlite
from hub.store.upkeep import Upkeep
from hub.store.waiting import Waiting
from hub.store.work import SqlWork

__all__ = ["FILE", "SqlStore"]


def _nothing(_: str) -> None:
    """No checkpoint is watched outside tests."""


FILE = "hub.sqlite"
"""The database of a hub without servers, in its home."""


class SqlStore:
    """Everything the hub promises, over one database and one folder of large payloads."""

    def __init__(
        self, database: Database, payloads: Path, clock: Clock, checkpoint: Checkpoint = _nothing
    ) -> None:
        self.database = database
        claim_folder(database, payloads)
        self.blobs = Blobs(database, payloads)
        self.inbox = SqlInbox(database, self.blobs, clock, checkpoint)
        self.outbox = SqlOutbox(database, clock)
        self.work = SqlWork(database, self.blobs, clock, checkpoint)
        self.deliveries = SqlDeliveries(database, self.blobs, clock, checkpoint)
        self.archive = SqlArchive(database, self.blobs, clock)
        self.conversations = Conversations(database, clock)
        self.waiting = Waiting(database, clock)
        self.replays = Replays(database)
        self.upkeep = Upkeep(database, self.blobs, clock)

    @classmethod
    def embedded(
        cls,
        home: Path,
        clock: Clock,
        checkpoint: Checkpoint = _nothing,
        patience: float = 10.0,
    ) -> Self:
        """Open or create the store of an embedded hub in its home folder."""
        return cls(open_sqlite(home / FILE, patience), home / "payloads", clock, checkpoint)

    @classmethod
    def on_server(
        cls, url: str, payloads: Path, clock: Clock, checkpoint: Checkpoint = _nothing
    ) -> Self:
        """Open the store of an installation of several processes or machines.

        Args:
            url: the PostgreSQL database, ``postgresql://user:password@host/name``.
            payloads: folder of large payloads, the same one for every machine.
            clock: the time; leases of lanes need machines whose clocks agree to seconds.
            checkpoint: told the name of each moment at which a crash is most instructive.
        """
        return cls(open_postgres(url), payloads, clock, checkpoint)

    def probe(self) -> None:
        """Ask for what every answer needs; raises ``StoreUnavailable`` when none comes."""
        with self.database.read() as connection:
            connection.scalars(select(counter.c.value).where(counter.c.name == "schema")).one()

    def close(self) -> None:
        """Let others take over what this process had in turn, and close the database."""
        self.outbox.close()
        self.database.close()
