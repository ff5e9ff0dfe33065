"""When a catalogue becomes active (PRI-14): at 00:00 local time on its start day."""

import datetime as dt

from hub.facts.calendars import WorkingDays
from hub.model.catalogue import Catalogue

__all__ = ["active_from", "waits_until"]


def active_from(header: Catalogue, country: str) -> dt.datetime | None:
    """Return the UTC moment at which a catalogue's validity begins in a country.

    None when it does not say: it is then active as soon as it is accepted. Of several
    periods the earliest counts.
    """
    starts = [period.start_date for period in header.validity_period if period.start_date]
    return WorkingDays.of(country).start_of(min(starts)) if starts else None


def waits_until(header: Catalogue, country: str, now: dt.datetime) -> dt.datetime | None:
    """Return until when a forward-dated catalogue waits; None when its day has come.

    The active one stays in force until then.
    """
    start = active_from(header, country)
    return start if start is not None and start > now else None
