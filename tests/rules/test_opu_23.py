"""OPU-23: a unit that is not the ordered one is looked at by hand."""

from tests.purchase import asked, invoice, judged


def test_opu_23() -> None:
    """A unit that is not the ordered one is looked at by hand, by the customer's own rule."""
    found = judged(invoice(asked(unit="BX")), column="opus")
    assert found.verdict == "manual"
    assert "OPU-23" in [one.named for one in found.differences]
