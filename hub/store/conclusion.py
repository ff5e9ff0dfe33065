"""The rows that end an interchange: outcomes, routes, outputs, deliveries, answer, trace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from hub.formats.payload import Payload
from hub.pipeline.earlier import edition
from hub.pipeline.enclosure import ENCLOSURE
from hub.pipeline.envelope import output_id
from hub.pipeline.outcome import Processed, Routed, RouteOutcome
from hub.pipeline.protocols import Conclusion, Ended
from hub.store.blobs import Blobs, Kept
from hub.store.database import Database
from hub.store.dispatch import Dispatch
from hub.store.facts import event_of, key_of, reason_of, remembered, route_facts, routes_of
from hub.store.journal import Journal
from hub.store.numbers import Numbers
from hub.store.papers import Papers
from hub.store.replies import Replied, note_replies, replied
from hub.store.reports import keep_report
from hub.store.schema import OPEN, document, document_key, document_reference, interchange, route

__all__ = ["Contents", "Writing", "kept_contents"]


BESIDE = 0
"""Stands for the enclosure where parts are counted from 1."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a conclusion hands over, durable already: blobs by (document, route, part)."""

    outputs: dict[tuple[int, int, int], Kept]
    text: Kept
    report: Kept | None = None
    answers: tuple[Kept, ...] = ()

    @property
    def rows(self) -> list[Kept]:
        """Every blob row."""
        report = [] if self.report is None else [self.report]
        return [*self.outputs.values(), self.text, *report, *self.answers]


def kept_contents(conclusion: Conclusion, blobs: Blobs) -> Contents:
    """Make every output and the answer of a conclusion durable, before the transaction."""
    tenant = conclusion.envelope.tenant
    outputs = {}
    for ended in conclusion.documents:
        for position, way in enumerate(routes_of(ended.processed.outcome), start=1):
            if not isinstance(way, Routed):
                continue
            for number, part in enumerate(way.parts, start=1):
                key = (ended.processed.number, position, number)
                outputs[key] = blobs.keep(part.payload(), tenant)
            if way.enclosure is not None:
                content = way.enclosure.encode()
                payload = Payload.of_bytes(content, "enclosure.json", ENCLOSURE)
                outputs[(ended.processed.number, position, BESIDE)] = blobs.keep(payload, tenant)
    answer = conclusion.answer
    text = blobs.keep(
        Payload.of_bytes(answer.text, "report.txt", "text/plain; charset=utf-8"), tenant
    )
    report = None
    if answer.back or answer.port is None or not answer.documents or not answer.whole:
        report = blobs.keep(
            Payload.of_bytes(answer.report, "report.json", "application/json"), tenant
        )
    said = tuple(blobs.keep(one, tenant) for one in answer.documents)
    return Contents(outputs, text, report, said)


