"""PRI-20: the price billed is the one that was in force when the order was made."""

from tests.purchase import asked, invoice, judged


def test_pri_20() -> None:
    """Another price than the order's is looked at by hand, by the customer's own rule."""
    found = judged(invoice(asked(amount="7.25")), column="prisme")
    assert found.verdict == "manual"
    assert [one.named for one in found.differences] == ["PRI-20"]
    assert judged(invoice(asked()), column="prisme").differences == ()
