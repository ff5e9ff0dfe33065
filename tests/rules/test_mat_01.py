"""MAT-01: the order number stands on the invoice."""

import pytest

from tests.purchase import asked, invoice, judged, order, records, rules


@pytest.mark.parametrize(
    ("column", "verdict"),
    [
        ("prisme", "manual"),
        ("truetrade", "refused"),
        ("opus", "manual"),
        ("digiinkoop", "manual"),
        ("basket", "manual"),
    ],
)
def test_missing_number(column: str, verdict: str) -> None:
    """Without an order number each customer does what its column says."""
    found = judged(invoice(to=None), column=column)
    assert rules(found) == ["MAT-01"]
    assert found.verdict == verdict


@pytest.mark.parametrize("word", ["NA", "n/a", " - "])
def test_a_word_for_none_is_none(word: str) -> None:
    """What is written where a number has to stand and there is none is no number."""
    assert rules(judged(invoice(to=word))) == ["MAT-01"]


def test_number_on_the_lines() -> None:
    """The number may stand on the lines instead of the head."""
    assert judged(invoice(asked(of="PO-1"), to=None)).verdict == "auto_approved"


def test_collective_lines_name_their_order() -> None:
    """With several orders each line has to say which one it is for."""
    known = records(order(number="PO-1"), order(number="PO-2"))
    bill = invoice(asked(of="PO-1"), asked("2", of="PO-2"), asked("3"), to=None)
    found = judged(bill, known, "digiinkoop")
    assert [one.lines for one in found.differences if one.rule == "MAT-01"] == [("3",)]


def test_basket_number() -> None:
    """An invoice that names the basket is told the number that the order got (hint)."""
    found = judged(invoice(to="B-77"), records(baskets={"B-77": "PO-1"}), "basket")
    (one,) = found.differences
    assert (one.rule, one.value, one.expected) == ("MAT-01", "B-77", "PO-1")
    assert found.verdict == "manual"
    assert "PO-1" in one.message.en
