"""Deliveries in lanes: in order, one owner at a time, retried from the database.

A lane is leased with an epoch that grows with every lease, and every write that follows
names its epoch: a process that was frozen and replaced cannot write any more.

Several processes claim at once, and workers add deliveries meanwhile. The row of a lane is
its lock: it is taken before looking what waits in the lane, always in the order of names.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, select, update

from hub.errors import Defect
from hub.formats.payload import Payload
from hub.pipeline.protocols import Checkpoint, Clock, Consignment, Receipt
from hub.store.blobs import Blobs
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.lanes import (
    ATTEMPT,
    DELIVERED,
    FREE,
    GIVE_UP,
    HEAD,
    NO_ATTEMPT,
    RENEW,
    TAKE,
    TAKE_FREE,
    TOLD,
    epochs_of,
    guard,
    next_look,
    set_due,
)
from hub.store.schema import account_sender, delivery, lane
from hub.store.shelf import Shelf

__all__ = ["LEASE", "SqlDeliveries"]

LEASE = dt.timedelta(seconds=60)
"""How long a lane belongs to whoever claimed it."""


class SqlDeliveries:
    """Claims, receipts, retries."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, checkpoint: Checkpoint
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._checkpoint = checkpoint
        self._shelf = Shelf(database, blobs, clock)

    def claim(self, owner: str, limit: int, paused: frozenset[str]) -> list[Consignment]:
        """Lease lanes and return the next due consignments of each, in order.

        Attempts are counted before the sending. A lane waits for earlier documents of its sender.
        """
        now = self._clock.now()
        if not self._anything_due(now, paused):
            return []
        with self._database.write() as connection:
            ready: list[tuple[Row[Any], int]] = []
            leases: list[dict[str, Any]] = []
            asked = {"now": now, "paused": sorted(paused), "many": limit}
            for free in connection.execute(TAKE_FREE, asked).all():
                if len(ready) >= limit:
                    break
                rows = self._next(connection, free.name, now, limit - len(ready))
                if not rows:
                    set_due(connection, free.name, next_look(connection, free.name, now))
                    continue
                epoch = free.epoch + 1
                leases.append(
                    {"key": free.name, "who": owner, "number": epoch, "until": now + LEASE}
                )
                ready += ((row, epoch) for row in rows)
            claimed: list[Consignment] = []
            if ready:
                connection.execute(TAKE, leases)
                connection.execute(ATTEMPT, [{"key": row.id} for row, _ in ready])
                claimed = self._consignments(connection, ready)
            self._checkpoint("port.claiming")
        return claimed

    def delivered(self, done: Sequence[tuple[Consignment, Receipt]]) -> None:
        """Commit receipts and trace; raises ``Fenced`` when a lane was taken over."""
        now = self._clock.now()
        journal = Journal(now)
        with self._database.write() as connection:
            guard(connection, [consignment for consignment, _ in done])
            keys = [one.id for one, _ in done]
            # Written down before, in a transaction whose answer was lost.
            known = set(connection.scalars(TOLD, {"keys": keys}))
            received = [
                {"key": one.id, "at": now, "words": {"where": receipt.where, "id": receipt.id}}
                for one, receipt in done
                if one.id not in known
            ]
            if received:
                connection.execute(DELIVERED, received)
            for consignment, receipt in done:
                if consignment.id in known:
                    continue
                journal.note(
                    consignment.interchange,
                    "ports",
                    _DONE[consignment.kind],
                    document=consignment.document,
                    output=consignment.id,
                    port=consignment.port,
                    name=consignment.name,
                    lane=consignment.lane,
                    number=consignment.number,
                    attempt=consignment.attempt,
                    where=receipt.where,
                    receipt=receipt.id,
                    verdict=consignment.verdict,
                )
            journal.write(connection)
            self._checkpoint("port.in-receipt")

    def retry(self, consignment: Consignment, error: str, due: dt.datetime) -> None:
        """Try later; the lane waits behind it."""
        now = self._clock.now()
        with self._database.write() as connection:
            guard(connection, [consignment])
            connection.execute(
                update(delivery)
                .where(delivery.c.id == consignment.id)
                .values(next_due=due, error=error)
            )
            journal = Journal(now)
            _note(journal, consignment, "delivery-postponed", error=error, until=due.isoformat())
            journal.write(connection)

    def park(self, consignment: Consignment, error: str) -> None:
        """Put a delivery before an operator; the lane goes on."""
        journal = Journal(self._clock.now())
        with self._database.write() as connection:
            guard(connection, [consignment])
            connection.execute(
                update(delivery)
                .where(delivery.c.id == consignment.id)
                .values(state="parked", error=error)
            )
            _note(journal, consignment, "delivery-parked", error=error)
            journal.write(connection)

    def finished(
        self, claimed: Sequence[Consignment], untouched: Sequence[Consignment] = ()
    ) -> None:
        """Give up the lanes of what was claimed; what was not even tried keeps its attempts."""
        now = self._clock.now()
        with self._database.write() as connection:
            # Without an owner it was given up before, in a transaction whose answer was lost.
            held = epochs_of(connection, {one.lane for one in claimed}, owned=True)
            ours = {one.lane for one in claimed if held.get(one.lane) == one.epoch}
            self._checkpoint("port.giving-up")
            back = [{"key": one.id} for one in untouched if one.lane in ours]
            if back:
                connection.execute(NO_ATTEMPT, back)
            # The lanes are locked: whoever adds a delivery now wakes its lane afterwards.
            due = [{"key": name, "due": next_look(connection, name, now)} for name in sorted(ours)]
            if due:
                connection.execute(GIVE_UP, due)

    def renew(self, claimed: Sequence[Consignment]) -> None:
        """Hold lanes longer whose sending takes long; one that was taken over stays so."""
        until = self._clock.now() + LEASE
        lanes = {one.lane: one.epoch for one in claimed}
        held = [{"key": name, "number": lanes[name], "until": until} for name in sorted(lanes)]
        if held:
            with self._database.write() as connection:
                connection.execute(RENEW, held)

    def free(self, owner: str) -> int:
        """Give up every lane of an owner that was restarted; returns how many."""
        held = select(lane.c.name).where(lane.c.owner == owner).order_by(lane.c.name)
        with self._database.write() as connection:
            names = connection.scalars(held.with_for_update(key_share=True)).all()
            freed = connection.execute(
                update(lane)
                .where(lane.c.name.in_(names), lane.c.owner == owner)
                .values(owner=None, lease_until=None, epoch=lane.c.epoch + 1)
            )
            return freed.rowcount

    def senders(self, accounts: Mapping[str, tuple[str, ...]]) -> None:
        """Say which parties each account may send for.

        Pairs are only ever added: an account that was taken away may have documents under
        way, and waiting for them is the safe side.
        """
        pairs = {(account, sender) for account, named in accounts.items() for sender in named}
        rows = [{"account": account, "sender": sender} for account, sender in sorted(pairs)]
        if rows:
            insertion = self._database.insert(account_sender).on_conflict_do_nothing()
            with self._database.write() as connection:
                connection.execute(insertion, rows)

    def listed(self, port: str, limit: int, after: int = 0) -> list[dict[str, Any]]:
        """Return what lies ready on a port and is not confirmed, in order, after a number."""
        return self._shelf.listed(port, limit, after)

    def confirm(self, port: str, delivery: str) -> bool:
        """Note that the customer has it; may be repeated. False: unknown on this port."""
        return self._shelf.confirm(port, delivery)

    def content_for(self, port: str, delivery: str) -> Payload | None:
        """Return what was handed over on a port; None when it is unknown there."""
        return self._shelf.content_for(port, delivery)

    def _anything_due(self, now: dt.datetime, paused: frozenset[str]) -> bool:
        """Look without the write lock first: most looks find nothing."""
        with self._database.read() as connection:
            asked = {"now": now, "paused": sorted(paused), "many": 1}
            return connection.execute(FREE, asked).first() is not None

    def _next(
        self, connection: Connection, name: str, now: dt.datetime, limit: int
    ) -> list[Row[Any]]:
        """Return the head of a lane and what follows it, up to the first that must wait."""
        rows = connection.execute(HEAD, {"name": name, "now": now, "many": limit}).all()
        ready: list[Row[Any]] = []
        for row in rows:
            if row.next_due > now or row.blocked:
                break
            ready.append(row)
        return ready

    def _consignments(
        self, connection: Connection, ready: Sequence[tuple[Row[Any], int]]
    ) -> list[Consignment]:
        """Return what to send, each row with the epoch of its lane.

        One whose contents are gone is parked, and holds up nobody.
        """
        wanted = {key for row, _ in ready for key in (row.blob, row.companion) if key is not None}
        contents = self._blobs.rows(connection, wanted)
        found = []
        for row, epoch in ready:
            try:
                found.append(self._consignment(row, contents, epoch))
            except Defect as error:
                connection.execute(
                    update(delivery)
                    .where(delivery.c.id == row.id)
                    .values(state="parked", error=str(error))
                )
                journal = Journal(self._clock.now())
                journal.note(row.interchange, "ports", "delivery-parked", error=str(error))
                journal.write(connection)
        return found

    def _consignment(
        self, row: Row[Any], contents: Mapping[str, Row[Any]], epoch: int
    ) -> Consignment:
        companion = None
        if row.companion is not None:
            companion = self._blobs.payload(contents[row.companion], row.name)
        payload = self._blobs.payload(contents[row.blob], row.name)
        return Consignment(
            id=row.id,
            kind=cast(Any, row.kind),
            port=row.port,
            lane=row.lane,
            epoch=epoch,
            number=row.number,
            interchange=row.interchange,
            document=row.document,
            account=row.account,
            name=row.name,
            media_type=payload.media_type or "application/octet-stream",
            payload=payload,
            attempt=row.attempts + 1,
            claimed=self._clock.monotonic(),
            companion=companion,
            verdict=row.verdict,
            family=row.family,
            accepted_at=row.accepted_at,
        )


_DONE = {"output": "delivered", "answer": "answered", "return": "answered"}


def _note(journal: Journal, consignment: Consignment, event: str, **details: Any) -> None:
    journal.note(
        consignment.interchange,
        "ports",
        event,
        document=consignment.document,
        output=consignment.id,
        port=consignment.port,
        attempt=consignment.attempt,
        **details,
    )
