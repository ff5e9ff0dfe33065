"""DAT-03: a period does not end before it begins."""

import datetime as dt
from typing import Any

from hub.model.period import Period
from tests.rules.bill import found, head


def test_a_period_of_one_day_passes(rule_sets: Any) -> None:
    """First and last day may be one."""
    day = dt.date(2026, 1, 1)
    assert found(rule_sets("ubl"), head(invoice_period=(Period(day, end_date=day),))) == []


def test_a_period_that_ends_first_is_told(rule_sets: Any) -> None:
    """The place is that of its end."""
    odd = Period(start_date=dt.date(2026, 1, 2), end_date=dt.date(2026, 1, 1))
    (finding,) = found(rule_sets("ubl"), head(invoice_period=(odd,)))
    assert finding.rule == "DAT-03"
    assert finding.place.path == "invoice_period[0].end_date"
