"""Orders as they change under way."""

from decimal import Decimal

from msgspec.structs import replace

from hub.matching.basis import Basis, change_order
from hub.model.lineitem import OrderLine
from hub.model.orderchange import OrderChange
from hub.model.values import Code
from tests.purchase import asked, delivered, invoice, judged, order, ordered, records, rules

CHANGE = OrderChange()


def gone(line: OrderLine) -> OrderLine:
    """Return a line that takes its like out of the order."""
    assert line.line_item is not None
    return replace(line, line_item=replace(line.line_item, line_status_code=Code("Cancelled")))


def lines(basis: Basis) -> list[tuple[str, Decimal]]:
    """Return what is ordered."""
    return [(line.id, line.quantity) for line in basis.lines]


def test_change() -> None:
    """A change replaces, adds and takes out lines by their numbers, and leaves the rest."""
    before = order(ordered("1"), ordered("2"), ordered("3"))
    after = change_order(before, CHANGE, [ordered("1", "4"), gone(ordered("2")), ordered("4", "1")])
    assert lines(after) == [("1", Decimal(4)), ("3", Decimal(10)), ("4", Decimal(1))]


def test_received_stays() -> None:
    """What was received before a change is still received after it."""
    after = change_order(delivered(order()), CHANGE, [ordered("1", "12", "6.00")])
    assert (after.lines[0].received, after.lines[0].quantity) == (Decimal(10), Decimal(12))
    bill = invoice(asked(quantity="10", amount="6.00"))
    assert judged(bill, records(after), "digiinkoop").verdict == "auto_approved"


def test_line_of_which_something_came_is_not_forgotten() -> None:
    """A cancelled line that was delivered stays, with nothing left to bill."""
    after = change_order(delivered(order()), CHANGE, [gone(ordered("1"))])
    assert lines(after) == [("1", Decimal(0))]
    assert "MAT-07" in rules(judged(invoice(), records(after)))
