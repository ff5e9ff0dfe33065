"""MAT-07: not more is invoiced than is ordered and not yet invoiced."""

import pytest

from hub.matching.match import match
from hub.matching.records import settle
from tests.purchase import COLUMNS, asked, credit_note, credited, invoice, judged, records, rules


@pytest.mark.parametrize(
    ("column", "verdict"),
    [("prisme", "manual"), ("truetrade", "refused"), ("opus", "manual"), ("digiinkoop", "manual")],
)
def test_eleven_of_ten(column: str, verdict: str) -> None:
    """11 of 10 ordered and received is MAT-07 and nothing else."""
    found = judged(invoice(asked(quantity="11")), column=column)
    assert (found.verdict, rules(found)) == (verdict, ["MAT-07"])
    assert (found.differences[0].value, found.differences[0].expected) == ("11", "10")


def test_parts_add_up() -> None:
    """What was invoiced before counts: 6 of 10, then 5, of which 4 are left."""
    first = invoice(asked(quantity="6"))
    known = records()
    known = settle(known, first, match(first, known, COLUMNS["digiinkoop"]))
    found = judged(invoice(asked(quantity="5"), number="INV-2"), known, "digiinkoop")
    assert [(one.rule, one.value, one.expected) for one in found.differences] == [
        ("MAT-07", "5", "4")
    ]
    rest = judged(invoice(asked(quantity="4"), number="INV-2"), known, "digiinkoop")
    assert rest.verdict == "auto_approved"


def test_lines_of_one_invoice_add_up() -> None:
    """Two lines for one order line count together, and both are named."""
    found = judged(invoice(asked("1", "6"), asked("2", "5")))
    assert [(one.rule, one.lines) for one in found.differences] == [("MAT-07", ("1", "2"))]


def test_credit_makes_room() -> None:
    """A credit note lowers what is invoiced, so that it can be invoiced again."""
    bill, known = invoice(), records()
    known = settle(known, bill, judged(bill, known))
    credit = credit_note()
    taken = judged(credit, known)
    assert taken.verdict == "auto_approved"
    known = settle(known, credit, taken)
    again = invoice(asked(quantity="2"), number="INV-2")
    assert judged(again, known, "digiinkoop").verdict == "auto_approved"
    third = invoice(asked(quantity="3"), number="INV-3")
    assert rules(judged(third, known, "digiinkoop")) == ["MAT-07"]


def test_credit_of_more_than_was_billed() -> None:
    """Not more is credited than the invoice billed."""
    bill, known = invoice(), records()
    known = settle(known, bill, judged(bill, known))
    found = judged(credit_note(credited(quantity="12")), known)
    assert [(one.rule, one.value, one.expected) for one in found.differences] == [
        ("MAT-07", "12", "10")
    ]


def test_takes_back_what_was_not_billed() -> None:
    """A negative line takes back no more than was billed before."""
    found = judged(invoice(asked(quantity="-1")), column="digiinkoop")
    assert rules(found) == ["MAT-07"]
