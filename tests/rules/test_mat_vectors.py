"""The published cases of matching, one after the other."""

import pytest

from tests.purchase import asked, delivered, invoice, judged, order, records, rules


@pytest.mark.parametrize("column", ["prisme", "truetrade", "opus", "digiinkoop", "basket"])
def test_ordered_received_invoiced(column: str) -> None:
    """Ordered 10 at 7.00, received 10, invoiced 10 at 7.00: approved without anybody looking."""
    assert judged(invoice(), column=column).verdict == "auto_approved"
    assert judged(invoice(), column=column).differences == ()


@pytest.mark.parametrize(
    ("bill", "known", "broken"),
    [
        (invoice(asked(quantity="11")), None, ["MAT-07"]),
        (invoice(), records(order()), ["MAT-08"]),
        (invoice(asked(amount="7.01")), None, ["MAT-09"]),
        (invoice(), records(delivered(order()), seen=frozenset({"INV-1"})), ["MAT-11"]),
    ],
    ids=["11 invoiced", "nothing received", "7.01", "same number"],
)
def test_one_thing_wrong(bill: object, known: object, broken: list[str]) -> None:
    """Each deviation breaks its own rule and no other."""
    assert rules(judged(bill, known)) == broken  # type: ignore[arg-type]
