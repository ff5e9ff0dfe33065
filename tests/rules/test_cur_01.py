"""CUR-01: all that is to be paid is in the currency of the document."""

from decimal import Decimal
from typing import Any

from hub.model.values import Amount, Code
from tests.rules.bill import found, head, rules_of


def test_one_currency_passes(rule_sets: Any) -> None:
    """A right invoice breaks nothing."""
    assert found(rule_sets("ubl"), head()) == []


def test_a_sum_in_another_currency_is_refused(rule_sets: Any) -> None:
    """The place names the sum."""
    other = head(legal_monetary_total__payable_amount=Amount(Decimal("90.75"), "DKK"))
    said = found(rule_sets("ubl"), other)
    assert "CUR-01" in rules_of(said)
    assert "legal_monetary_total.payable_amount" in [finding.place.path for finding in said]


def test_the_name_of_the_currency_may_stand_among_blanks(rule_sets: Any) -> None:
    """Blanks around a code say nothing."""
    assert found(rule_sets("ubl"), head(document_currency_code=Code("\n EUR "))) == []
