"""MAT-06: the unit is the ordered one, or counts by the factor of the invoice (TTK-18, TTK-19)."""

import pytest

from tests.purchase import asked, delivered, invoice, judged, order, ordered, records, rules

CARTONS = records(delivered(order(ordered(quantity="2", amount="60.00", unit="CT"))))


@pytest.mark.parametrize(
    ("column", "verdict"),
    [("prisme", "manual"), ("truetrade", "refused"), ("opus", "manual"), ("digiinkoop", "manual")],
)
def test_other_unit(column: str, verdict: str) -> None:
    """24 pieces of 2 cartons without a factor end as the column says."""
    bill = invoice(asked(quantity="24", amount="5.00", unit="EA"))
    found = judged(bill, CARTONS, column)
    assert (found.verdict, rules(found)) == (verdict, ["MAT-06"])
    assert (found.differences[0].value, found.differences[0].expected) == ("EA", "CT")


@pytest.mark.parametrize(
    "line",
    [
        asked(quantity="2", amount="5.00", unit="CT", base="EA", factor="12"),
        asked(quantity="24", amount="5.00", unit="EA", base="EA", factor="12"),
        asked(quantity="24", amount="60.00", unit="EA", base="CT", factor="0.083333"),
    ],
    ids=["price-per-piece", "pieces", "price-per-carton"],
)
def test_factor(line: object) -> None:
    """The three published ways to write 2 cartons of 12 at 5.00 a piece all match."""
    assert judged(invoice(line), CARTONS, "truetrade").differences == ()  # type: ignore[arg-type]


def test_factor_of_another_customer() -> None:
    """A customer without the factor takes no other unit, whatever the invoice says."""
    bill = invoice(asked(quantity="24", amount="5.00", unit="EA", base="EA", factor="12"))
    assert rules(judged(bill, CARTONS, "opus")) == ["MAT-06"]


def test_factor_that_gives_another_quantity() -> None:
    """A wrong factor shows as a quantity that is more than a thousandth off, and as a price."""
    bill = invoice(asked(quantity="24", amount="5.00", unit="EA", base="EA", factor="10"))
    assert rules(judged(bill, CARTONS, "truetrade")) == ["MAT-07", "MAT-09"]


def test_one_unit_in_two_lists() -> None:
    """A box is a box in the words of either unit list."""
    boxes = records(delivered(order(ordered(unit="BX"))))
    assert judged(invoice(asked(unit="XBX")), boxes).verdict == "auto_approved"


def test_no_quantity() -> None:
    """A line that counts nothing cannot be matched."""
    assert rules(judged(invoice(asked(quantity=None, net="70.00")))) == ["MAT-06"]
