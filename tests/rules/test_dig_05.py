"""DIG-05: an invoice names what it bills: an order, a timecard or a contract."""

from tests.purchase import invoice, judged


def test_dig_05() -> None:
    """One that names no order is looked at by hand; one that names its order is not."""
    found = judged(invoice(to=None), column="digiinkoop")
    assert found.verdict == "manual"
    assert "DIG-05" in [one.named for one in found.differences]
    named = [one.named for one in judged(invoice(), column="digiinkoop").differences]
    assert "DIG-05" not in named
