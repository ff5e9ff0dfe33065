"""Bills that wait are taken up again when something came that may decide otherwise.

A bill whose verdict would be another now goes down the line once more, as a replay of the hub's
own: there everything is decided and committed as it is for any document. Asked twice it is still
one replay, because the wish has a name. One that cannot be judged again is put before an operator,
and holds up no other.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import assert_never

from hub.app.backoff import document_wait
from hub.app.boundary import Done, Drop, Fate, Park, Stopped, Wait, attempt, loggable
from hub.app.workerkit import WornOut
from hub.errors import ContentGone
from hub.matching.papers import Billed
from hub.matching.ruling import rule_on
from hub.matching.terms import Terms
from hub.pipeline.filing import APPROVED, MATCHING, terms_of
from hub.pipeline.party import Directory
from hub.pipeline.protocols import Archive, Arrival, Checkpoint, Clock, Inbox
from hub.pipeline.routing import WHEN
from hub.store.waiting import Waiting, WaitingBill
from hub.telemetry.logs import log_of

__all__ = ["Rejudging", "once_more"]

PAUSE = 0.2
"""Seconds between two looks."""
BATCH = 20


class Rejudging:
    """Looks at waiting bills that are due.

    Args:
        waiting: the bills that wait.
        inbox: where a bill is handed in once more.
        archive: has the originals.
        directory: who is who.
        columns: what customers make of bills that differ.
        clock: the time.
        checkpoint: told each instructive moment.
    """

    def __init__(
        self,
        waiting: Waiting,
        inbox: Callable[[], Inbox],
        archive: Archive,
        directory: Directory,
        columns: Mapping[str, Terms],
        clock: Clock,
        checkpoint: Checkpoint,
    ) -> None:
        self._waiting = waiting
        self._inbox = inbox
        self._archive = archive
        self._directory = directory
        self._columns = columns
        self._clock = clock
        self._checkpoint = checkpoint
        self._next = 0.0
        self._log = log_of("matching")

    def step(self) -> int:
        """Look at what is due; returns how many bills go down the line again.

        Raises ``TransientError``, and ``WornOut`` when this process should be replaced.
        """
        if self._clock.monotonic() < self._next:
            return 0
        due = self._waiting.due(BATCH)
        if len(due) < BATCH:
            self._next = self._clock.monotonic() + PAUSE
        return sum(self._take(one) for one in due)

    def _take(self, one: WaitingBill) -> bool:
        fate = attempt(lambda: self._look(one))
        if isinstance(fate, Done):
            return fate.value
        tell = self._log.warning if isinstance(fate, Wait) else self._log.error
        tell("bill-not-judged", interchange=one.interchange, fate=loggable(fate))
        self._settle(one, fate)
        if isinstance(fate, Stopped):
            raise WornOut
        return False

    def _settle(self, one: WaitingBill, fate: Fate) -> None:
        match fate:
            case Wait(_, seconds):
                self._waiting.leave(one, self._clock.now() + document_wait(1, seconds))
            case Stopped(resource):
                self._waiting.park(one, "resource-limit", resource)
            case Park(reason, error):
                self._waiting.park(one, reason, error)
            case Drop(error):
                self._waiting.park(one, "fenced", error)
            case _:
                assert_never(fate)

    def _look(self, one: WaitingBill) -> bool:
        buyer = self._directory.party(one.buyer)
        if buyer is None or buyer.matching is None:
            self._waiting.leave(one, None)
            return False
        now, billed = self._clock.now(), one.billed()
        papers = self._waiting.papers(one)
        terms = terms_of(buyer.matching, self._columns)
        found = rule_on(billed.bill, one.subject, papers, terms, now, billed.until)
        if (found.held, found.match.verdict) == (billed.held, billed.match.verdict):
            self._waiting.leave(one, _next_look(found, now))
            return False
        self._checkpoint("rejudging.found")
        self._inbox().accept([once_more(self._archive, one, one.document)])
        self._checkpoint("rejudging.handed-in")
        self._waiting.leave(one, None)
        return True


def once_more(archive: Archive, one: WaitingBill, key: str) -> Arrival:
    """Return what lets a bill be judged again; raises ``ContentGone`` without its original."""
    known = archive.interchange(one.interchange)
    payload = archive.content(one.interchange)
    if known is None or payload is None:
        raise ContentGone(f"interchange {one.interchange} has no original")
    return Arrival(
        account=known["account"],
        tenant=known["tenant"],
        channel=MATCHING,
        key=key,
        name=known["name"],
        payload=payload,
        replay_of=one.interchange,
        # What was held goes everywhere now; else only what the new verdict opens.
        ports=() if one.held else (WHEN + APPROVED,),
        positions=(one.position,),
    )


def _next_look(found: Billed, now: dt.datetime) -> dt.datetime | None:
    waits = found.held and found.until is not None and found.until > now
    return found.until if waits else None
