"""Numbers, days and times of segments, or why they are none."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from hub.facts.money import MOST_DIGITS, read_number
from hub.model.sentence import Sentence

CENTURY = "20"
"""Of a year in two digits (101): no message that comes today is of the last century."""

DAY, SHORT_DAY, MINUTE, SECOND, SPAN = "102", "101", "203", "204", "718"
"""How a DTM is written (UNCL 2379)."""

ORIGINAL = "9"
"""UNCL 1225: what a message is to the receiver; all others change or repeat one before."""

_DIGITS = {"": 8, DAY: 8, SHORT_DAY: 6, MINUTE: 12, SECOND: 14}
_BARE_MARK = re.compile(r"^(-?)([.,])")
_SPAN = re.compile(r"([0-9]{8})-?([0-9]{8})")
A_DAY = Sentence(
    "a day such as 20260105 (format 102), or with its time 202601051030 (203)",
    "en dag som 20260105 (format 102), eller med klokkeslæt 202601051030 (203)",
    "een dag zoals 20260105 (formaat 102), of met de tijd 202601051030 (203)",
)
A_SPAN = Sentence(
    "a period such as 20260105-20260123 (format 718)",
    "en periode som 20260105-20260123 (format 718)",
    "een periode zoals 20260105-20260123 (formaat 718)",
)
A_NUMBER = Sentence(
    "a number of at most {most} digits, such as 1234.50",
    "et tal på højst {most} cifre, f.eks. 1234.50",
    "een getal van hoogstens {most} cijfers, zoals 1234.50",
).fill(most=str(MOST_DIGITS))
A_LINE = Sentence(
    "at least one line (LIN) after it",
    "mindst én linje (LIN) efter det",
    "minstens één regel (LIN) erna",
)
A_VERDICT = Sentence(
    "29, 4 or 27 for accepted, changed or rejected",
    "29, 4 eller 27 for godkendt, ændret eller afvist",
    "29, 4 of 27 voor aanvaard, gewijzigd of geweigerd",
)


class Trouble(ValueError):
    """A segment says what cannot be read: its number and what was expected, in words or a code."""

    def __init__(self, segment: Any, expected: Sentence | str) -> None:
        super().__init__(segment.text())
        self.segment = segment
        self.expected = expected


class Function(Trouble):
    """A message is no original: what it is in BGM (UNCL 1225), and that 9 was expected."""

    def __init__(self, segment: Any) -> None:
        super().__init__(segment, ORIGINAL)
        self.function = segment.get(2)


def number(segment: Any, element: int, component: int) -> Decimal:
    """Return a decimal number, whose mark is a point or a comma; raises ``Trouble``."""
    # ISO 9735 lets the nought before the mark be left out.
    text = _BARE_MARK.sub(r"\g<1>0\2", segment.get(element, component))
    found = read_number(text, allow_comma=True)
    if found.value is None:
        raise Trouble(segment, A_NUMBER)
    return found.value


def moment(segment: Any) -> tuple[dt.date, dt.time | None]:
    """Return the day of a DTM, and the time if it has one; raises ``Trouble``."""
    text, form = segment.get(0, 1), segment.get(0, 2)
    if not (text.isascii() and text.isdecimal() and len(text) == _DIGITS.get(form)):
        raise Trouble(segment, A_DAY)
    day = f"{CENTURY}{text}" if form == SHORT_DAY else text
    clock = day[8:]
    try:
        time = dt.time(int(clock[:2]), int(clock[2:4]), int(clock[4:] or 0)) if clock else None
        return _day(day[:8]), time
    except ValueError:
        raise Trouble(segment, A_DAY) from None


def span(segment: Any) -> tuple[dt.date, dt.date]:
    """Return the days that a DTM of format 718 goes from and to; raises ``Trouble``."""
    found = _SPAN.fullmatch(segment.get(0, 1)) if segment.get(0, 2) == SPAN else None
    try:
        start, end = (_day(found[1]), _day(found[2])) if found else (None, None)
    except ValueError:
        start = end = None
    if start is None or end is None or end < start:
        raise Trouble(segment, A_SPAN)
    return start, end


def _day(digits: str) -> dt.date:
    return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
