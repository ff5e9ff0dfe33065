"""Days as people write them: day first, the month by its name, the year first without hyphens.

A spreadsheet keeps a day as a count; where the cell's format got lost, the count is what is left.
"""

import datetime as dt
import re

from msgspec import Struct

__all__ = ["DayReading", "day_counted", "read_day"]

_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})\.?\s?-?([^\W\d_]{3,9})\.?,?\s?-?([0-9]{4})")
_MONTH_NAMES = (
    "januar januari january", "februar februari february", "marts maart march mrt", "april",
    "maj mei may", "juni june", "juli july", "august augustus", "september sept",
    "oktober october", "november", "december",
)  # fmt: skip
_SHORT_YEAR = 2
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]?([0-9]{2})[./-]?([0-9]{2})")
_MONTHS = 12
_COUNT = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
"""Days of which documents speak; other counts are other numbers."""

_BEFORE_COUNTING = dt.date(1899, 12, 30)
"""From here spreadsheets count right from March 1900 on; they take 1900 for a leap year."""


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
    found = _NAMED.fullmatch(text)
    if found:
        month = _month(found[2].casefold())
        return _reading(int(found[3]), month, int(found[1]), certain=True)
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    if len(found[3]) == _SHORT_YEAR:
        # Which part is the year is not sure, whatever the numbers are.
        return _reading(2000 + year, month, day, certain=False)
    return _reading(year, month, day, certain=day > _MONTHS or day == month)


def _month(name: str) -> int:
    """Return the month that a name or its beginning means, 0 for none."""
    months = enumerate(_MONTH_NAMES, start=1)
    return next(
        (month for month, names in months if any(n.startswith(name) for n in names.split())), 0
    )


def day_counted(text: str) -> DayReading | None:
    """Return the day that a spreadsheet keeps as this count, None when it can be none.

    Never certain: old workbooks of the Mac count from 1904, and the number may be no day at all.
    """
    found = _COUNT.fullmatch(text)
    if not found:
        return None
    day = _BEFORE_COUNTING + dt.timedelta(days=int(found[1]))
    return DayReading(day.isoformat(), certain=False) if _FIRST <= day <= _LAST else None


def _reading(year: int, month: int, day: int, *, certain: bool) -> DayReading | None:
    try:
        return DayReading(dt.date(year, month, day).isoformat(), certain)
    except ValueError:
        return None
