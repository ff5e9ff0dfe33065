"""OPU-25: goods that were not received let the invoice wait."""

from tests.purchase import invoice, judged, order, records


def test_opu_25() -> None:
    """Goods that were not received let the invoice wait, by the customer's own rule."""
    found = judged(invoice(), records(order()), "opus")
    assert found.verdict == "awaiting_receipt"
    assert "OPU-25" in [one.named for one in found.differences]
