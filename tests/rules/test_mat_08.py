"""MAT-08: what is invoiced has been received."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from hub.matching.match import match
from hub.matching.receipt import Hours, Timecard, approve, receive
from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.receiptadvice import ReceiptAdvice, ReceiptLine
from hub.model.values import Identifier, Quantity
from tests.purchase import (
    COLUMNS,
    asked,
    delivered,
    invoice,
    judged,
    order,
    ordered,
    records,
    rules,
)


@pytest.mark.parametrize("column", list(COLUMNS))
def test_nothing_received(column: str) -> None:
    """Every customer's invoice waits for the goods."""
    found = judged(invoice(), records(order()), column)
    assert (found.verdict, rules(found)) == ("awaiting_receipt", ["MAT-08"])


def test_received_in_parts() -> None:
    """Receipts add up, and the invoice goes through when the last one is there."""
    part = delivered(order(), ("1", "6"))
    assert judged(invoice(), records(part)).verdict == "awaiting_receipt"
    assert judged(invoice(), records(delivered(part, ("1", "4")))).verdict == "auto_approved"


def test_rejected_goods_are_not_received() -> None:
    """What was received and rejected is not to be paid."""
    line = ReceiptLine(
        received_quantity=Quantity(Decimal(10), "EA"),
        rejected_quantity=Quantity(Decimal(1), "EA"),
        order_line_reference=OrderLineReference(line_id=Identifier("1")),
    )
    advice = ReceiptAdvice(order_reference=(OrderReference(id=Identifier("PO-1")),))
    done = receive(order(), advice, [line])
    found = judged(invoice(), records(done.order))
    assert [(one.rule, one.value, one.expected) for one in found.differences] == [
        ("MAT-08", "10", "9")
    ]


def test_two_way() -> None:
    """A customer that matches order and invoice only asks for no receipt."""
    terms = replace(COLUMNS["opus"], receipts=False)
    assert match(invoice(), records(order()), terms).verdict == "auto_approved"


def test_strange_receipt_line() -> None:
    """A received line of another item or unit is named and counts nowhere."""
    advice = ReceiptAdvice(order_reference=(OrderReference(id=Identifier("PO-1")),))
    line = ReceiptLine(
        id=Identifier("5"),
        received_quantity=Quantity(Decimal(1), "PF"),
        order_line_reference=OrderLineReference(line_id=Identifier("1")),
    )
    done = receive(order(), advice, [line])
    assert (done.strange, done.order) == (("5",), order())


def test_manual_outweighs_waiting() -> None:
    """A wrong price is looked at even while goods are awaited."""
    found = judged(invoice(asked(amount="7.01")), records(order()))
    assert (found.verdict, rules(found)) == ("manual", ["MAT-08", "MAT-09"])
    said = found.differences[0].message
    assert "wait" not in said.en
    assert "venter" not in said.da
    assert "wacht" not in said.nl


HIRED = order(ordered(quantity="40", amount="80.00", unit="HUR", number="NORMAL"))
WEEK = Timecard(
    "TC-1",
    "PO-1",
    tuple(Hours(dt.date(2026, 3, day), "NORMAL", Decimal(8)) for day in range(2, 7)),
)


def test_timecard_takes_the_place_of_the_receipt() -> None:
    """Hours count when the timecard is approved, and not before (DIG-06)."""
    bill = invoice(asked(quantity="40", amount="80.00", unit="HUR", number="NORMAL"))
    waiting = approve(HIRED, WEEK)
    assert judged(bill, records(waiting.order), "digiinkoop").verdict == "awaiting_receipt"
    done = approve(HIRED, replace(WEEK, approved=True))
    assert judged(bill, records(done.order), "digiinkoop").verdict == "auto_approved"


def test_hours_of_a_rate_that_was_not_ordered() -> None:
    """Hours of another rate are named and count nowhere."""
    rows = (Hours(dt.date(2026, 3, 7), "WEEKEND", Decimal(8)),)
    done = approve(HIRED, Timecard("TC-2", "PO-1", rows, approved=True))
    assert done.strange == ("WEEKEND",)
    assert done.order == HIRED
