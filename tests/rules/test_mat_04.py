"""MAT-04: the whole order is invoiced at once."""

import pytest

from tests.purchase import asked, delivered, invoice, judged, order, ordered, records, rules


@pytest.mark.parametrize(
    ("column", "verdict"),
    [
        ("prisme", "refused"),
        ("truetrade", "auto_approved"),
        ("opus", "manual"),
        ("digiinkoop", "auto_approved"),
        ("basket", "auto_approved"),
    ],
)
def test_part_of_a_line(column: str, verdict: str) -> None:
    """Six of ten end as the column says."""
    found = judged(invoice(asked(quantity="6")), column=column)
    assert found.verdict == verdict
    if verdict != "auto_approved":
        (one,) = found.differences
        assert (one.rule, one.value, one.expected) == ("MAT-04", "6", "10")


def test_line_left_out() -> None:
    """An order line that is not on the invoice is a part too."""
    known = records(delivered(order(ordered("1"), ordered("2", "3"))))
    found = judged(invoice(), known, "prisme")
    assert [(one.rule, one.order_line, one.value) for one in found.differences] == [
        ("MAT-04", "2", "0")
    ]


def test_two_lines_make_a_whole() -> None:
    """Several invoice lines for one order line count together."""
    bill = invoice(asked("1", "4"), asked("2", "6"))
    assert judged(bill, column="prisme").verdict == "auto_approved"


def test_not_said_of_a_line_that_fits_nowhere() -> None:
    """Where the match cannot be made, nobody can say that the order is not whole."""
    found = judged(invoice(asked(to="7", number="ZZ")), column="prisme")
    assert rules(found) == ["MAT-05"]
    assert found.verdict == "manual"


def test_not_said_while_a_line_has_no_order() -> None:
    """A line that is for nobody knows which order may be what an order seems to lack."""
    known = records(delivered(order(number="PO-1")), delivered(order(number="PO-2")))
    bill = invoice(asked(of="PO-1"), asked("2", quantity="6", of="PO-2"), asked("3", "4"), to=None)
    assert rules(judged(bill, known)) == ["MAT-01", "MAT-03"]
