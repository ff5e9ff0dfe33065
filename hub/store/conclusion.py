"""The rows that end an interchange: outcomes, routes, outputs, deliveries, answer, trace."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, bindparam, insert, select, update

from hub.disk import LONGEST_NAME, safe_name
from hub.formats.payload import Payload
from hub.pipeline.earlier import edition
from hub.pipeline.envelope import output_id
from hub.pipeline.outcome import Routed, RouteOutcome
from hub.pipeline.protocols import Conclusion, Ended
from hub.store.blobs import Blobs, Kept
from hub.store.database import Database
from hub.store.facts import event_of, key_of, reason_of, remembered, route_facts, routes_of
from hub.store.journal import Journal
from hub.store.recollection import find_bytes, find_number
from hub.store.reports import keep_report
from hub.store.schema import delivery, document, document_key, interchange, lane, route

__all__ = ["Contents", "Writing", "kept_contents"]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a conclusion hands over, durable already: blobs by (document, route, part)."""

    outputs: dict[tuple[int, int, int], Kept]
    report: Kept
    text: Kept

    @property
    def rows(self) -> list[Kept]:
        """Every blob row."""
        return [*self.outputs.values(), self.report, self.text]


def kept_contents(conclusion: Conclusion, blobs: Blobs) -> Contents:
    """Make every output and the answer of a conclusion durable, before the transaction."""
    tenant = conclusion.envelope.tenant
    outputs = {}
    for ended in conclusion.documents:
        for position, way in enumerate(routes_of(ended.processed.outcome), start=1):
            if not isinstance(way, Routed):
                continue
            for number, part in enumerate(way.parts, start=1):
                payload = Payload(
                    part.name, part.size, part.sha256, path=part.path, media_type=part.media_type
                )
                key = (ended.processed.number, position, number)
                outputs[key] = blobs.keep(payload, tenant)
    answer = conclusion.answer
    report = Payload.of_bytes(answer.report, "report.json", "application/json")
    text = Payload.of_bytes(answer.text, "report.txt", "text/plain; charset=utf-8")
    return Contents(outputs, blobs.keep(report, tenant), blobs.keep(text, tenant))


