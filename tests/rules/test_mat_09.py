"""MAT-09: the price is the agreed one, within the customer's tolerance."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from hub.matching.match import match
from hub.matching.records import settle
from tests.purchase import (
    COLUMNS,
    asked,
    charge,
    delivered,
    invoice,
    judged,
    order,
    ordered,
    records,
    rules,
)


@pytest.mark.parametrize(
    ("column", "verdict"),
    [("prisme", "manual"), ("truetrade", "refused"), ("opus", "manual"), ("digiinkoop", "manual")],
)
@pytest.mark.parametrize("amount", ["7.01", "6.99"])
def test_a_cent_off(column: str, verdict: str, amount: str) -> None:
    """One cent more or less is a deviation where nothing is tolerated."""
    found = judged(invoice(asked(amount=amount)), column=column)
    assert (found.verdict, rules(found)) == (verdict, ["MAT-09"])
    assert (found.differences[0].value, found.differences[0].expected) == (amount, "7")


@pytest.mark.parametrize(("amount", "verdict"), [("7.05", "auto_approved"), ("7.06", "manual")])
def test_tolerance(amount: str, verdict: str) -> None:
    """The tolerance is the customer's, for one unit."""
    terms = replace(COLUMNS["opus"], price_tolerance=Decimal("0.05"))
    assert match(invoice(asked(amount=amount)), records(), terms).verdict == verdict


def test_price_for_several() -> None:
    """70.00 for ten is 7.00 for one."""
    bill = invoice(asked(amount="70.00", base="EA", per="10", net="70.00"))
    assert judged(bill).verdict == "auto_approved"


def test_thirds_are_exact() -> None:
    """A price for three pieces has no last decimal and still equals itself."""
    known = records(delivered(order(ordered(quantity="9000", amount="3.333333"))))
    bill = invoice(asked(quantity="9000", amount="9.999999", base="EA", per="3", net="30000.00"))
    assert judged(bill, known).verdict == "auto_approved"


def test_small_prices_hide_nothing() -> None:
    """Where two decimals are equal but a thousand pieces make a difference, it is found."""
    known = records(delivered(order(ordered(quantity="1000", amount="0.0410"))))
    assert rules(judged(invoice(asked(quantity="1000", amount="0.0449")), known)) == ["MAT-09"]


def test_other_currency() -> None:
    """Kroner are not compared with another currency."""
    known = records()
    line = known.orders["PO-1"].lines[0]
    assert line.rate is not None
    euro = known.orders["PO-1"].with_line(replace(line, rate=replace(line.rate, currency="EUR")))
    assert rules(judged(invoice(), records(euro))) == ["MAT-09"]


def test_order_without_price() -> None:
    """A price that was never agreed is looked at by hand."""
    known = records(delivered(order(ordered(amount=None))))
    assert rules(judged(invoice(), known)) == ["MAT-09"]


def test_charge_that_was_not_ordered() -> None:
    """A charge of the order may be billed once; any other raises the price."""
    plain = invoice(charges=("50.00",))
    found = judged(plain)
    assert [(one.rule, one.value) for one in found.differences] == [("MAT-09", "50")]
    known = records(delivered(order(allowance_charge=(charge("50.00"),))))
    assert judged(plain, known).verdict == "auto_approved"


def test_charge_is_billed_once() -> None:
    """The freight of an order that came in parts is not paid twice."""
    known = records(delivered(order(allowance_charge=(charge("50.00"),))))
    first = invoice(asked(quantity="6"), charges=("50.00",))
    found = judged(first, known, "digiinkoop")
    assert found.verdict == "auto_approved"
    known = settle(known, first, found)
    second = invoice(asked(quantity="4"), number="INV-2", charges=("50.00",))
    assert rules(judged(second, known, "digiinkoop")) == ["MAT-09"]
