"""What bills are held against, and the verdicts on them, while endings are written."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from hub.matching.papers import BILL, Mark, Paper, decode_paper, encode_paper
from hub.pipeline.earlier import edition
from hub.pipeline.filed import Filed
from hub.pipeline.outcome import Rejected
from hub.pipeline.protocols import Conclusion, Ended
from hub.store.locks import PURCHASES, lock_each
from hub.store.questions import grouped
from hub.store.schema import document_key, paper, paper_mark

__all__ = ["HELD", "Papers", "find_papers"]

HELD = "held"
"""Kept in the place of a verdict that does not stand yet."""

_Key = tuple[str, str, str]


def find_papers(
    connection: Connection, tenant: str, buyer: str, marks: Sequence[Mark]
) -> list[Paper]:
    """Return what is kept under these marks, and what is kept of the bills found there.

    A credit note names the invoice and not its order, and gives back what that invoice took. In
    the order of acceptance.
    """
    rows = _rows(connection, tenant, buyer, marks)
    return [Paper(row.document, row.subject, decode_paper(row.content)) for row in rows]


def _rows(connection: Connection, tenant: str, buyer: str, marks: Sequence[Mark]) -> list[Any]:
    found = _under(connection, buyer, marks)
    billed = select(paper_mark.c.kind, paper_mark.c.value).where(
        paper_mark.c.buyer == buyer, paper_mark.c.kind == BILL
    )
    bills: dict[Mark, None] = {}
    for _, some in grouped(("", one) for one in sorted(found)):
        named = connection.execute(billed.where(paper_mark.c.document.in_(some)))
        bills |= {(row.kind, row.value): None for row in named}
    found |= _under(connection, buyer, sorted(bills.keys() - set(marks)))
    rows: list[Any] = []
    for _, some in grouped(("", one) for one in sorted(found)):
        rows += connection.execute(
            select(paper).where(paper.c.document.in_(some), paper.c.tenant == tenant)
        ).all()
    return sorted(rows, key=lambda row: (row.accept_number, row.position))


def _under(connection: Connection, buyer: str, marks: Iterable[Mark]) -> set[str]:
    found: set[str] = set()
    for (kind,), values in grouped(_fit(mark) for mark in marks):
        found.update(
            connection.scalars(
                select(paper_mark.c.document).where(
                    paper_mark.c.buyer == buyer,
                    paper_mark.c.kind == kind,
                    paper_mark.c.value.in_(values),
                )
            )
        )
    return found


def _fit(mark: Mark) -> Mark:
    """Return a mark as the table keeps it."""
    kind, value = mark
    return kind, paper_mark.c.value.type.fit(value)  # type: ignore[attr-defined]


class Papers:
    """The papers of some conclusions.

    Made inside the transaction that writes: first everybody else who keeps something under the
    same marks is waited for; what is found then stays true until the end.
    """

    def __init__(self, connection: Connection, conclusions: Sequence[Conclusion]) -> None:
        self._connection = connection
        self._rows: list[dict[str, Any]] = []
        self._marks: list[dict[str, Any]] = []
        self._taken: set[_Key] = set()
        self._stirring: list[Filed] = []
        self._freed: list[Any] = []
        wanted = {key for one in conclusions for filed in _filed(one) for key in _keys(filed)}
        lock_each(connection, PURCHASES, ["\0".join(one) for one in wanted])

    def overtaken(self, conclusion: Conclusion) -> bool:
        """Whether something was kept since a bill was judged that might have decided otherwise."""
        return any(
            not self._taken.isdisjoint(_keys(filed)) or self._there(conclusion, filed) != filed.seen
            for filed in _filed(conclusion)
            if filed.seen is not None
        )

    def take(self, conclusion: Conclusion, ended: Ended) -> None:
        """Keep the paper of a document that ends."""
        processed, filed = ended.processed, ended.processed.filed
        if filed is None:
            return
        envelope, billed = conclusion.envelope, filed.billed
        self._rows.append(
            {
                "document": processed.document,
                "interchange": envelope.interchange,
                "accept_number": envelope.accept_number,
                "position": processed.number,
                "tenant": envelope.tenant,
                "buyer": filed.buyer,
                "subject": filed.paper.subject,
                "content": encode_paper(filed.paper.content),
                "verdict": None if billed is None else _verdict(billed),
                "waits": billed is not None and billed.waits,
                "due": billed.until if billed is not None and billed.held else None,
            }
        )
        self._marks += [
            {"buyer": filed.buyer, "kind": kind, "value": value, "document": processed.document}
            for kind, value in dict.fromkeys(_fit(mark) for mark in filed.marks)
        ]
        self._taken.update(_keys(filed))
        if filed.stirs:
            self._stirring.append(filed)
        elif isinstance(processed.outcome, Rejected):
            self._freed.append(_number(conclusion, ended))

    def write(self, now: dt.datetime) -> None:
        """Write what was taken; bills that waited for it are looked at again from now on."""
        if not self._rows:
            return
        connection = self._connection
        for row in self._rows:
            connection.execute(
                update(paper)
                .where(paper.c.buyer == row["buyer"], paper.c.subject == row["subject"])
                .values(waits=False, due=None, reason=None, error=None, parked_at=None)
            )
        connection.execute(insert(paper), self._rows)
        if self._marks:
            connection.execute(insert(paper_mark), self._marks)
        for filed in self._stirring:
            self._stir(filed, now)
        if self._freed:
            # What was taken at first and is refused now may come again under its number.
            connection.execute(delete(document_key).where(or_(*self._freed)))

    def _stir(self, filed: Filed, now: dt.datetime) -> None:
        """Let bills that wait under its marks be looked at, also those written a moment ago."""
        for buyer, kind, value in sorted(_keys(filed)):
            marked = select(paper_mark.c.document).where(
                paper_mark.c.buyer == buyer,
                paper_mark.c.kind == kind,
                paper_mark.c.value == value,
                paper_mark.c.document != filed.paper.document,
            )
            self._connection.execute(
                update(paper).where(paper.c.document.in_(marked), paper.c.waits).values(due=now)
            )

    def _there(self, conclusion: Conclusion, filed: Filed) -> set[str]:
        # The marks that were asked for; those found by asking are among what they lead to.
        tenant = conclusion.envelope.tenant
        rows = _rows(self._connection, tenant, filed.buyer, filed.asked)
        return {row.document for row in rows}


def _verdict(billed: Any) -> str:
    return HELD if billed.held else str(billed.match.verdict.value)


def _filed(conclusion: Conclusion) -> list[Filed]:
    found = (ended.processed.filed for ended in conclusion.documents)
    return [one for one in found if one is not None]


def _keys(filed: Filed) -> set[_Key]:
    return {(filed.buyer, *_fit(mark)) for mark in filed.marks}


def _number(conclusion: Conclusion, ended: Ended) -> Any:
    summary = ended.processed.summary
    return and_(
        document_key.c.tenant == conclusion.envelope.tenant,
        document_key.c.seller == ended.sender,
        document_key.c.kind == (None if summary is None else summary.kind),
        document_key.c.document_number == (None if summary is None else summary.id),
        document_key.c.edition == ("" if summary is None else edition(summary)),
    )