class Writing:
    """Collects the rows of several conclusions and writes them table by table."""

    def __init__(
        self, connection: Connection, database: Database, blobs: Blobs, now: dt.datetime
    ) -> None:
        self._connection = connection
        self._database = database
        self._blobs = blobs
        self._now = now
        self._journal = Journal(now)
        self._contents: list[Kept] = []
        self._documents: list[dict[str, Any]] = []
        self._keys: list[dict[str, Any]] = []
        self._routes: list[dict[str, Any]] = []
        self._deliveries: list[dict[str, Any]] = []
        self._names: set[tuple[str, str]] = set()

    def overtaken(self, conclusion: Conclusion) -> bool:
        """Whether another interchange took a number of this one since its memory was read.

        That may have happened a moment ago, in the same batch.
        """
        if conclusion.envelope.replay_of is not None:
            return False
        return any(
            self._taken(conclusion, ended) for ended in conclusion.documents if remembered(ended)
        )

    def _taken(self, conclusion: Conclusion, ended: Ended) -> bool:
        row = key_of(conclusion, ended)
        if row is None:
            return False
        tenant, seller, sha256 = row["tenant"], row["seller"], row["sha256"]
        same: tuple[str, ...]
        if row["document_number"] is None:
            same = ("tenant", "seller", "sha256")
            found = find_bytes(self._connection, tenant, seller, sha256)
        else:
            same = ("tenant", "seller", "kind", "document_number", "edition")
            found = find_number(
                self._connection,
                tenant,
                seller,
                row["kind"],
                row["document_number"],
                row["edition"],
            )
        if found is not None and found[1] != row["interchange"]:
            return True
        return any(
            other["interchange"] != row["interchange"] and all(other[k] == row[k] for k in same)
            for other in self._keys
        )

    def take(self, conclusion: Conclusion, contents: Contents) -> None:
        """End an interchange that is still open; one that ended before stays as it is."""
        envelope = conclusion.envelope
        reasons = (reason_of(ended.processed.outcome) for ended in conclusion.documents)
        reason = next((reason for reason in reasons if reason is not None), None)
        ended = self._connection.execute(
            _END, {"key": envelope.interchange, "why": reason, "at": self._now}
        )
        if not ended.rowcount:
            self._blobs.discard(contents.rows)
            return
        self._contents += contents.rows
        for one in conclusion.documents:
            self._document(conclusion, one, contents)
        self._answer(conclusion, contents)

    def write(self) -> None:
        """Write everything that was taken."""
        self._blobs.insert(self._connection, self._contents)
        for table, rows in (
            (document, self._documents),
            (route, self._routes),
            (delivery, self._deliveries),
        ):
            if rows:
                self._connection.execute(insert(table), rows)
        if self._keys:
            self._connection.execute(self._database.insert(document_key), self._keys)
        self._wake_lanes()
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
            }
        )
        key = key_of(conclusion, ended)
        if key is not None and remembered(ended):
            self._keys.append(key)
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
        used: set[str] = set()
        for position, way in enumerate(routes_of(outcome), start=1):
            self._route(conclusion, ended, position, way)
            if isinstance(way, Routed):
                self._outputs(conclusion, ended, position, way, contents, used)

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
            self._deliver(
                identity,
                conclusion,
                kind="output",
                port=way.route.port.key,
                lane=way.route.lane,
                ordinal=processed.number * 1_000_000 + position * 1_000 + number,
                document=processed.document,
                route=position,
                sender=way.route.sender.key,
                family=way.route.kind,
                name=self._name(way.route.port.key, part.name, identity),
                blob=contents.outputs[(processed.number, position, number)]["id"],
                not_before=way.not_before,
            )

    def _answer(self, conclusion: Conclusion, contents: Contents) -> None:
        envelope, answer = conclusion.envelope, conclusion.answer
        common: dict[str, Any] = {"verdict": answer.verdict}
        if answer.back:
            self._deliver(
                _answer_id(envelope.interchange, "return"),
                conclusion,
                kind="return",
                port=f"account:{envelope.account}",
                lane=f"answer>account:{envelope.account}",
                name=envelope.name,
                blob=contents.report["id"],
                companion=contents.text["id"],
                **common,
            )
        if answer.port is not None:
            identity = _answer_id(envelope.interchange, "answer")
            name = self._name(answer.port, f"{envelope.name}.report.json", identity)
            self._deliver(
                identity,
                conclusion,
                kind="answer",
                port=answer.port,
                lane=f"answer>{envelope.account}@{answer.port}",
                name=name,
                blob=contents.report["id"],
                companion=contents.text["id"],
                **common,
            )
        if answer.port is None and not answer.back:
            self._deliver(
                _answer_id(envelope.interchange, "answer"),
                conclusion,
                kind="answer",
                port="",
                lane=f"answer>{envelope.account}",
                state="unaddressed",
                name=f"{envelope.name}.report.json",
                blob=contents.report["id"],
                companion=contents.text["id"],
                **common,
            )

    def _deliver(self, identity: str, conclusion: Conclusion, **given: Any) -> None:
        row: dict[str, Any] = {
            "id": identity,
            "number": conclusion.envelope.accept_number,
            "ordinal": 0,
            "interchange": conclusion.envelope.interchange,
            "account": conclusion.envelope.account,
            "state": "waiting",
            "next_due": self._now,
            "document": None,
            "route": None,
            "sender": None,
            "family": None,
            "companion": None,
            "verdict": None,
            "not_before": None,
        }
        self._deliveries.append(row | given)

    def _name(self, port: str, name: str, identity: str) -> str:
        """Return a name that no other delivery to this port ever had."""
        wanted = safe_name(name)
        taken = (port, wanted) in self._names or self._connection.scalar(
            _NAMED, {"asked_port": port, "asked_name": wanted}
        )
        if taken:
            stem, dot, ending = wanted.rpartition(".")
            stem, ending = (stem, f"{dot}{ending}") if dot else (wanted, "")
            room = LONGEST_NAME - len(ending.encode()) - 9
            short = stem.encode()[:room].decode("utf-8", "ignore")
            wanted = f"{short}~{identity[:8]}{ending}"
        self._names.add((port, wanted))
        return wanted

    def _wake_lanes(self) -> None:
        due: dict[str, dict[str, Any]] = {}
        for row in self._deliveries:
            if row["state"] != "waiting":
                continue
            when = max(row["next_due"], row["not_before"] or row["next_due"])
            known = due.get(row["lane"])
            if known is None or when < known["when"]:
                due[row["lane"]] = {"key": row["lane"], "port": row["port"], "when": when}
        if not due:
            return
        rows = [{"name": r["key"], "port": r["port"], "epoch": 0} for r in due.values()]
        self._connection.execute(self._database.insert(lane), rows)
        self._connection.execute(
            _WAKE, [{"key": r["key"], "when": r["when"]} for r in due.values()]
        )


_END = (
    update(interchange)
    .where(interchange.c.id == bindparam("key"), interchange.c.state == "open")
    .values(state="ended", reason=bindparam("why"), ended_at=bindparam("at"), error=None)
)
_NAMED = select(delivery.c.id).where(
    delivery.c.port == bindparam("asked_port"),
    delivery.c.name == bindparam("asked_name"),
    delivery.c.kind != "return",
)
_WAKE = (
    update(lane)
    .where(
        lane.c.name == bindparam("key"),
        lane.c.next_due.is_(None) | (lane.c.next_due > bindparam("when")),
    )
    .values(next_due=bindparam("when"))
)


def _answer_id(interchange_id: str, kind: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:procurement-hub/{kind}/{interchange_id}"))
