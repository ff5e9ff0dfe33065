"""Credit notes against the invoices they name."""

import pytest
from msgspec.structs import replace

from hub.matching.records import Records, settle
from hub.model.orderreference import OrderLineReference
from hub.model.values import Code, Identifier
from tests.purchase import (
    OTHER_SHOP,
    asked,
    credit_note,
    credited,
    delivered,
    invoice,
    judged,
    order,
    ordered,
    records,
    rules,
)


@pytest.fixture
def billed() -> Records:
    """Records with an invoice of 10 at 7.00."""
    bill, known = invoice(), records()
    return settle(known, bill, judged(bill, known))


def test_credit(billed: Records) -> None:
    """A credit of two lowers what is billed of invoice and order."""
    credit = credit_note()
    found = judged(credit, billed)
    assert found.verdict == "auto_approved"
    after = settle(billed, credit, found)
    assert (after.invoices["INV-1"].lines[0].billed, after.orders["PO-1"].lines[0].billed) == (2, 8)


@pytest.mark.parametrize(
    ("credit", "broken"),
    [
        (credit_note(to=None), "MAT-01"),
        (credit_note(to="INV-9"), "MAT-02"),
        (credit_note(cvr=OTHER_SHOP), "MAT-02"),
        (credit_note(credited(to="7", number="ZZ")), "MAT-05"),
        (credit_note(credited(unit="KGM")), "MAT-06"),
        (credit_note(credited(amount="8.00")), "MAT-09"),
    ],
)
def test_deviations(billed: Records, credit: object, broken: str) -> None:
    """What differs from the invoice breaks the rule that an invoice would."""
    found = judged(credit, billed)  # type: ignore[arg-type]
    assert rules(found) == [broken]
    assert found.verdict == "manual"


def test_line_by_the_order(billed: Records) -> None:
    """A credited line may name the order line, or only the item and unit."""
    line = credited(to=None, number="AB-1")
    pointing = replace(line, order_line_reference=(OrderLineReference(line_id=Identifier("1")),))
    for one in (line, pointing):
        found = judged(credit_note(one), billed)
        assert [placed.basis_line for placed in found.placements] == ["1"]


def test_invoice_that_credits(billed: Records) -> None:
    """An invoice of type 381 is a credit."""
    found = judged(invoice(number="CR-2", invoice_type_code=Code("381")), billed)
    assert rules(found) == ["MAT-01"]
    assert "credit" in found.differences[0].message.en


def test_factor_of_the_invoice_holds_for_its_credit() -> None:
    """Twelve pieces credited of an invoice in pieces take one carton back from the order."""
    known = records(delivered(order(ordered(quantity="2", amount="60.00", unit="CT"))))
    bill = invoice(asked(quantity="24", amount="5.00", base="EA", factor="12"))
    known = settle(known, bill, judged(bill, known, "truetrade"))
    assert known.orders["PO-1"].lines[0].billed == 2
    credit = credit_note(credited(quantity="12", amount="5.00"))
    found = judged(credit, known, "truetrade")
    assert found.verdict == "auto_approved"
    left = settle(known, credit, found).orders["PO-1"].lines[0].billed
    assert abs(left - 1) < 1e-20
