"""OPU-20: an invoice without the number of an order is looked at by hand."""

import pytest

from hub.matching.bill import Bill
from hub.matching.records import Records
from tests.purchase import invoice, judged


@pytest.mark.parametrize(
    ("bill", "known"),
    [
        (invoice(to=None), None),
        (invoice(to="PO-9"), None),
    ],
    ids=["none", "unknown"],
)
def test_opu_20(bill: Bill, known: Records | None) -> None:
    """Without the number of an order the invoice is looked at by hand."""
    found = judged(bill, known, "opus")
    assert found.verdict == "manual"
    assert "OPU-20" in [one.named for one in found.differences]
