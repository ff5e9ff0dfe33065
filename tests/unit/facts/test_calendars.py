"""Working days: the PRI-11 vectors, both countings, and the clock of the country."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import ConfigurationError
from hub.facts.calendars import Counting, WorkingDays, local_day, zone_of
from hub.facts.publicholidays import public_holidays

DANISH = WorkingDays("DK")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def danish(text: str) -> datetime:
    """Return a Danish wall clock moment as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "earliest"),
    [
        ("2026-02-02T10:00", date(2026, 2, 6)),  # Monday: Tue, Wed, Thu lie between
        ("2026-04-01T10:00", date(2026, 4, 10)),  # Wednesday before Easter
        ("2026-02-02T17:00", date(2026, 2, 7)),  # Monday after the cut-off counts as Tuesday
    ],
)
def test_three_full_working_days(received: str, earliest: date) -> None:
    """PRI-11: three whole working days lie between receipt and start."""
    assert DANISH.earliest_start(danish(received), 3) == earliest


def test_thursday_after_monday_is_refused() -> None:
    """PRI-11: received Monday, Thursday is too early by full days, allowed day for day."""
    received = danish("2026-02-02T10:00")
    thursday = date(2026, 2, 5)
    assert DANISH.earliest_start(received, 3, Counting.FULL_DAYS) > thursday
    assert DANISH.earliest_start(received, 3, Counting.DAY_FOR_DAY) == thursday


def test_cut_off_is_local_and_exact() -> None:
    """16:00 on the Danish clock is late, in summer as in winter; a minute before is not."""
    assert DANISH.receipt_day(datetime(2026, 7, 6, 13, 59, tzinfo=UTC)) == date(2026, 7, 6)
    assert DANISH.receipt_day(datetime(2026, 7, 6, 14, 0, tzinfo=UTC)) == date(2026, 7, 7)
    assert DANISH.receipt_day(datetime(2026, 1, 5, 14, 59, tzinfo=UTC)) == date(2026, 1, 5)
    assert DANISH.receipt_day(datetime(2026, 1, 5, 15, 0, tzinfo=UTC)) == date(2026, 1, 6)


def test_a_day_off_is_received_on_the_next_working_day() -> None:
    """What comes on a Saturday morning counts as Monday's; Friday evening as well."""
    assert DANISH.receipt_day(danish("2026-02-07T09:00")) == date(2026, 2, 9)
    assert DANISH.receipt_day(danish("2026-02-06T17:00")) == date(2026, 2, 9)


def test_saturday_counts_where_a_profile_says_so() -> None:
    """With saturday_counts Saturday is a working day, Sunday and holidays are still none."""
    wide = WorkingDays("DK", saturday_counts=True)
    assert wide.is_working(date(2026, 2, 7))
    assert not wide.is_working(date(2026, 2, 8))
    assert wide.earliest_start(danish("2026-02-05T10:00"), 3) == date(2026, 2, 10)
    assert not wide.is_working(date(2026, 12, 26))


def test_store_bededag_until_2023() -> None:
    """The fourth Friday after Easter was a Danish holiday up to 2023."""
    assert not DANISH.is_working(date(2023, 5, 5))
    assert DANISH.is_working(date(2024, 4, 26))


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 5)])
def test_half_holidays_work_unless_listed(day: date) -> None:
    """24 and 31 December and 5 June are ordinary days until the profile lists them."""
    assert DANISH.is_working(day)
    listed = WorkingDays.of("DK", closed=[f"{day:%m-%d}"])
    assert not listed.is_working(day)


def test_knows_dutch_holidays() -> None:
    """King's Day is off in the Netherlands, not in Denmark."""
    assert not WorkingDays("NL").is_working(date(2026, 4, 27))
    assert DANISH.is_working(date(2026, 4, 27))


@pytest.mark.parametrize("country", ["DK", "NL"])
def test_public_holidays_are_those_of_the_law(country: str) -> None:
    """In every year from 1990 to 2100 they are those that a library of holidays names."""
    for year in range(1990, 2101):
        named = holidays.country_holidays(country, years=year, categories=("public",))
        assert public_holidays(country, year) == frozenset(named), year


def test_a_day_starts_at_local_midnight() -> None:
    """PRI-14: 00:00 local is 22:00 UTC the day before in summer, 23:00 in winter."""
    assert DANISH.start_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert DANISH.start_of(date(2026, 1, 1)) == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert DANISH.local_day(datetime(2025, 12, 31, 23, tzinfo=UTC)) == date(2026, 1, 1)


def test_refuses_what_it_cannot_know() -> None:
    """An unknown country or day is a configuration mistake, a naive time a programming one."""
    with pytest.raises(ConfigurationError, match="no calendar"):
        zone_of("XX")
    with pytest.raises(ConfigurationError, match="13-40"):
        WorkingDays.of("DK", closed=["13-40", "12-24"])
    with pytest.raises(ValueError, match="aware"):
        DANISH.receipt_day(datetime(2026, 1, 5, 12))  # noqa: DTZ001


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 15),
    st.booleans(),
)
def test_earliest_is_enough_and_not_more(received: datetime, days: int, saturday: bool) -> None:  # noqa: FBT001
    """Before the earliest day lie enough working days, before the day before it too few."""
    calendar = WorkingDays("DK", saturday_counts=saturday, cut_off=time(16))
    start = calendar.receipt_day(received)
    earliest = calendar.earliest_start(received, days)
    assert calendar.between(start, earliest) == days
    assert calendar.is_working(start)
    if days:
        shorter = calendar.between(start, earliest.fromordinal(earliest.toordinal() - 1))
        assert shorter < days


@pytest.mark.parametrize(
    ("country", "moment", "day"),
    [
        ("DK", "2026-06-30T22:30", 1),
        ("NL", "2026-06-30T22:30", 1),
        ("DK", "2026-06-30T21:30", 30),
        ("SE", "2026-06-30T22:30", 30),
        (None, "2026-06-30T22:30", 30),
    ],
)
def test_the_day_it_is_somewhere(country: str | None, moment: str, day: int) -> None:
    """After midnight in a country its new day has begun; UTC's where no calendar is known."""
    assert local_day(datetime.fromisoformat(moment).replace(tzinfo=UTC), country).day == day
