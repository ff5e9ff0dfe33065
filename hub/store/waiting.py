"""Bills that wait for what may decide otherwise, and when they are looked at again."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update

from hub.errors import Defect
from hub.matching.papers import Billed, Mark, Paper, decode_paper
from hub.pipeline.protocols import Clock
from hub.store.database import Database
from hub.store.papers import find_papers
from hub.store.schema import paper, paper_mark

__all__ = ["Waiting", "WaitingBill"]


@dataclass(frozen=True, slots=True)
class WaitingBill:
    """A bill that is due, as it was judged last."""

    document: str
    interchange: str
    position: int
    tenant: str
    buyer: str
    subject: str
    due: dt.datetime
    billed: Billed


class Waiting:
    """The bills whose verdict another document, or a limit, may change."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def due(self, limit: int) -> list[WaitingBill]:
        """Return bills to look at now, the longest due first."""
        wanted = select(paper).where(paper.c.due <= self._clock.now()).order_by(paper.c.due)
        with self._database.read() as connection:
            rows = connection.execute(wanted.limit(limit)).all()
        return [
            WaitingBill(
                row.document,
                row.interchange,
                row.position,
                row.tenant,
                row.buyer,
                row.subject,
                row.due,
                _billed(row.content),
            )
            for row in rows
        ]

    def papers(self, one: WaitingBill) -> list[Paper]:
        """Return everything that a bill is held against."""
        with self._database.read() as connection:
            marked = connection.execute(
                select(paper_mark.c.kind, paper_mark.c.value).where(
                    paper_mark.c.document == one.document
                )
            )
            marks: list[Mark] = [(row.kind, row.value) for row in marked]
            return find_papers(connection, one.tenant, one.buyer, marks)

    def leave(self, one: WaitingBill, due: dt.datetime | None) -> None:
        """Look at a bill next at a time, or when something comes for it.

        Something that came since it was found due stays the reason to look again.
        """
        with self._database.write() as connection:
            connection.execute(
                update(paper)
                .where(paper.c.document == one.document, paper.c.due == one.due)
                .values(due=due)
            )


def _billed(content: bytes) -> Billed:
    found = decode_paper(content)
    if not isinstance(found, Billed):
        message = "a paper that is no bill waits"
        raise Defect(message)
    return found
