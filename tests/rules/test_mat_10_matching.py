"""MAT-10 in matching: lines and totals add up, within what the customer allows."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from hub.matching.match import match
from hub.model.price import AllowanceCharge
from hub.model.total import MonetaryTotal
from hub.model.values import Amount
from tests.purchase import COLUMNS, asked, charge, invoice, judged, records, rules


def total(net: str, payable: str, **more: str) -> MonetaryTotal:
    """Return the totals of a bill."""
    named = {name: Amount(Decimal(value), "DKK") for name, value in more.items()}
    amounts = Amount(Decimal(net), "DKK"), Amount(Decimal(payable), "DKK")
    return MonetaryTotal(line_extension_amount=amounts[0], payable_amount=amounts[1], **named)


@pytest.mark.parametrize("column", list(COLUMNS))
def test_line_does_not_follow(column: str) -> None:
    """A line that is not quantity times price is fatal for everybody."""
    found = judged(invoice(asked(net="72.00")), column=column)
    assert (found.verdict, rules(found)) == ("refused", ["MAT-10"])
    one = found.differences[0]
    assert (one.lines, one.value, one.expected) == (("1",), "72", "70")


@pytest.mark.parametrize(
    ("stated", "value", "expected"),
    [
        (total("71.00", "71.00"), "71", "70"),
        (total("70.00", "75.00"), "75", "70"),
        (total("70.00", "60.00", charge_total_amount="0.00"), "60", "70"),
    ],
)
def test_totals_do_not_follow(stated: MonetaryTotal, value: str, expected: str) -> None:
    """The sum of the lines and what is to be paid have to follow."""
    found = judged(invoice(total=stated))
    assert [(one.rule, one.value, one.expected) for one in found.differences] == [
        ("MAT-10", value, expected)
    ]
    assert found.verdict == "refused"


def test_everything_that_makes_up_what_is_to_be_paid() -> None:
    """Tax, rounding and what was paid before are part of the sum."""
    stated = total("70.00", "80.00", payable_rounding_amount="0.50", prepaid_amount="8.00")
    assert judged(invoice(tax="17.50", total=stated)).verdict == "auto_approved"


def test_discount_in_or_beside_the_line() -> None:
    """A line amount may hold its own discount or leave it to the price: both are in use."""
    line = replace(asked(), allowance_charge=(charge("5.00", allowance=True),))
    assert isinstance(line.allowance_charge[0], AllowanceCharge)
    for net in ("70.00", "65.00"):
        amount = Amount(Decimal(net), "DKK")
        assert rules(judged(invoice(replace(line, line_extension_amount=amount)))) == []


@pytest.mark.parametrize(("net", "verdict"), [("70.01", "auto_approved"), ("70.02", "refused")])
def test_a_cent_is_allowed(net: str, verdict: str) -> None:
    """The hub's own tolerance is one cent."""
    assert judged(invoice(asked(net=net))).verdict == verdict


def test_customer_may_widen() -> None:
    """The formulas of OIOUBL allow 1.00, and a customer's column may say so."""
    bill = invoice(asked(net="71.00"))
    assert judged(bill, column="truetrade").verdict == "auto_approved"
    terms = replace(COLUMNS["opus"], sum_tolerance=Decimal("1.00"))
    assert match(bill, records(), terms).verdict == "auto_approved"
