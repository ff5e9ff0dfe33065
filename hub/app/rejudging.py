"""Bills that wait are taken up again when something came that may decide otherwise.

A bill whose verdict would be another now goes down the line once more, as a replay of the hub's
own: there everything is decided and committed as it is for any document. Asked twice it is still
one replay, because the wish has a name.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from hub.matching.papers import Billed
from hub.matching.ruling import rule_on
from hub.matching.terms import Terms
from hub.pipeline.filing import APPROVED, MATCHING, terms_of
from hub.pipeline.party import Directory
from hub.pipeline.protocols import Archive, Arrival, Clock, Inbox
from hub.pipeline.routing import WHEN
from hub.store.waiting import Waiting, WaitingBill
from hub.telemetry.logs import log_of

__all__ = ["Rejudging"]

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
    """

    def __init__(
        self,
        waiting: Waiting,
        inbox: Callable[[], Inbox],
        archive: Archive,
        directory: Directory,
        columns: Mapping[str, Terms],
        clock: Clock,
    ) -> None:
        self._waiting = waiting
        self._inbox = inbox
        self._archive = archive
        self._directory = directory
        self._columns = columns
        self._clock = clock
        self._next = 0.0
        self._log = log_of("matching")

    def step(self) -> int:
        """Look at what is due; returns how many bills go down the line again."""
        if self._clock.monotonic() < self._next:
            return 0
        due = self._waiting.due(BATCH)
        if len(due) < BATCH:
            self._next = self._clock.monotonic() + PAUSE
        return sum(self._look(one) for one in due)

    def _look(self, one: WaitingBill) -> bool:
        buyer = self._directory.party(one.buyer)
        if buyer is None or buyer.matching is None:
            self._waiting.leave(one, None)
            return False
        now, billed = self._clock.now(), one.billed
        papers = self._waiting.papers(one)
        terms = terms_of(buyer.matching, self._columns)
        found = rule_on(billed.bill, one.subject, papers, terms, now, billed.until)
        if (found.held, found.match.verdict) == (billed.held, billed.match.verdict):
            self._waiting.leave(one, _next_look(found, now))
            return False
        return self._again(one)

    def _again(self, one: WaitingBill) -> bool:
        known = self._archive.interchange(one.interchange)
        payload = self._archive.content(one.interchange)
        if known is None or payload is None:
            self._log.error("original-gone", interchange=one.interchange)
            self._waiting.leave(one, None)
            return False
        arrival = Arrival(
            account=known["account"],
            tenant=known["tenant"],
            channel=MATCHING,
            key=one.document,
            name=known["name"],
            payload=payload,
            replay_of=one.interchange,
            # What was held goes everywhere now; else only what the new verdict opens.
            ports=() if one.billed.held else (WHEN + APPROVED,),
            positions=(one.position,),
        )
        self._inbox().accept([arrival])
        self._waiting.leave(one, None)
        return True


def _next_look(found: Billed, now: dt.datetime) -> dt.datetime | None:
    waits = found.held and found.until is not None and found.until > now
    return found.until if waits else None
