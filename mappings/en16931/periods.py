"""The period that is billed for, and which day VAT counts from (BG-14, BT-8)."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from hub.model.period import Period
from hub.rules.translation import Translation

POINTS = frozenset({"3", "35", "432"})
"""The days of UNTDID 2005 that EN 16931 takes: of the invoice, the delivery, the payment."""


def timed(given: tuple[Period, ...], point: dt.date | None, said: Translation) -> tuple[Any, ...]:
    """Return periods that say one of the three days, or none (BR-CL-06).

    None either beside the day itself, ``point``, which says more (BR-CO-03).
    """
    taken: frozenset[str] = POINTS if point is None else frozenset()
    found = []
    for one in given:
        known = tuple(code for code in one.description_code if code.value.strip() in taken)[:1]
        rest = tuple(code for code in one.description_code if code not in known)
        said.lost("invoice_period.description_code", rest)
        kept = replace(one, description_code=known)
        if kept != Period():
            found.append(kept)
    return tuple(found)
