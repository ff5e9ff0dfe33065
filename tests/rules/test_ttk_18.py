"""TTK-18: another unit without a factor is refused."""

from tests.purchase import asked, invoice, judged


def test_ttk_18() -> None:
    """Another unit without a factor is refused, by the customer's own rule."""
    found = judged(invoice(asked(unit="BX")), column="truetrade")
    assert found.verdict == "refused"
    assert "TTK-18" in [one.named for one in found.differences]
