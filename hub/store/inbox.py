"""Acceptance: from here on the hub answers for a document."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, insert, select, update

from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.protocols import Acceptance, Arrival, Checkpoint, Clock
from hub.store.blobs import Blobs, Kept
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.outbox import TOPIC, message_id
from hub.store.schema import counter, intake_key, interchange, outbox

__all__ = ["SqlInbox"]


class SqlInbox:
    """Accepts deliveries, many in one transaction."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, checkpoint: Checkpoint
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._checkpoint = checkpoint

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Keep payloads, keys, first trace events and outbox rows in one transaction.

        A delivery whose key is known was accepted before a crash: it is not kept again.
        """
        known = self._known(arrivals)
        kept = {
            number: self._blobs.keep(arrival.payload, arrival.tenant)
            for number, arrival in enumerate(arrivals)
            if number not in known
        }
        if not kept:
            return [known[number] for number in range(len(arrivals))]
        with self._database.write() as connection:
            accepted = self._accept(connection, arrivals, kept)
            self._checkpoint("intake.in-transaction")
        unused = [row for number, row in kept.items() if accepted[number].repeated]
        self._blobs.discard(unused)
        return accepted

    def _known(self, arrivals: Sequence[Arrival]) -> dict[int, Acceptance]:
        with self._database.read() as connection:
            found = ((n, _repeat(connection, a)) for n, a in enumerate(arrivals))
            return {number: acceptance for number, acceptance in found if acceptance is not None}

    def _accept(
        self, connection: Connection, arrivals: Sequence[Arrival], kept: dict[int, Kept]
    ) -> list[Acceptance]:
        now = self._clock.now()
        journal = Journal(now)
        accepted: list[Acceptance] = []
        batch: dict[tuple[str, str, str], Acceptance] = {}
        rows: dict[str, list[dict[str, Any]]] = {"blob": [], "inter": [], "key": [], "out": []}
        number = _reserve(connection, len(kept))
        for position, arrival in enumerate(arrivals):
            # Looked up again: another process may have been faster with the same delivery.
            key = (arrival.account, arrival.channel, arrival.key)
            repeat = batch.get(key) or _repeat(connection, arrival)
            if repeat is not None:
                accepted.append(repeat)
                continue
            number += 1
            blob = kept[position]
            envelope = Envelope(
                interchange=str(uuid4()),
                accept_number=number,
                account=arrival.account,
                tenant=arrival.tenant,
                channel=arrival.channel,
                name=arrival.name,
                accepted_at=now,
                payload=ClaimCheck(
                    arrival.tenant, blob["id"], blob["sha256"], blob["size"], blob["media_type"]
                ),
                replay_of=arrival.replay_of,
                ports=arrival.ports,
            )
            rows["blob"].append(blob)
            rows["inter"].append(_interchange(envelope, arrival))
            rows["key"].append(
                {
                    "account": arrival.account,
                    "channel": arrival.channel,
                    "key": arrival.key,
                    "interchange": envelope.interchange,
                }
            )
            rows["out"].append(
                {
                    "id": message_id(envelope.interchange, 1),
                    "topic": TOPIC,
                    "body": envelope.encode(),
                    "due": now,
                    "sent_at": None,
                }
            )
            journal.note(
                envelope.interchange,
                "intake",
                "received",
                account=arrival.account,
                channel=arrival.channel,
                name=arrival.name,
                size=blob["size"],
                sha256=blob["sha256"],
                number=number,
                replay_of=arrival.replay_of,
                ports=list(arrival.ports) or None,
            )
            accepted.append(Acceptance(envelope.interchange, number))
            batch[key] = Acceptance(envelope.interchange, number, repeated=True)
        self._blobs.insert(connection, rows["blob"])
        for table, new in ((interchange, "inter"), (intake_key, "key"), (outbox, "out")):
            if rows[new]:
                connection.execute(insert(table), rows[new])
        journal.write(connection)
        return accepted


_WANTED_KEY = (
    select(interchange.c.id, interchange.c.accept_number)
    .join(intake_key, intake_key.c.interchange == interchange.c.id)
    .where(
        intake_key.c.account == bindparam("account"),
        intake_key.c.channel == bindparam("channel"),
        intake_key.c.key == bindparam("key"),
    )
)


def _repeat(connection: Connection, arrival: Arrival) -> Acceptance | None:
    asked = {"account": arrival.account, "channel": arrival.channel, "key": arrival.key}
    row = connection.execute(_WANTED_KEY, asked).one_or_none()
    return None if row is None else Acceptance(row.id, row.accept_number, repeated=True)


def _reserve(connection: Connection, count: int) -> int:
    """Take numbers by locking the counter; returns the one before the first."""
    taken = connection.execute(
        update(counter)
        .where(counter.c.name == "accepted")
        .values(value=counter.c.value + count)
        .returning(counter.c.value)
    ).scalar_one()
    return int(taken) - count


def _interchange(envelope: Envelope, arrival: Arrival) -> dict[str, Any]:
    return {
        "id": envelope.interchange,
        "accept_number": envelope.accept_number,
        "account": envelope.account,
        "tenant": envelope.tenant,
        "channel": envelope.channel,
        "name": envelope.name,
        "family": arrival.family,
        "blob": envelope.payload.blob,
        "sha256": envelope.payload.sha256,
        "size": envelope.payload.size,
        "accepted_at": envelope.accepted_at,
        "replay_of": envelope.replay_of,
        "ports": list(envelope.ports),
        "envelope": envelope.encode(),
        "state": "open",
    }
