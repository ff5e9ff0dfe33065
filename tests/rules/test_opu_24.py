"""OPU-24: a price that is not the ordered one is looked at by hand."""

from tests.purchase import asked, invoice, judged


def test_opu_24() -> None:
    """A price that is not the ordered one is looked at by hand, by the customer's own rule."""
    found = judged(invoice(asked(amount="7.01")), column="opus")
    assert found.verdict == "manual"
    assert "OPU-24" in [one.named for one in found.differences]
