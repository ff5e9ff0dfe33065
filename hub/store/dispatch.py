"""Deliveries as they begin: named once per port, in lanes that are woken."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, case, delete, insert, literal_column, or_, select

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
        used: set[tuple[str, str]] = set()
        waiting = _sets(rows)
        while waiting:
            self._name(waiting, used)
            named = [row for one in waiting for row in one.rows]
            named.sort(key=lambda row: (row["port"], row["name"]))
            insertion = self._database.insert(delivery).on_conflict_do_nothing()
            done = set(self._connection.scalars(insertion.returning(delivery.c.id), named))
            waiting = [one for one in waiting if not all(row["id"] in done for row in one.rows)]
            torn = [row["id"] for one in waiting for row in one.rows if row["id"] in done]
            if torn:
                self._connection.execute(delete(delivery).where(delivery.c.id.in_(torn)))

    def _name(self, sets: list["_Set"], used: set[tuple[str, str]]) -> None:
        """Give the rows of each set their next names that are free as far as can be seen."""
        while sets:
            for one in sets:
                one.name()
            known = self._known({name for one in sets for name in one.names}) | used
            again = []
            for one in sets:
                names = one.names
                if known.intersection(names) or len(set(names)) < len(names):
                    again.append(one)
                else:
                    known.update(names)
                    used.update(names)
            sets = again

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


class _Set:
    """The files of one route of a document: whoever finds one name knows the others by it.

    Where a name was used before, all of them get one mark, that of the first.
    """

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self._wanted = [safe_name(row["name"]) for row in rows]
        identity = rows[0]["id"]
        self._marks = iter(("", identity[:8], identity))

    @property
    def names(self) -> list[tuple[str, str]]:
        """Port and name of each."""
        return [(row["port"], row["name"]) for row in self.rows]

    def name(self) -> None:
        """Give each its next name, the best first.

        Long names may be told apart only by what the mark takes the place of.
        """
        mark = next(self._marks, None)
        if mark is None:
            raise Defect(f"delivery {self.rows[0]['id']} was written before, or has no free name")
        given: Counter[str] = Counter()
        for row, wanted in zip(self.rows, self._wanted, strict=True):
            name = _marked(wanted, mark) if mark else wanted
            given[name] += 1
            again = mark and given[name] > 1
            row["name"] = _marked(wanted, f"{mark}-{given[name]}") if again else name


def _sets(rows: list[Row]) -> list[_Set]:
    """Put together what belongs together at its port."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        alone = row["document"] is None or row["route"] is None
        key = (row["id"],) if alone else (row["document"], row["route"], row["port"])
        found.setdefault(key, []).append(row)
    return [_Set(together) for together in found.values()]


def _marked(wanted: str, mark: str) -> str:
    stem, dot, ending = wanted.rpartition(".")
    stem, ending = (stem, f"{dot}{ending}") if dot else (wanted, "")
    room = LONGEST_NAME - len(ending.encode()) - len(mark) - 1
    short = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{short}~{mark}{ending}"


def _answer_id(interchange: str, kind: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:procurement-hub/{kind}/{interchange}"))
