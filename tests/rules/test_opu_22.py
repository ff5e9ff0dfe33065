"""OPU-22: a line that is not the one of the order is looked at by hand."""

import pytest

from hub.matching.bill import Bill
from hub.matching.records import Records
from tests.purchase import asked, invoice, judged


@pytest.mark.parametrize(
    ("bill", "known"),
    [
        (invoice(asked(number="ZZ-1")), None),
        (invoice(asked(quantity="11")), None),
    ],
    ids=["item", "more"],
)
def test_opu_22(bill: Bill, known: Records | None) -> None:
    """A line that is not the one of the order is looked at by hand, by the customer's own rule."""
    found = judged(bill, known, "opus")
    assert found.verdict == "manual"
    assert "OPU-22" in [one.named for one in found.differences]
