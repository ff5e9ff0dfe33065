"""PRI-12: the first catalogue of a contract leaves two weeks for its approval."""

import datetime as dt
from typing import Any

import pytest

from hub.model.context import Agreement

STARTS = dt.date(2025, 6, 1)
FIELD = "referenced_contract[0].id"


def sent(judge: Any, memory: Any, day: dt.date, active: Any = None) -> Any:
    """Judge a catalogue that came on a day."""
    agreement = Agreement("A-1", "examplefirm", "exampletown", valid_from=STARTS)
    now = dt.datetime(day.year, day.month, day.day, 8, tzinfo=dt.UTC)
    return judge("prisme", {}, agreement=agreement, now=now, known=memory(active=active))


def test_a_first_catalogue_in_the_last_two_weeks(judge: Any, memory: Any, one: Any) -> None:
    """It goes out, and the supplier hears which day has passed."""
    judged = sent(judge, memory, dt.date(2025, 5, 20))
    one(
        judged,
        "PRI-12",
        field=FIELD,
        severity="warn",
        value="A-1",
        expected="2025-05-18",
        says="12 days before it begins",
    )


@pytest.mark.parametrize("day", [dt.date(2025, 5, 18), dt.date(2025, 6, 1)])
def test_in_time_or_after_the_start(judge: Any, memory: Any, day: dt.date) -> None:
    """Two weeks suffice; of a contract that runs, others may have come another way."""
    assert sent(judge, memory, day).of("PRI-12") == []


def test_a_later_catalogue(judge: Any, memory: Any) -> None:
    """Only the first one is about the approval of the contract."""
    judged = sent(judge, memory, dt.date(2025, 5, 20), active=[("AB-1001", None)])
    assert judged.of("PRI-12") == []
