"""MAT-11: a seller uses a bill number once."""

import pytest

from hub.matching.records import settle
from hub.model.values import Code
from tests.purchase import COLUMNS, credit_note, invoice, judged, records, rules


@pytest.mark.parametrize("column", list(COLUMNS))
def test_number_again(column: str) -> None:
    """The same number again is fatal for everybody, and nothing else is said of it."""
    bill, known = invoice(), records()
    known = settle(known, bill, judged(bill, known, column))
    found = judged(bill, known, column)
    assert (found.verdict, rules(found)) == ("refused", ["MAT-11"])


def test_credit_note_number_again() -> None:
    """A credit note is a bill too."""
    bill, credit, known = invoice(), credit_note(), records()
    known = settle(known, bill, judged(bill, known))
    known = settle(known, credit, judged(credit, known))
    assert rules(judged(credit, known)) == ["MAT-11"]


def test_refused_number_is_free() -> None:
    """What went back to its sender may come again under its number."""
    bill, known = invoice(to="PO-9"), records()
    refused = judged(bill, known, "truetrade")
    assert refused.verdict == "refused"
    assert settle(known, bill, refused) == known


def test_pro_forma_leaves_its_number() -> None:
    """A pro-forma bill is matched the same way and counts nowhere until it is an invoice."""
    offer, known = invoice(invoice_type_code=Code("325")), records()
    found = judged(offer, known, "digiinkoop")
    assert found.verdict == "auto_approved"
    assert settle(known, offer, found) == known
