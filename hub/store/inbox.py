"""Acceptance: from here on the hub answers for a document."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, update

from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.protocols import Acceptance, Arrival, Checkpoint, Clock
from hub.store.blobs import Blobs, Kept
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.outbox import message_id, topic_of
from hub.store.repeats import Repeats
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
        Numbers are given in the order of commits: what has the smaller number is visible to
        everybody who sees the greater one.
        """
        known = self._known(arrivals)
        kept = {
            number: self._blobs.keep(arrival.payload, arrival.tenant)
            for number, arrival in enumerate(arrivals)
            if number not in known
        }
        if not kept:
            self._note(known.values())
            return [known[number] for number in range(len(arrivals))]
        with self._database.write() as connection:
            accepted = self._accept(connection, arrivals, kept)
            self._checkpoint("intake.in-transaction")
        unused = [row for number, row in kept.items() if accepted[number].repeated]
        self._blobs.discard(unused)
        return accepted

    def _note(self, repeats: Iterable[Acceptance]) -> None:
        """Let the trace tell that the channel showed a delivery again."""
        journal = Journal(self._clock.now())
        for repeat in repeats:
            journal.note(repeat.interchange, "intake", "redelivered")
        with self._database.write() as connection:
            journal.write(connection)

    def _known(self, arrivals: Sequence[Arrival]) -> dict[int, Acceptance]:
        with self._database.read() as connection:
            repeats = Repeats(connection, arrivals)
        found = ((number, repeats.of(arrival)) for number, arrival in enumerate(arrivals))
        return {number: acceptance for number, acceptance in found if acceptance is not None}

    def _accept(
        self, connection: Connection, arrivals: Sequence[Arrival], kept: dict[int, Kept]
    ) -> list[Acceptance]:
        now = self._clock.now()
        journal = Journal(now)
        accepted: list[Acceptance] = []
        rows: dict[str, list[dict[str, Any]]] = {"blob": [], "inter": [], "key": [], "out": []}
        number = _reserve(connection, len(kept))
        self._checkpoint("intake.reserved")
        # Looked up again, now that nobody else can accept: another process may have been
        # faster with the same delivery.
        repeats = Repeats(connection, arrivals)
        for position, arrival in enumerate(arrivals):
            repeat = repeats.of(arrival)
            if repeat is not None:
                journal.note(repeat.interchange, "intake", "redelivered")
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
                positions=arrival.positions,
                onwards=arrival.onwards,
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
                    "topic": topic_of(blob["size"]),
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
                positions=list(arrival.positions) or None,
                onwards=arrival.onwards,
            )
            accepted.append(Acceptance(envelope.interchange, number))
            repeats.add(arrival, accepted[-1])
        self._blobs.insert(connection, rows["blob"])
        for table, new in ((interchange, "inter"), (intake_key, "key"), (outbox, "out")):
            if rows[new]:
                connection.execute(insert(table), rows[new])
        journal.write(connection)
        return accepted


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
