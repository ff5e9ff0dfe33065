"""Papers of a purchase: kept small, and counted together for each bill."""

from typing import Any

import pytest

from hub.matching.basis import Change
from hub.matching.bill import Bill
from hub.matching.match import match
from hub.matching.papers import (
    Altered,
    Billed,
    Content,
    Ordered,
    Paper,
    Receipted,
    Withdrawn,
    decode_paper,
    encode_paper,
    records_for,
)
from hub.matching.receipt import Delivered
from hub.matching.records import Records
from tests.purchase import COLUMNS, credit_note, credited, invoice, order

ALL = Receipted((Delivered("1", "PO-1", "1", frozenset(), "EA", order().lines[0].quantity),))


def papers(*contents: Content) -> list[Paper]:
    """Papers in the order of acceptance, each of a subject of its own."""
    return [Paper(f"d-{place}", f"s-{place}", one) for place, one in enumerate(contents)]


def billed(bill: Bill, known: Records) -> Billed:
    """A bill with its verdict."""
    return Billed(bill, match(bill, known, COLUMNS["opus"]))


def verdict(bill: Bill, *contents: Content) -> tuple[str, list[str]]:
    """Verdict and rules that differ, held against these papers."""
    found = match(bill, records_for(bill, "own", papers(*contents)), COLUMNS["opus"])
    return found.verdict.value, [one.rule for one in found.differences]


@pytest.mark.parametrize(
    "content",
    [
        Ordered(order()),
        Altered(Change("PO-1", order().lines, ("2",))),
        Withdrawn(("PO-1",)),
        ALL,
        billed(invoice(), Records()),
    ],
    ids=lambda one: type(one).__name__,
)
def test_kept(content: Any) -> None:
    """What is read is what was kept."""
    assert decode_paper(encode_paper(content)) == content


def test_in_any_order() -> None:
    """A receipt or a change that was there before its order counts all the same."""
    assert verdict(invoice(), ALL, Ordered(order())) == ("auto_approved", [])
    change = Altered(Change("PO-1", gone=("1",)))
    assert verdict(invoice(), change, ALL, Ordered(order()))[1] == ["MAT-05"]
    assert verdict(invoice(), Withdrawn(("PO-1",)), Ordered(order())) == ("manual", ["MAT-02"])


def test_billed_once_and_given_back() -> None:
    """A second bill finds nothing left, unless a credit note gave it back."""
    first, second = invoice(), invoice(number="INV-2")
    there: list[Content] = [Ordered(order()), ALL]
    one = billed(first, records_for(first, "own", papers(*there)))
    assert verdict(second, *there, one)[1] == ["MAT-07"]
    note = credit_note(credited(quantity="10"))
    back = billed(note, records_for(note, "own", papers(*there, one)))
    assert back.match.differences == ()
    assert verdict(second, *there, one, back) == ("auto_approved", [])


def test_own_earlier_verdict_does_not_count() -> None:
    """A bill that is judged again is not held against itself."""
    bill = invoice()
    there = papers(Ordered(order()), ALL, billed(bill, Records(orders={"PO-1": order()})))
    assert match(bill, records_for(bill, "s-2", there), COLUMNS["opus"]).differences == ()
    assert verdict(bill, *(one.content for one in there)) == ("refused", ["MAT-11"])
