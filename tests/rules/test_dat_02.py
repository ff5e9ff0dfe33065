"""DAT-02: a document is not dated in the future."""

import datetime as dt
from typing import Any

from tests.rules.bill import TODAY, found, head


def test_a_day_ahead_passes(rule_sets: Any) -> None:
    """It may be tomorrow already where the sender is."""
    ahead = head(issue_date=TODAY + dt.timedelta(days=1))
    assert found(rule_sets("ubl"), ahead) == []


def test_two_days_ahead_are_told(rule_sets: Any) -> None:
    """The day of acceptance is named."""
    (finding,) = found(rule_sets("ubl"), head(issue_date=TODAY + dt.timedelta(days=2)))
    assert (finding.rule, finding.expected) == ("DAT-02", "2026-01-05")
