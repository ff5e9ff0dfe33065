"""What of a document is kept for matching, and what matching says of a bill.

::

    order, change, cancellation, receipt,
    timecard that the customer approved      kept for the bills to come
    invoice, credit note                     held against them: approved, waiting, by hand, refused

Only for customers that want it. A bill for an order that nobody knows yet is held; the hub takes
it up again by itself when the order comes, or when the customer's limit is over.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from msgspec.structs import replace

from hub.matching.basis import open_order, read_change
from hub.matching.bill import Bill, BillKind, read_bill
from hub.matching.identification import number_of
from hub.matching.papers import (
    ORDER,
    Altered,
    Billed,
    Content,
    Mark,
    Ordered,
    Paper,
    Receipted,
    Withdrawn,
    bill_mark,
)
from hub.matching.receipt import read_receipt, read_timecard
from hub.matching.ruling import rule_on
from hub.matching.terms import Terms
from hub.matching.verdict import Verdict
from hub.model.creditnote import CreditNote, CreditNoteLine
from hub.model.finding import Finding
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.order import Order
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.receiptadvice import ReceiptAdvice
from hub.model.summary import Summary
from hub.model.timecard import Timecard
from hub.pipeline.alternatives import Way
from hub.pipeline.earlier import edition
from hub.pipeline.envelope import Envelope
from hub.pipeline.filed import Filed
from hub.pipeline.matchreport import match_route, objections
from hub.pipeline.outcome import Refused, RouteOutcome
from hub.pipeline.party import Matching, Party
from hub.pipeline.routing import named_receiver
from hub.pipeline.workbench import Workbench

__all__ = ["APPROVED", "MATCHING", "Filing", "terms_of"]

MATCHING = "matching"
"""The channel of what the hub takes up again by itself, because a verdict may be another now."""

APPROVED = "approved"
"""``Subscription.when``: only bills that nobody has to look at."""

AWAITING_ORDER = "awaiting-order"

Kept = Order | OrderChange | OrderCancellation | ReceiptAdvice | Timecard | Invoice | CreditNote


def terms_of(matching: Matching, columns: Mapping[str, Terms]) -> Terms:
    """Return a customer's column, with what it wants otherwise."""
    column = Terms() if matching.rules is None else columns[matching.rules]
    return replace(column, **matching.settings)


class Filing:
    """Collects the lines of one document of a purchase; ends its routes by what matching says.

    ``beside`` is what was kept of earlier documents of the same interchange.
    """

    def __init__(
        self, envelope: Envelope, identity: str, bench: Workbench, beside: Sequence[Filed] = ()
    ) -> None:
        self._beside = beside
        self.envelope = envelope
        self._identity = identity
        self._bench = bench
        self._head: Kept | None = None
        self._seller: Party | None = None
        self._buyer: Party | None = None
        self._subject = ""
        self._lines: list[Any] = []
        self.filed: Filed | None = None
        self.objections: list[Finding] = []

    def open(self, head: Any, sender: Party, summary: Summary) -> None:
        """Look at a head: is it of a purchase of somebody who wants bills matched?"""
        if self._bench.memory is None:
            return
        bill = isinstance(head, Invoice | CreditNote)
        buyer = named_receiver(summary, self._bench.directory) if bill else sender
        if not isinstance(head, Kept) or buyer is None or buyer.matching is None:
            return
        self._head, self._buyer, self._seller = head, buyer, sender
        named = self._identity if summary.id is None else f"{summary.id}/{edition(summary)}"
        self._subject = f"{sender.key}/{summary.kind}/{named}"

    @property
    def suffices(self) -> bool:
        """Whether the hub itself is what the document is for, with or without other receivers."""
        again = self.envelope.channel == MATCHING
        received = isinstance(self._head, ReceiptAdvice | Timecard)
        return received or (self._head is not None and again)

    def take(self, body: Any) -> None:
        """Keep one line; one that was refused says nothing."""
        if self._head is not None and body is not None:
            self._lines.append(body)

    def settle(self, deliveries: Sequence[Way]) -> list[RouteOutcome]:
        """End the routes of a document that is good in itself."""
        head, seller, buyer = self._head, self._seller, self._buyer
        if head is None or seller is None or buyer is None:
            return [one.finish() for one in deliveries]
        if not isinstance(head, Invoice | CreditNote):
            outcomes = [one.finish() for one in deliveries]
            if not outcomes or not all(isinstance(one, Refused) for one in outcomes):
                paper = Paper(self._identity, self._subject, _content(head, self._lines))
                self.filed = Filed(buyer.key, paper, _marks(paper.content))
            return outcomes
        bill = read_bill(head, cast(list[InvoiceLine] | list[CreditNoteLine], self._lines))
        asked = _marks_of(bill, seller.key)
        papers = self._papers(buyer, asked)
        seen = frozenset(one.document for one in papers)
        papers += [
            one.paper
            for one in self._beside
            if one.buyer == buyer.key and not set(asked).isdisjoint(one.marks)
        ]
        billed, earlier = self._ruling(bill, buyer, papers)
        outcomes = _ended(billed, deliveries, buyer.card.name)
        usual = [one for one in outcomes if one.route.when is None]
        if usual and all(isinstance(one, Refused) for one in usual) and not self.refuses(billed):
            # The receiver's own rules refuse it: it asks for nothing, whatever was ordered.
            outcomes = usual
            if not earlier:
                return outcomes
            gone = replace(billed.match, verdict=Verdict.REFUSED)
            billed = replace(billed, match=gone, held=())
        elif not billed.held and self._is_reported(buyer):
            envelope, bench = self.envelope, self._bench
            outcomes.append(match_route(billed, seller, buyer, envelope, self._identity, bench))
        if self.refuses(billed) and not usual:
            self.objections = objections(billed.match, buyer.card.name)
        marks = dict.fromkeys((*asked, *_credited(billed, papers)))
        paper = Paper(self._identity, self._subject, billed)
        stirs = not earlier
        self.filed = Filed(buyer.key, paper, tuple(marks), seen, stirs=stirs, asked=asked)
        return outcomes

    @property
    def refused(self) -> bool:
        """Whether the verdict gives the bill back to its sender."""
        billed = None if self.filed is None else self.filed.billed
        return billed is not None and self.refuses(billed)

    @staticmethod
    def refuses(billed: Billed) -> bool:
        """Whether a verdict stands, and refuses."""
        return not billed.held and billed.match.verdict is Verdict.REFUSED

    def _papers(self, buyer: Party, asked: tuple[Mark, ...]) -> list[Paper]:
        memory = self._bench.memory
        return [] if memory is None else memory.papers(buyer.key, asked)

    def _ruling(self, bill: Bill, buyer: Party, papers: Sequence[Paper]) -> tuple[Billed, bool]:
        """Return the verdict, and whether there was one on this bill before."""
        matching, at = buyer.matching or Matching(), self.envelope.accepted_at
        own = [one.content for one in papers if one.subject == self._subject]
        last = own[-1] if own else None
        # One that was refused ended: the same number is a new attempt.
        earlier = last if isinstance(last, Billed) and not self.refuses(last) else None
        until = _limit(matching, at) if earlier is None else earlier.until
        terms = terms_of(matching, self._bench.columns)
        return rule_on(bill, self._subject, papers, terms, at, until), earlier is not None

    def _is_reported(self, buyer: Party) -> bool:
        report = None if buyer.matching is None else buyer.matching.report
        ports = self.envelope.ports
        again = self.envelope.channel == MATCHING
        return report is not None and (not ports or again or report in ports)


