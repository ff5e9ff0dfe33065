"""MAT-05: each invoice line is for a line of the order."""

import pytest

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
