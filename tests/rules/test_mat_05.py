"""MAT-05: each invoice line is for a line of the order."""

import pytest
from msgspec.structs import replace

from hub.matching.basis import Basis, change_order
from hub.model.lineitem import OrderLine
from hub.model.orderchange import OrderChange
from hub.model.orderreference import OrderReference
from hub.model.values import Code, Identifier
from tests.purchase import asked, delivered, invoice, judged, order, ordered, records, rules


@pytest.mark.parametrize(
    ("column", "verdict"),
    [("prisme", "manual"), ("truetrade", "refused"), ("opus", "manual"), ("basket", "manual")],
)
def test_fits_nowhere(column: str, verdict: str) -> None:
    """A line of an item that was not ordered ends as the column says."""
    found = judged(invoice(asked(), asked("2", "1", to=None, number="ZZ-9")), column=column)
    assert rules(found) == ["MAT-05"]
    assert (found.verdict, found.differences[0].lines) == (verdict, ("2",))


@pytest.mark.parametrize("pointer", [None, "88"])
def test_item_and_unit(pointer: str | None) -> None:
    """Without a pointer, or with one to no line, the only line of its item and unit is meant."""
    found = judged(invoice(asked(to=pointer, number="AB-1")))
    assert found.verdict == "auto_approved"
    assert [one.basis_line for one in found.placements] == ["1"]


def test_item_twice_in_the_order() -> None:
    """Nothing is guessed between two order lines of one item and unit."""
    twice = delivered(order(ordered("1", number="AB-1"), ordered("2", number="AB-1")))
    bill = invoice(asked(to=None, number="AB-1"))
    assert rules(judged(bill, records(twice), "digiinkoop")) == ["MAT-05"]
    apart = delivered(order(ordered("1", number="AB-1"), ordered("2", number="AB-1", unit="BX")))
    assert judged(bill, records(apart), "digiinkoop").verdict == "auto_approved"


def test_pointer_to_another_item() -> None:
    """A pointer is not believed when the item is another one."""
    assert rules(judged(invoice(asked(to="1", number="ZZ-9")))) == ["MAT-05"]


def test_pointer_without_item_numbers() -> None:
    """A pointer is enough where a line gives no item number."""
    known = records(delivered(order(ordered(number="AB-1"))))
    line = asked(to="1", number=None)
    assert judged(invoice(line), known).verdict == "auto_approved"


def changed(basis: Basis, *lines: OrderLine) -> Basis:
    """Return an order after change CH-1, all of it received."""
    reference = OrderReference(id=Identifier(basis.number))
    head = OrderChange(id=Identifier("CH-1"), order_reference=reference)
    return delivered(change_order(basis, head, lines))


def gone(line: OrderLine) -> OrderLine:
    """Return a line that a change takes out."""
    assert line.line_item is not None
    return replace(line, line_item=replace(line.line_item, line_status_code=Code("2")))


@pytest.mark.parametrize("pointer", ["2", None])
def test_a_line_that_a_change_took_out(pointer: str | None) -> None:
    """Whoever looks at the bill is told of the change, and not of a wrong number."""
    known = changed(order(ordered("1"), ordered("2")), ordered("1"), gone(ordered("2")))
    found = judged(invoice(asked(), asked("2", to=pointer, number="AB-2")), records(known))
    (difference,) = found.differences
    assert (difference.rule, difference.order_line, difference.lines) == ("MAT-05", "2", ("2",))
    assert difference.message.en.startswith("Line 2 is for line 2 of order PO-1, which change CH-1")


def test_a_line_that_a_change_replaced() -> None:
    """The same where another item stands in its place now."""
    known = changed(order(ordered("1", number="AB-1")), ordered("1", number="AB-9"))
    (difference,) = judged(invoice(asked(number="AB-1")), records(known)).differences
    assert difference.rule == "MAT-05"
    assert "was before change CH-1" in difference.message.en


def test_a_change_that_explains_nothing() -> None:
    """An item that was never ordered, or that stands there twice, is no matter of a change."""
    plain = "fits no line of order PO-1"
    known = changed(order(ordered("1"), ordered("2")), ordered("1"), gone(ordered("2")))
    (strange,) = judged(invoice(asked(), asked("2", number="ZZ-9")), records(known)).differences
    assert plain in strange.message.en
    twice = changed(
        order(ordered("1", number="AB-1")),
        ordered("1", number="AB-1"),
        ordered("2", number="AB-1"),
    )
    bill = invoice(asked(to=None, number="AB-1"))
    (unclear,) = judged(bill, records(twice), "digiinkoop").differences
    assert plain in unclear.message.en
