"""Public holidays of the countries the hub has a calendar for, by their own laws.

Some stand on a date, some move with Easter. A day off for one trade only, or half a day by
agreement, is no public holiday.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from dateutil.easter import easter

__all__ = ["public_holidays"]

LAST_PRAYER_DAY = 2023
"""Denmark had the fourth Friday after Easter off until then (Act 214 of 6 March 2023)."""
FIRST_KINGS_DAY = 2014
LIBERATION_EVERY = 5
"""The Netherlands have 5 May off for everybody in every fifth year."""
_SUNDAY = 6


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return a country's public holidays of a year; ``country`` is ``DK`` or ``NL``."""
    return frozenset(_CALENDARS[country](year))


def _danish(year: int) -> list[date]:
    moving = [-3, -2, 0, 1, 39, 49, 50]
    if year <= LAST_PRAYER_DAY:
        moving.append(26)
    return [*_after_easter(year, moving), *_fixed(year, (1, 1), (12, 25), (12, 26))]


def _dutch(year: int) -> list[date]:
    days = _after_easter(year, [-2, 0, 1, 39, 49, 50])
    days += _fixed(year, (1, 1), (12, 25), (12, 26))
    birthday = date(year, 4, 27) if year >= FIRST_KINGS_DAY else date(year, 4, 30)
    # On a Sunday it is kept the day before.
    days.append(birthday - timedelta(days=birthday.weekday() == _SUNDAY))
    if year % LIBERATION_EVERY == 0:
        days += _fixed(year, (5, 5))
    return days


def _after_easter(year: int, days: list[int]) -> list[date]:
    sunday = easter(year)
    return [sunday + timedelta(days=one) for one in days]


def _fixed(year: int, *days: tuple[int, int]) -> list[date]:
    return [date(year, month, day) for month, day in days]


_CALENDARS: MappingProxyType[str, Callable[[int], list[date]]] = MappingProxyType(
    {"DK": _danish, "NL": _dutch}
)
