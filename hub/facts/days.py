"""Days as people write them: day first, or the year first without its hyphens."""

import datetime as dt
import re

from msgspec import Struct

__all__ = ["DayReading", "read_day"]

_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]?([0-9]{2})[./-]?([0-9]{2})")
_MONTHS = 12


class DayReading(Struct, frozen=True):
    """A day as it should be written; ``certain`` unless day and month could change places."""

    text: str
    certain: bool


def read_day(text: str) -> DayReading | None:
    """Return the day that a text means, None when it is no day."""
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
        return _reading(year, month, day, certain=True)
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    return _reading(year, month, day, certain=day > _MONTHS or day == month)


def _reading(year: int, month: int, day: int, *, certain: bool) -> DayReading | None:
    try:
        return DayReading(dt.date(year, month, day).isoformat(), certain)
    except ValueError:
        return None
