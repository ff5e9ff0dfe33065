"""What was received of an order: advices of goods, and approved timecards of hired staff."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from hub.matching.basis import Basis
from hub.matching.identification import ItemName, names_of, number_of, text_of
from hub.matching.placing import find_received
from hub.matching.rate import unit_of
from hub.model.receiptadvice import ReceiptAdvice, ReceiptLine
from hub.model.timecard import Hours, Timecard

__all__ = [
    "Delivered",
    "Hours",
    "Received",
    "Timecard",
    "approve",
    "count_in_order",
    "read_receipt",
    "read_timecard",
    "receive",
]

ZERO = Decimal(0)
HOUR = "HUR"
"""UN/ECE Recommendation 20."""


class Received(Struct, frozen=True):
    """An order after a receipt, and the lines of the receipt that belong to none of its lines."""

    order: Basis
    strange: tuple[str, ...] = ()


class Delivered(Struct, frozen=True):
    """One line of a receipt: how much of what was received and not rejected, for which order."""

    line: str
    order: str
    pointed: str | None
    names: frozenset[ItemName]
    unit: str | None
    quantity: Decimal


def read_receipt(head: ReceiptAdvice, lines: Iterable[ReceiptLine]) -> tuple[Delivered, ...]:
    """Return what a receipt says was received, line by line; what names no order counts nowhere."""
    named = [number_of(one.id) for one in head.order_reference]
    found = []
    for line in lines:
        to = line.order_line_reference
        own = None if to is None or to.order_reference is None else to.order_reference
        number = number_of(own.id) if own is not None else (named[0] if len(named) == 1 else None)
        if number is None or line.received_quantity is None:
            continue
        rejected = line.rejected_quantity
        found.append(
            Delivered(
                text_of(line.id) or "",
                number,
                None if to is None else number_of(to.line_id),
                names_of(next(iter(line.item), None)),
                unit_of(line.received_quantity),
                line.received_quantity.value - (ZERO if rejected is None else rejected.value),
            )
        )
    return tuple(found)


def count_in_order(order: Basis, entries: Iterable[Delivered]) -> Received:
    """Count what was received; lines of other orders are left alone."""
    strange = []
    for one in entries:
        if one.order != order.number:
            continue
        counted = _count(order, one.pointed, one.names, one.unit, one.quantity)
        if counted is None:
            strange.append(one.line)
        else:
            order = counted
    return Received(order, tuple(strange))


def receive(order: Basis, head: ReceiptAdvice, lines: Iterable[ReceiptLine]) -> Received:
    """Count what a receipt that was read a moment ago says was received of an order."""
    return count_in_order(order, read_receipt(head, lines))


def read_timecard(timecard: Timecard) -> tuple[Delivered, ...]:
    """Return the hours of an approved timecard; one that is not approved counts nothing yet."""
    if not timecard.approved or not timecard.order:
        return ()
    return tuple(
        Delivered(
            row.rate_type,
            timecard.order,
            row.line,
            frozenset({("seller", row.rate_type, "")}) if row.line is None else frozenset(),
            HOUR,
            row.hours,
        )
        for row in timecard.rows
    )


def approve(order: Basis, timecard: Timecard) -> Received:
    """Count the hours of an approved timecard; what is strange is told once for each rate."""
    done = count_in_order(order, read_timecard(timecard))
    return Received(done.order, tuple(dict.fromkeys(done.strange)))


def _count(
    order: Basis,
    pointed: str | None,
    names: frozenset[ItemName],
    unit: str | None,
    quantity: Decimal,
) -> Basis | None:
    line = find_received(order, pointed, names, unit)
    if line is None:
        return None
    return order.with_line(replace(line, received=line.received + quantity))
