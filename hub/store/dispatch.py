"""Deliveries as they begin: named once per port, in lanes that are woken."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, case, insert, literal_column, or_, select

from hub.disk import LONGEST_NAME, safe_name
from hub.errors import Defect
from hub.pipeline.envelope import Envelope
from hub.pipeline.protocols import Conclusion
from hub.store.database import Database
from hub.store.questions import grouped
from hub.store.schema import delivery, lane

__all__ = ["Dispatch"]

Row = dict[str, Any]

# As the index of names says it.
_NAMED = (delivery.c.kind != literal_column("'return'"), delivery.c.port != literal_column("''"))


class Dispatch:
    """Collects the deliveries of one transaction and writes them together.

    Others write theirs at the same time. Names and lanes are therefore taken in one order,
    and a name that somebody else took a moment ago is given up for another one.
    """

    def __init__(self, connection: Connection, database: Database, now: dt.datetime) -> None:
        self._connection = connection
        self._database = database
        self._now = now
        self._rows: list[Row] = []

    def add(self, identity: str, envelope: Envelope, **given: Any) -> None:
        """Take a delivery in; ``given`` are its further columns."""
        row: Row = {
            "id": identity,
            "number": envelope.accept_number,
            "ordinal": 0,
            "interchange": envelope.interchange,
            "account": envelope.account,
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
        self._rows.append(row | given)

    def answer(
        self, conclusion: Conclusion, report: str | None, text: str, said: Sequence[str] = ()
    ) -> None:
        """Take in what the sender is told: on its way back, on its answer port, or kept.

        ``said`` are the answers in its own standard, if there are any; without a ``report``
        they are all it is told.
        """
        envelope, answer = conclusion.envelope, conclusion.answer
        common = {"blob": report, "companion": text, "verdict": answer.verdict}
        if answer.back:
            self.add(
                _answer_id(envelope.interchange, "return"),
                envelope,
                kind="return",
                port=f"account:{envelope.account}",
                lane=f"answer>account:{envelope.account}",
                name=envelope.name,
                **common,
            )
        for number, (one, blob) in enumerate(zip(answer.documents, said, strict=True), start=1):
            if answer.port is not None:
                self.add(
                    _answer_id(envelope.interchange, f"answer/{number}"),
                    envelope,
                    kind="answer",
                    port=answer.port,
                    lane=f"answer>{envelope.account}@{answer.port}",
                    ordinal=number,
                    name=one.name,
                    **(common | {"blob": blob}),
                )
        if answer.port is not None and (not said or not answer.whole):
            self.add(
                _answer_id(envelope.interchange, "answer"),
                envelope,
                kind="answer",
                port=answer.port,
                lane=f"answer>{envelope.account}@{answer.port}",
                name=f"{envelope.name}.report.json",
                **common,
            )
        if answer.port is None and not answer.back:
            self.add(
                _answer_id(envelope.interchange, "answer"),
                envelope,
                kind="answer",
                port="",
                lane=f"answer>{envelope.account}",
                state="unaddressed",
                name=f"{envelope.name}.report.json",
                **common,
            )

    def write(self) -> None:
        """Write everything that was taken in, and wake the lanes."""
        named = [row for row in self._rows if row["kind"] != "return" and row["port"]]
        self._insert_named(named)
        others = [row for row in self._rows if row["kind"] == "return" or not row["port"]]
        if others:
            self._connection.execute(insert(delivery), others)
        self._wake()

    def _insert_named(self, rows: list[Row]) -> None:
        """Insert under names that no other delivery to the same port ever had."""
        candidates = {row["id"]: _names(row["name"], row["id"]) for row in rows}
        used: set[tuple[str, str]] = set()
        waiting = rows
        while waiting:
            self._name(waiting, candidates, used)
            waiting.sort(key=lambda row: (row["port"], row["name"]))
            insertion = self._database.insert(delivery).on_conflict_do_nothing()
            done = set(self._connection.scalars(insertion.returning(delivery.c.id), waiting))
            waiting = [row for row in waiting if row["id"] not in done]

    def _name(
        self,
        rows: list[Row],
        candidates: dict[str, Iterator[str]],
        used: set[tuple[str, str]],
    ) -> None:
        """Give each row its next candidate that is free as far as can be seen."""
        while rows:
            for row in rows:
                row["name"] = _next(candidates[row["id"]], row)
            known = self._known({(row["port"], row["name"]) for row in rows}) | used
            again = []
            for row in rows:
                wanted = (row["port"], row["name"])
                if wanted in known:
                    again.append(row)
                known.add(wanted)
                used.add(wanted)
            rows = again

    def _known(self, names: set[tuple[str, str]]) -> set[tuple[str, str]]:
        known: set[tuple[str, str]] = set()
        for (port,), of_port in grouped(names):
            wanted = select(delivery.c.name).where(
                delivery.c.port == port, delivery.c.name.in_(of_port), *_NAMED
            )
            known.update((port, name) for name in self._connection.scalars(wanted))
        return known

    def _wake(self) -> None:
        """Make lanes due, always with their locks: whoever empties one just now sees this."""
        due: dict[str, Row] = {}
        for row in self._rows:
            if row["state"] != "waiting":
                continue
            when = max(row["next_due"], row["not_before"] or row["next_due"])
            known = due.get(row["lane"])
            if known is None or when < known["next_due"]:
                due[row["lane"]] = {"name": row["lane"], "port": row["port"], "next_due": when}
        if not due:
            return
        insertion = self._database.insert(lane)
        given = insertion.excluded.next_due
        sooner = or_(lane.c.next_due.is_(None), lane.c.next_due > given)
        insertion = insertion.on_conflict_do_update(
            index_elements=["name"],
            set_={"next_due": case((sooner, given), else_=lane.c.next_due)},
        )
        self._connection.execute(insertion, [due[name] for name in sorted(due)])


def _names(name: str, identity: str) -> Iterator[str]:
    """Yield the names that a delivery may have, the best first."""
    wanted = safe_name(name)
    yield wanted
    stem, dot, ending = wanted.rpartition(".")
    stem, ending = (stem, f"{dot}{ending}") if dot else (wanted, "")
    for mark in (identity[:8], identity):
        room = LONGEST_NAME - len(ending.encode()) - len(mark) - 1
        short = stem.encode()[:room].decode("utf-8", "ignore")
        yield f"{short}~{mark}{ending}"


def _next(candidates: Iterator[str], row: Row) -> str:
    name = next(candidates, None)
    if name is None:
        raise Defect(f"delivery {row['id']} was written before, or has no free name")
    return name


def _answer_id(interchange: str, kind: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:procurement-hub/{kind}/{interchange}"))
