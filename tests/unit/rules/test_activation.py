"""A forward-dated catalogue becomes active at 00:00 local time on its start day (PRI-14)."""

import datetime as dt

from hub.model.catalogue import Catalogue
from hub.model.period import Period
from hub.rules.activation import active_from, waits_until

SUMMER = Catalogue(validity_period=(Period(start_date=dt.date(2025, 6, 2)),))
WINTER = Catalogue(validity_period=(Period(start_date=dt.date(2025, 1, 2)),))


def test_it_is_active_at_local_midnight() -> None:
    """Summer time is two hours before UTC, winter time one."""
    assert active_from(SUMMER, "DK") == dt.datetime(2025, 6, 1, 22, tzinfo=dt.UTC)
    assert active_from(WINTER, "DK") == dt.datetime(2025, 1, 1, 23, tzinfo=dt.UTC)


def test_the_earliest_of_several_periods_counts() -> None:
    """It is in force from the first of its days."""
    both = Catalogue(validity_period=SUMMER.validity_period + WINTER.validity_period)
    assert active_from(both, "DK") == active_from(WINTER, "DK")


def test_it_waits_until_then_and_no_longer() -> None:
    """At the very minute it is active."""
    start = dt.datetime(2025, 6, 1, 22, tzinfo=dt.UTC)
    assert waits_until(SUMMER, "DK", start - dt.timedelta(minutes=1)) == start
    assert waits_until(SUMMER, "DK", start) is None


def test_without_a_start_it_does_not_wait() -> None:
    """It is active as soon as it is accepted."""
    assert active_from(Catalogue(), "DK") is None
    assert waits_until(Catalogue(), "DK", dt.datetime(2025, 6, 1, tzinfo=dt.UTC)) is None
