"""DAT-01: payment is not due before the document was made."""

import datetime as dt
from typing import Any

from hub.model.finding import Severity
from tests.rules.bill import found, head


def test_due_on_the_day_of_the_document_passes(rule_sets: Any) -> None:
    """Cash sales are due at once."""
    assert found(rule_sets("ubl"), head(due_date=dt.date(2026, 1, 2))) == []


def test_due_before_the_document_is_told(rule_sets: Any) -> None:
    """It is told with both days, and refuses nothing."""
    (finding,) = found(rule_sets("ubl"), head(due_date=dt.date(2026, 1, 1)))
    assert (finding.rule, finding.severity) == ("DAT-01", Severity.WARN)
    assert (finding.value, finding.expected) == ("2026-01-01", "2026-01-02")
