"""Spans of time."""

import datetime as dt

from msgspec import Struct

from hub.model.values import Code, Measure, Text

__all__ = ["Period"]


class Period(Struct, frozen=True, omit_defaults=True):
    """A span of dates, both ends included."""

    start_date: dt.date | None = None
    start_time: dt.time | None = None
    end_date: dt.date | None = None
    end_time: dt.time | None = None
    duration_measure: Measure | None = None
    description_code: tuple[Code, ...] = ()
    description: tuple[Text, ...] = ()
