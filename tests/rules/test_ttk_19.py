"""TTK-19: a factor that does not lead back to the order is refused."""

from tests.purchase import asked, delivered, invoice, judged, order, ordered, records


def test_ttk_19() -> None:
    """24 pieces at a factor of 10 are not the 2 cartons that were ordered."""
    cartons = records(delivered(order(ordered(quantity="2", amount="60.00", unit="CT"))))
    bill = invoice(asked(quantity="24", amount="5.00", unit="EA", base="EA", factor="10"))
    found = judged(bill, cartons, "truetrade")
    assert found.verdict == "refused"
    assert "TTK-19" in [one.named for one in found.differences]
