"""MAT-10: lines, taxes and totals add up; no amount is corrected."""

from decimal import Decimal
from typing import Any

import pytest

from hub.model.finding import Severity
from hub.model.price import AllowanceCharge
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code
from hub.rules.path import set_path
from tests.rules.bill import found, head, line, money, rules_of


def test_sums_that_add_up_pass(rule_sets: Any) -> None:
    """A right invoice breaks nothing."""
    assert found(rule_sets("ubl"), head()) == []


@pytest.mark.parametrize(
    "name",
    [
        "line_extension_amount",
        "tax_exclusive_amount",
        "tax_inclusive_amount",
        "payable_amount",
        "allowance_total_amount",
    ],
)
def test_a_wrong_sum_is_fatal(rule_sets: Any, name: str) -> None:
    """Each sum that does not follow from the others is told, at its place."""
    said = found(rule_sets("ubl"), head(**{f"legal_monetary_total__{name}": money("12.00")}))
    assert set(rules_of(said)) == {"MAT-10"}
    assert all(finding.severity is Severity.FATAL for finding in said)


def test_a_tax_that_is_not_its_parts_is_fatal(rule_sets: Any) -> None:
    """The tax is the sum of its categories."""
    wrong = head(tax_total=(head().tax_total[0].__class__(money("16.75"), tax_subtotal=()),))
    said = found(rule_sets("ubl"), wrong)
    assert set(rules_of(said)) == {"MAT-10"}


def test_lines_add_up_to_the_head(rule_sets: Any) -> None:
    """A line too many is found at the end."""
    (finding,) = found(rule_sets("ubl"), head(), line(), line())
    assert finding.rule == "MAT-10"
    assert finding.place.path == "legal_monetary_total.line_extension_amount"
    assert finding.expected == "150.00"


def test_a_line_off_its_price_is_told_and_no_more(rule_sets: Any) -> None:
    """Whether price or amount is wrong is for people to see: the sums hold."""
    (finding,) = found(rule_sets("ubl"), head(), line(price="9.00"))
    assert (finding.rule, finding.severity) == ("MAT-10", Severity.WARN)
    assert finding.expected == "90.00"


def test_rounding_may_stand_in_the_sum_with_tax(rule_sets: Any) -> None:
    """Older formats hold the rounding in the total with tax, newer ones do not."""
    for inclusive in ("90.75", "91.00"):
        rounded = head(
            legal_monetary_total__payable_rounding_amount=money("0.25"),
            legal_monetary_total__payable_amount=money("91.00"),
            legal_monetary_total__tax_inclusive_amount=money(inclusive),
        )
        assert found(rule_sets("ubl"), rounded) == []


def test_the_total_without_tax_is_the_tax_in_one_format_only(rule_sets: Any) -> None:
    """What OIOUBL means by its element is wrong anywhere else."""
    said = head(legal_monetary_total__tax_exclusive_amount=money("15.75"))
    assert found(rule_sets("ubl"), said, source="oioubl") == []
    assert rules_of(found(rule_sets("ubl"), said)) == ["MAT-10"]


AGAIN = "tax_total[1].tax_amount"


def twice(amount: str, currency: str = "EUR") -> Any:
    """Return a right invoice that states its tax of 15.75 once more, as ``amount``."""
    plain = head()
    return head(
        tax_currency_code=Code(currency),
        tax_total=(*plain.tax_total, plain.tax_total[0].__class__(Amount(Decimal(amount), "EUR"))),
    )


def test_a_tax_that_is_stated_twice_is_paid_once(rule_sets: Any) -> None:
    """The currency of the tax may be that of the document (BT-110, BT-111)."""
    assert found(rule_sets("ubl"), twice("15.75")) == []


def test_a_tax_that_is_stated_twice_is_the_same(rule_sets: Any) -> None:
    """Another amount is told at its own place, and no sum besides."""
    (finding,) = found(rule_sets("ubl"), twice("15.00"))
    assert (finding.rule, finding.place.path) == ("MAT-10", AGAIN)
    assert (finding.value, finding.expected) == ("15.00", "15.75")


def test_two_taxes_of_one_currency_are_both_paid(rule_sets: Any) -> None:
    """Where the tax has another currency, a second total in the document's is another tax."""
    said = found(rule_sets("ubl"), twice("15.75", "SEK"))
    assert set(rules_of(said)) == {"MAT-10"}
    assert AGAIN not in [one.place.path for one in said]


def foreign(text: str) -> Amount:
    """Return an amount in another currency than the invoice's."""
    return Amount(Decimal(text), "SEK")


def test_amounts_of_several_currencies_have_no_sum(rule_sets: Any) -> None:
    """A line, a tax or a price in another currency is no wrong sum."""
    taxes = tuple(TaxSubtotal(foreign(one), foreign(one)) for one in ("100.00", "57.50"))
    assert (
        found(rule_sets("ubl"), head(tax_total=(TaxTotal(money("15.75"), tax_subtotal=taxes),)))
        == []
    )
    alone = head(tax_total=(TaxTotal(foreign("157.50")),))
    assert found(rule_sets("ubl"), alone) == []
    other = set_path(line(), "line_extension_amount", foreign("750.00"))
    assert found(rule_sets("ubl"), head(), other, line()) == []
    said = found(rule_sets("ubl"), head(legal_monetary_total__payable_amount=foreign("907.50")))
    assert set(rules_of(said)) == {"CUR-01"}


def test_an_allowance_of_another_currency_is_no_wrong_sum(rule_sets: Any) -> None:
    """The allowances are compared where they are of one currency with their total."""
    for amount, rules in ((foreign("50.00"), set()), (money("50.00"), {"MAT-10"})):
        one = AllowanceCharge(charge_indicator=False, amount=amount)
        said = found(
            rule_sets("ubl"),
            head(
                allowance_charge=(one,),
                legal_monetary_total__allowance_total_amount=money("5.00"),
                legal_monetary_total__tax_exclusive_amount=money("70.00"),
                legal_monetary_total__tax_inclusive_amount=money("85.75"),
                legal_monetary_total__payable_amount=money("85.75"),
            ),
        )
        assert set(rules_of(said)) == rules
