"""PRI-17: an invoice for part of an order, or for several, is refused."""

import pytest

from hub.matching.bill import Bill
from tests.purchase import asked, delivered, invoice, judged, order, records

TWO = records(delivered(order()), delivered(order(number="PO-2")))


@pytest.mark.parametrize(
    "bill",
    [invoice(asked(quantity="4")), invoice(asked(of="PO-1"), asked("2", of="PO-2"), to=None)],
    ids=["part", "several"],
)
def test_pri_17(bill: Bill) -> None:
    """The customer's own rule is named beside the deviation, with the orders that were found."""
    found = judged(bill, TWO, "prisme")
    assert found.verdict == "refused"
    assert [one.named for one in found.differences] == ["PRI-17"]
