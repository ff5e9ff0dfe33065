"""What is kept of each document of a purchase, and the records that they make together.

Small values instead of whole documents: whoever looks back wants quantities and prices, not names
and addresses. Papers are only ever added; what they come to is counted anew for each bill.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hub.matching.basis import Basis, Change, apply_change, cancel
from hub.matching.bill import Bill, BillKind
from hub.matching.receipt import Delivered, count_in_order
from hub.matching.records import Records, settle
from hub.matching.verdict import Match, Verdict

__all__ = [
    "BILL",
    "ORDER",
    "Altered",
    "Billed",
    "Content",
    "Mark",
    "Ordered",
    "Paper",
    "Receipted",
    "Withdrawn",
    "bill_mark",
    "decode_paper",
    "encode_paper",
    "records_for",
]

ORDER, BILL = "order", "bill"

Mark = tuple[str, str]
"""What a paper is found by: an order by its number, a bill by seller and number."""


class Ordered(Struct, frozen=True, tag="order"):
    """An order."""

    order: Basis


class Altered(Struct, frozen=True, tag="order-change"):
    """A change of an order."""

    change: Change


class Withdrawn(Struct, frozen=True, tag="order-cancellation"):
    """The end of orders."""

    orders: tuple[str, ...]


class Receipted(Struct, frozen=True, tag="receipt"):
    """What was received."""

    entries: tuple[Delivered, ...]


class Billed(Struct, frozen=True, tag="bill"):
    """A bill and the verdict on it.

    ``held`` are the orders or invoices it waits for until ``until``, because nobody knows them
    yet; ``until`` stays what it was when the bill came first.
    """

    bill: Bill
    match: Match
    held: tuple[str, ...] = ()
    until: dt.datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether another document may still change the verdict by itself."""
        return bool(self.held) or self.match.verdict is Verdict.AWAITING_RECEIPT


Content = Ordered | Altered | Withdrawn | Receipted | Billed


class Paper(Struct, frozen=True):
    """What is kept of one document. Of one ``subject`` (one number of a sender) the last counts."""

    document: str
    subject: str
    content: Content


def encode_paper(content: Content) -> bytes:
    """Return the stored form."""
    return msgspec.json.encode(content)


def decode_paper(data: bytes) -> Content:
    """Read the stored form."""
    content: Content = msgspec.json.decode(data, type=Content)
    return content


def bill_mark(seller: str, number: str) -> Mark:
    """Name a bill: two sellers of one buyer may use the same number."""
    return BILL, f"{seller}/{number}"


def records_for(bill: Bill, subject: str, papers: Sequence[Paper]) -> Records:
    """Return what was ordered, received and billed apart from the bill in hand.

    ``papers`` come in the order of acceptance. An order may be younger than what refers to it:
    orders are counted first, then what changes them, receipts, invoices and credit notes.
    """
    known = {one.subject: one.content for one in papers if one.subject != subject}
    records = Records(orders=_orders(list(known.values())))
    bills = list(_of(Billed, known.values()))
    for one in sorted(bills, key=lambda one: one.bill.kind is BillKind.CREDIT):
        records = settle(records, one.bill, one.match)
    # An invoice and a credit note may have numbers of series of their own.
    credit = bill.kind is BillKind.CREDIT
    seen = (
        one.bill.number
        for one in bills
        if (one.held or one.match.verdict is not Verdict.REFUSED)
        and (one.bill.kind is BillKind.CREDIT) is credit
        and one.bill.seller & bill.seller
    )
    return replace(records, seen=frozenset(seen))


def _orders(contents: Sequence[Content]) -> dict[str, Basis]:
    orders = {made.order.number: made.order for made in _of(Ordered, contents)}
    for altered in _of(Altered, contents):
        order = orders.get(altered.change.order)
        if order is not None:
            orders[order.number] = apply_change(order, altered.change)
    for receipt in _of(Receipted, contents):
        for number in orders.keys() & {one.order for one in receipt.entries}:
            orders[number] = count_in_order(orders[number], receipt.entries).order
    for number in {number for gone in _of(Withdrawn, contents) for number in gone.orders}:
        if number in orders:
            orders[number] = cancel(orders[number])
    return orders


_C = TypeVar("_C", bound=Struct)


def _of(kind: type[_C], contents: Iterable[Content]) -> Iterable[_C]:
    return (one for one in contents if isinstance(one, kind))