def _marks_of(bill: Bill, seller: str) -> tuple[Mark, ...]:
    by_line = (line.invoice for line in bill.lines)
    invoices = dict.fromkeys(one for one in (*bill.invoices, *by_line) if one is not None)
    return (
        *((ORDER, number) for number in bill.orders),
        bill_mark(seller, bill.number),
        *(bill_mark(seller, number) for number in invoices),
    )


def _limit(matching: Matching, at: dt.datetime) -> dt.datetime | None:
    hours = matching.order_hours
    return None if hours is None else at + dt.timedelta(hours=hours)


def _ended(billed: Billed, deliveries: Sequence[Way], receiver: str) -> list[RouteOutcome]:
    """End each route as the verdict wants it."""
    approved = not billed.held and billed.match.verdict is Verdict.AUTO_APPROVED
    outcomes: list[RouteOutcome] = []
    for one in deliveries:
        if one.route.when == APPROVED and not approved:
            one.discard()
            continue
        if billed.held:
            one.hold(AWAITING_ORDER, billed.until)
        else:
            one.object_to(objections(billed.match, receiver))
        outcomes.append(one.finish())
    return outcomes


def _content(head: Kept, lines: list[Any]) -> Content:
    match head:
        case Order():
            return Ordered(open_order(head, lines))
        case OrderChange():
            return Altered(read_change(head, lines))
        case OrderCancellation():
            named = (number_of(one.id) for one in head.order_reference)
            return Withdrawn(tuple(one for one in named if one is not None))
        case ReceiptAdvice():
            return Receipted(read_receipt(head, lines))
        case Timecard():
            return Receipted(read_timecard(head))
    raise AssertionError(type(head))


def _marks(content: Content) -> tuple[Mark, ...]:
    match content:
        case Ordered(order):
            named = [order.number]
        case Altered(change):
            named = [change.order]
        case Withdrawn(orders):
            named = list(orders)
        case Receipted(entries):
            named = [one.order for one in entries]
        case _:
            named = []
    return tuple(dict.fromkeys((ORDER, number) for number in named))


def _credited(billed: Billed, papers: Sequence[Paper]) -> tuple[Mark, ...]:
    """Return the orders behind the invoices of a credit note: less of them is billed now."""
    if billed.bill.kind is not BillKind.CREDIT:
        return ()
    named = {one.basis for one in billed.match.placements}
    bills = (one.content for one in papers if isinstance(one.content, Billed))
    return tuple(
        (ORDER, placed.basis)
        for one in bills
        if one.bill.number in named and one.bill.kind is not BillKind.CREDIT
        for placed in one.match.placements
    )
