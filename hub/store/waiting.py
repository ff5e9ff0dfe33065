"""Bills that wait for what may decide otherwise, and when they are looked at again."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, select, update

from hub.errors import Defect
from hub.matching.papers import Billed, Mark, Paper, decode_paper
from hub.pipeline.filing import MATCHING
from hub.pipeline.protocols import Clock
from hub.store.database import Database
from hub.store.journal import Journal
from hub.store.papers import HELD, find_papers
from hub.store.schema import interchange, paper, paper_mark

__all__ = ["Waiting", "WaitingBill", "bill_is_parked"]

_replay = interchange.alias("replay")
bill_is_parked = and_(
    paper.c.parked_at.is_not(None),
    # What the hub takes up again by itself may be another bill of the same interchange.
    # An older replay was for something else.
    ~exists().where(
        _replay.c.replay_of == paper.c.interchange,
        _replay.c.channel != MATCHING,
        _replay.c.accepted_at >= paper.c.parked_at,
    ),
)
"""Bills that could not be judged again, until they are, or an operator sent them somewhere."""


@dataclass(frozen=True, slots=True)
class WaitingBill:
    """A bill that waits; ``content`` is how it was judged last, as it is stored.

    ``held`` says that it went nowhere yet.
    """

    document: str
    interchange: str
    position: int
    tenant: str
    buyer: str
    subject: str
    due: dt.datetime | None
    held: bool
    content: bytes

    def billed(self) -> Billed:
        """Read how it was judged last; raises what reading raises for what another hub wrote."""
        found = decode_paper(self.content)
        if not isinstance(found, Billed):
            message = "a paper that is no bill waits"
            raise Defect(message)
        return found


class Waiting:
    """The bills whose verdict another document, or a limit, may change."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def due(self, limit: int) -> list[WaitingBill]:
        """Return bills to look at now, the longest due first."""
        wanted = select(paper).where(paper.c.due <= self._clock.now()).order_by(paper.c.due)
        return self._found(wanted.limit(limit))

    def parked(self, interchange: str) -> list[WaitingBill]:
        """Return those bills of an interchange that wait for an operator."""
        of_it = select(paper).where(paper.c.interchange == interchange, bill_is_parked)
        return self._found(of_it.order_by(paper.c.position))

    def _found(self, wanted: Select[Any]) -> list[WaitingBill]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [
            WaitingBill(
                row.document,
                row.interchange,
                row.position,
                row.tenant,
                row.buyer,
                row.subject,
                row.due,
                row.verdict == HELD,
                row.content,
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
                .values(due=due, reason=None, error=None, parked_at=None)
            )

    def park(self, one: WaitingBill, reason: str, error: str) -> None:
        """Put a bill before an operator; looked at again only when something comes for it."""
        journal = Journal(self._clock.now())
        with self._database.write() as connection:
            parked = connection.execute(
                update(paper)
                .where(paper.c.document == one.document, paper.c.due == one.due)
                .values(due=None, reason=reason, error=error, parked_at=journal.now)
            )
            if parked.rowcount:
                journal.note(
                    one.interchange,
                    "worker",
                    "bill-parked",
                    document=one.document,
                    reason=reason,
                    error=error,
                )
                journal.write(connection)
