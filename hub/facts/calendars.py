"""Working days, receipt days and the first day a price may change.

A working day is Monday to Friday and no public holiday of the receiver's country. Days that
the country works although many are off (24 and 31 December, 5 June) count as working days
unless a profile lists them. Moments come in as aware UTC and are judged on the clock of the
country.

Time zones come from the system's zone files or, on slim systems without them, from the
``tzdata`` package, which the hub depends on; when both are missing that is a
``ConfigurationError`` which says what to install.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from hub.errors import ConfigurationError
from hub.facts.publicholidays import public_holidays

__all__ = ["COUNTRY_ZONES", "CUT_OFF", "Counting", "WorkingDays", "local_day", "zone_of"]

COUNTRY_ZONES = MappingProxyType({"DK": "Europe/Copenhagen", "NL": "Europe/Amsterdam"})
CUT_OFF = time(16)
"""What is received at this time or later counts as received on the next working day."""

_SATURDAY, _SUNDAY = 5, 6
_MOST_DAYS = 3660


class Counting(StrEnum):
    """How "n working days before it takes effect" is counted (PRI-11, a profile key)."""

    FULL_DAYS = "full-days"
    """n whole working days lie between receipt and start: from Monday to Friday for three."""
    DAY_FOR_DAY = "day-for-day"
    """The start is the n-th working day after receipt: from Monday to Thursday for three."""


def zone_of(country: str) -> ZoneInfo:
    """Return the time zone of a country (two letters) the hub has a calendar for."""
    if country not in COUNTRY_ZONES:
        known = ", ".join(COUNTRY_ZONES)
        raise ConfigurationError([f"country {country!r}: no calendar; known are {known}"])
    try:
        return ZoneInfo(COUNTRY_ZONES[country])
    except ZoneInfoNotFoundError as missing:
        advice = "install the system package tzdata or the Python package tzdata"
        raise ConfigurationError(
            [f"time zone {COUNTRY_ZONES[country]} is not on this machine; {advice}"]
        ) from missing


def local_day(moment: datetime, country: str | None) -> date:
    """Return a country's date at an aware moment; UTC's where the hub has no calendar for it."""
    if country is None or country not in COUNTRY_ZONES:
        return _aware(moment).astimezone(UTC).date()
    return _aware(moment).astimezone(zone_of(country)).date()


class WorkingDays(Struct, frozen=True):
    """The working days of a country, as one profile counts them.

    Attributes:
        country: two letters, ``DK`` or ``NL``.
        saturday_counts: whether Saturday is a working day (profile key).
        closed: further days off, as ``(month, day)`` of every year: ``(12, 24)``.
        cut_off: local time from which a receipt counts as the next working day's.
    """

    country: str
    saturday_counts: bool = False
    closed: frozenset[tuple[int, int]] = frozenset()
    cut_off: time = CUT_OFF

    @classmethod
    def of(cls, country: str, *, saturday_counts: bool = False, closed: Iterable[str] = ()) -> Self:
        """Make a calendar from configuration; ``closed`` holds days as ``12-24``.

        Raises ``ConfigurationError`` for an unknown country or a day that does not exist.
        """
        zone_of(country)
        days: set[tuple[int, int]] = set()
        mistakes: list[str] = []
        for written in closed:
            try:
                day = date.fromisoformat(f"2000-{written}")
            except ValueError:
                mistakes.append(f"closed day {written!r}: write month and day as 12-24")
            else:
                days.add((day.month, day.day))
        if mistakes:
            raise ConfigurationError(mistakes)
        return cls(country, saturday_counts, frozenset(days))

    def is_working(self, day: date) -> bool:
        """Whether people work on a day."""
        if day.weekday() == _SUNDAY or (day.weekday() == _SATURDAY and not self.saturday_counts):
            return False
        if (day.month, day.day) in self.closed:
            return False
        return day not in public_holidays(self.country, day.year)

    def from_day(self, day: date) -> date:
        """Return the first working day that is ``day`` or later."""
        for ahead in range(_MOST_DAYS):
            candidate = day + timedelta(days=ahead)
            if self.is_working(candidate):
                return candidate
        raise ConfigurationError(
            [f"calendar of {self.country}: the closed days leave no working day"]
        )

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day; ``count`` 0 is the day itself."""
        for _ in range(count):
            day = self.from_day(day + timedelta(days=1))
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie between two days, neither counted."""
        days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days))
        return sum(1 for day in days if self.is_working(day))

    def receipt_day(self, received: datetime) -> date:
        """Return day 0: the local day of receipt, or the next working day.

        ``received`` is aware; at the cut-off time and later, and on days off, the next
        working day counts.
        """
        local = _aware(received).astimezone(zone_of(self.country))
        late = local.time() >= self.cut_off
        return self.from_day(local.date() + timedelta(days=1 if late else 0))

    def earliest_start(
        self, received: datetime, days: int, counting: Counting = Counting.FULL_DAYS
    ) -> date:
        """Return the first day a change may take effect that needs ``days`` working days (PRI-11).

        The start itself need not be a working day: after three full working days from
        Wednesday to Friday, Saturday is allowed.
        """
        last = self.after(self.receipt_day(received), days)
        return last + timedelta(days=1) if counting is Counting.FULL_DAYS else last

    def start_of(self, day: date) -> datetime:
        """Return the UTC moment at which a day begins on the country's clock (PRI-14)."""
        return datetime.combine(day, time(), zone_of(self.country)).astimezone(UTC)

    def local_day(self, moment: datetime) -> date:
        """Return the country's date at an aware moment."""
        return _aware(moment).astimezone(zone_of(self.country)).date()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone; times in the hub are aware UTC")
    return moment
