"""A bill in the light of the papers that are there: the verdict, or what it waits for."""

import datetime as dt
from collections.abc import Sequence

from hub.matching.bill import Bill
from hub.matching.match import match
from hub.matching.papers import Billed, Paper, records_for
from hub.matching.terms import Terms
from hub.matching.verdict import Match, Verdict, verdict_of

__all__ = ["rule_on", "waiting_for"]

UNKNOWN = "MAT-02"


def rule_on(
    bill: Bill,
    subject: str,
    papers: Sequence[Paper],
    terms: Terms,
    at: dt.datetime,
    until: dt.datetime | None,
) -> Billed:
    """Return the verdict on a bill at a time; until ``until`` it may wait for unknown orders."""
    found = match(bill, records_for(bill, subject, papers), terms)
    held = waiting_for(found) if until is not None and at < until else ()
    return Billed(bill, found, held, until)


def waiting_for(found: Match) -> tuple[str, ...]:
    """Return the orders or invoices that a bill may wait for: none when it is refused anyway."""
    rest = [
        one for one in found.differences if not (one.rule == UNKNOWN and one.order in found.unknown)
    ]
    return () if verdict_of(rest) is Verdict.REFUSED else found.unknown
