"""PRI-18: a unit that is not the ordered one is looked at by hand."""

from tests.purchase import asked, invoice, judged


def test_pri_18() -> None:
    """A unit that is not the ordered one is looked at by hand, by the customer's own rule."""
    found = judged(invoice(asked(unit="BX")), column="prisme")
    assert found.verdict == "manual"
    assert "PRI-18" in [one.named for one in found.differences]
