"""Numbers and days of segments, or why they are none."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


class Trouble(ValueError):
    """A segment says what cannot be read: its number and what was expected."""

    def __init__(self, segment: Any, expected: str) -> None:
        super().__init__(segment.text())
        self.segment = segment
        self.expected = expected


def number(segment: Any, element: int, component: int) -> Decimal:
    """Return a decimal number; raises ``Trouble``."""
    text = segment.get(element, component).replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise Trouble(segment, "a number")
    return Decimal(text)


def date(segment: Any) -> dt.date:
    """Return the day of a DTM; raises ``Trouble``."""
    try:
        return dt.datetime.strptime(segment.get(0, 1)[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        raise Trouble(segment, "a date, such as 20260105") from None