class Writing:
    """Collects the rows of several conclusions and writes them table by table.

    Waits first for others that end documents of the same numbers, or the same interchanges:
    what is seen from then on stays true until the transaction ends.
    """

    def __init__(
        self,
        connection: Connection,
        database: Database,
        blobs: Blobs,
        now: dt.datetime,
        conclusions: Sequence[Conclusion],
    ) -> None:
        self._connection = connection
        self._database = database
        self._blobs = blobs
        self._now = now
        self._journal = Journal(now)
        self._dispatch = Dispatch(connection, database, now)
        self._ended: list[dict[str, Any]] = []
        self._contents: list[Kept] = []
        self._documents: list[dict[str, Any]] = []
        self._keys: list[dict[str, Any]] = []
        self._routes: list[dict[str, Any]] = []
        self._references: list[dict[str, Any]] = []
        self._replies: list[Replied] = []
        # Numbers before interchanges, each in one order: nobody waits for each other.
        self._numbers = Numbers(connection, conclusions)
        self._papers = Papers(connection, conclusions)
        self._open = _still_open(connection, conclusions)

    def overtaken(self, conclusion: Conclusion) -> bool:
        """Whether another interchange changed what this one is decided by since it was read."""
        return self._numbers.overtaken(conclusion) or self._papers.overtaken(conclusion)

    def take(self, conclusion: Conclusion, contents: Contents) -> None:
        """End an interchange that is still open; one that ended before stays as it is."""
        envelope = conclusion.envelope
        reasons = (reason_of(ended.processed.outcome) for ended in conclusion.documents)
        reason = next((reason for reason in reasons if reason is not None), None)
        if envelope.interchange not in self._open:
            self._blobs.discard(contents.rows)
            return
        self._open.remove(envelope.interchange)
        self._ended.append({"key": envelope.interchange, "why": reason, "at": self._now})
        self._contents += contents.rows
        for one in conclusion.documents:
            self._document(conclusion, one, contents)
        said = [one["id"] for one in contents.answers]
        report = None if contents.report is None else contents.report["id"]
        self._dispatch.answer(conclusion, report, contents.text["id"], said)

    def write(self) -> None:
        """Write everything that was taken."""
        if not self._ended:
            return
        self._connection.execute(_END, self._ended)
        self._blobs.insert(self._connection, self._contents)
        for table, rows in (
            (document, self._documents),
            (route, self._routes),
            (document_reference, self._references),
        ):
            if rows:
                self._connection.execute(insert(table), rows)
        if self._keys:
            free = self._database.insert(document_key).on_conflict_do_nothing()
            self._connection.execute(free, self._keys)
        self._papers.write(self._now)
        note_replies(self._connection, self._replies, self._journal)
        self._dispatch.write()
        self._journal.write(self._connection)

    def _document(self, conclusion: Conclusion, ended: Ended, contents: Contents) -> None:
        processed, envelope = ended.processed, conclusion.envelope
        summary, outcome = processed.summary, processed.outcome
        event, related = event_of(outcome)
        number = None if summary is None else summary.id
        self._documents.append(
            {
                "id": processed.document,
                "interchange": envelope.interchange,
                "position": processed.number,
                "format": None if processed.format is None else str(processed.format),
                "kind": None if summary is None else summary.kind,
                "number": number,
                "edition": None if summary is None else edition(summary),
                "sender": ended.sender,
                "outcome": event,
                "reason": reason_of(outcome),
                "related": related,
                "report": keep_report(processed.report),
                "versions": dict(conclusion.versions),
                "ended_at": self._now,
                "accept_number": envelope.accept_number,
            }
        )
        self._references += [
            {"document": processed.document, "kind": kind, "value": value}
            for kind, value in (() if summary is None else summary.references)
        ]
        key = key_of(conclusion, ended)
        if key is not None and remembered(ended):
            self._keys.append(key)
            self._numbers.take(key)
        self._journal.note(
            envelope.interchange,
            "worker",
            event,
            document=processed.document,
            number=number,
            format=None if processed.format is None else str(processed.format),
            sender=ended.sender,
            reason=reason_of(outcome),
            related=related,
            rules=processed.report.counts or None,
            versions=dict(conclusion.versions),
        )
        self._papers.take(conclusion, ended)
        self._match(envelope.interchange, processed)
        self._replies += replied(envelope, ended)
        used: set[str] = set()
        for position, way in enumerate(routes_of(outcome), start=1):
            self._route(conclusion, ended, position, way)
            if isinstance(way, Routed):
                self._outputs(conclusion, ended, position, way, contents, used)

    def _match(self, interchange: str, processed: Processed) -> None:
        """Note what matching says of a bill: the verdict, and what it is for, without amounts."""
        billed = None if processed.filed is None else processed.filed.billed
        if billed is None:
            return
        self._journal.note(
            interchange,
            "worker",
            "matched",
            document=processed.document,
            verdict=None if billed.held else billed.match.verdict.value,
            waits_for=list(billed.held) or None,
            until=None if billed.until is None or not billed.held else billed.until.isoformat(),
            differences=[one.describe("en") for one in billed.match.differences] or None,
        )

    def _route(
        self, conclusion: Conclusion, ended: Ended, position: int, way: RouteOutcome
    ) -> None:
        state, facts = route_facts(way)
        target = way.route.format or ended.processed.format
        row = {
            "document": ended.processed.document,
            "position": position,
            "state": state,
            "sender": way.route.sender.key,
            "receiver": way.route.receiver.key,
            "port": way.route.port.key,
            "lane": way.route.lane,
            "kind": way.route.kind,
            "format": None if target is None else str(target),
            "profile": way.route.profile,
            "agreement": None if way.route.agreement is None else way.route.agreement.id,
            "report": keep_report(way.report),
            "lines": 0,
            "refused_lines": 0,
            "unchanged": False,
            "until": None,
            "reason": None,
        }
        self._routes.append(row | facts)
        self._journal.note(
            conclusion.envelope.interchange,
            "worker",
            f"route-{state}",
            document=ended.processed.document,
            receiver=way.route.receiver.key,
            port=way.route.port.key,
            format=row["format"],
            rules=way.report.counts or None,
            losses=len(way.report.losses) or None,
            certificate=conclusion.seals.get((ended.processed.number, position)),
            **{key: value for key, value in facts.items() if key != "until" and value},
        )

    def _outputs(
        self,
        conclusion: Conclusion,
        ended: Ended,
        position: int,
        way: Routed,
        contents: Contents,
        used: set[str],
    ) -> None:
        envelope, processed = conclusion.envelope, ended.processed
        agreement = way.route.agreement
        mapping = "/".join(
            (
                str(way.route.format or processed.format),
                way.route.profile or "",
                "" if agreement is None else agreement.id,
            )
        )
        beside = contents.outputs.get((processed.number, position, BESIDE))
        for number, part in enumerate(way.parts, start=1):
            identity = output_id(
                processed.document, way.route.port.key, mapping, number, envelope.replay_of
            )
            if identity in used:  # two subscriptions of one receiver that differ in nothing
                mapping = f"{mapping}/{position}"
                identity = output_id(
                    processed.document, way.route.port.key, mapping, number, envelope.replay_of
                )
            used.add(identity)
            self._dispatch.add(
                identity,
                envelope,
                kind="output",
                port=way.route.port.key,
                lane=way.route.lane,
                ordinal=processed.number * 1_000_000 + position * 1_000 + number,
                document=processed.document,
                route=position,
                sender=way.route.sender.key,
                family=way.route.kind,
                name=part.name,
                blob=contents.outputs[(processed.number, position, number)]["id"],
                companion=beside["id"] if beside is not None and number == 1 else None,
                not_before=way.not_before,
            )


_END = (
    update(interchange)
    .where(interchange.c.id == bindparam("key"), interchange.c.state == OPEN)
    .values(state="ended", reason=bindparam("why"), ended_at=bindparam("at"), error=None)
)


def _still_open(connection: Connection, conclusions: Sequence[Conclusion]) -> set[str]:
    """Lock the interchanges and return which of them nobody has ended."""
    standing = (
        select(interchange.c.id, interchange.c.state)
        .where(interchange.c.id.in_([one.envelope.interchange for one in conclusions]))
        .order_by(interchange.c.id)
        .with_for_update(key_share=True)
    )
    return {row.id for row in connection.execute(standing) if row.state == "open"}
