"""Hours of hired staff."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

__all__ = ["Hours", "Timecard"]


class Hours(Struct, frozen=True, omit_defaults=True):
    """Hours of one day at one rate.

    ``line`` is the line of the order where the card names one; otherwise the type of the rate is
    the order line's item number.
    """

    date: dt.date
    rate_type: str
    hours: Decimal
    line: str | None = None


class Timecard(Struct, frozen=True, omit_defaults=True):
    """The hours of a hired person for an order; only an approved one counts (DIG-06).

    ``order`` is empty where the card names none; ``person`` is a number, never a name.
    """

    id: str
    order: str
    rows: tuple[Hours, ...]
    approved: bool = False
    assignment: str | None = None
    person: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
