"""Timecards in the model: those of HR-XML, and those of the second version."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from hub.formats.elements import Element, local
from hub.formats.xmltext import is_group, text_of
from hub.model.loss import LossKind
from hub.model.sentence import Sentence
from hub.model.timecard import Hours, Timecard

SENTENCES = {
    "TIM-02": Sentence(
        en="{field}: “{value}” is not a time. Write it as {expected}.",
        da="{field}: “{value}” er ikke et tidspunkt. Skriv det som {expected}.",
        nl="{field}: “{value}” is geen tijdstip. Schrijf het als {expected}.",
    ),
    "TIM-03": Sentence(
        en="From {value} to {expected} are no whole hundredths of an hour. State the duration.",
        da="Fra {value} til {expected} er ikke hele hundrededele af en time. Angiv varigheden.",
        nl="Van {value} tot {expected} zijn geen hele honderdsten van een uur. Vermeld de duur.",
    ),
}
ODD = Sentence(
    en="{field}: {value} is no whole hundredths of an hour. State the hours as a number.",
    da="{field}: {value} er ikke hele hundrededele af en time. Angiv timerne som et tal.",
    nl="{field}: {value} is geen geheel aantal honderdsten van een uur. Vermeld de uren als getal.",
)
REQUIREMENTS = "AdditionalData/StaffingAdditionalData/CustomerReportingRequirements"
REFERENCES = "AdditionalData/StaffingAdditionalData/ReferenceInformation"
PEOPLE = frozenset({"PersonName", "personContacts", "ManagerName", "ContactName", "Source"})
VOID = "void"
HUNDREDTH = 36
"""Seconds of a hundredth of an hour."""
SPAN = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.ASCII)
"""A duration of XML Schema in hours, minutes and seconds; how long a day of work is, none says."""


class Part(Element):
    """One element of a card; what is missing is TIM-01, what cannot be read TIM-02."""

    wrong, missing = "TIM-02", "TIM-01"


def first(top: Any) -> Timecard:
    """Return a card of HR-XML."""
    order = top.said(f"{REQUIREMENTS}/PurchaseOrderNumber")
    rows = [
        row for one in top.all("ReportedTime/TimeInterval") if (row := _interval(one)) is not None
    ]
    return Timecard(
        id=_needed(top, "Id/IdValue"),
        order=order or top.said(f"{REFERENCES}/OrderId/IdValue") or "",
        rows=tuple(rows),
        approved=bool(top.said("ApprovalInfo/ApprovedDateTime")),
        assignment=top.said(f"{REFERENCES}/AssignmentId/IdValue"),
        person=top.said("ReportedResource/Person/Id/IdValue"),
        start=_day(top, "ReportedTime/PeriodStartDate"),
        end=_day(top, "ReportedTime/PeriodEndDate"),
    )


def second(top: Any) -> Timecard:
    """Return a card of the second version, which says nothing of approval."""
    rows = [row for one in top.all("timeInterval") if (row := _time(one)) is not None]
    return Timecard(
        id=_needed(top, "documentId/value"),
        order=top.said("staffingIds/orderId/value") or top.said("purchaseOrderNumber") or "",
        rows=tuple(rows),
        assignment=top.said("staffingIds/assignmentId/value"),
        person=top.said("person/id/value"),
        start=_day(top, "period/datePeriod/start"),
        end=_day(top, "period/datePeriod/end"),
    )


def conceal(top: Any) -> None:
    """Count the names of people as lost without showing them: a report is no place for them."""
    for element in top.element.iter():
        if not isinstance(element.tag, str) or is_group(element) or not text_of(element).strip():
            continue
        above = [local(one) for one in (element, *element.iterancestors())]
        if PEOPLE & set(above) or above[1:3] == ["name", "person"]:
            top.book.mark(element)
            top.book.lose("names of people", LossKind.NO_HOME)


def _interval(one: Any) -> Hours | None:
    """Return an interval of HR-XML; none for what is taken back or nobody pays for."""
    void = one.element.get("actionCode", "").lower() == VOID
    if void or one.element.get("billable") in ("false", "0"):
        one.book.lose("TimeInterval", LossKind.NO_HOME, "void" if void else "not billable")
        return None
    kind = one.element.get("type", "").strip()
    if not kind:
        one.lacks("TimeInterval/@type")
    line = "AdditionalData/StaffingAdditionalData/CustomerReportingRequirements"
    assigned = one.element.get("dayAssignment")
    day = one.day(assigned, "dayAssignment") if assigned else _day(one, "StartDateTime")
    hours = _hours(one, "Duration", "StartDateTime", "EndDateTime")
    if day is None or hours is None:
        return None
    return Hours(day, kind, hours, one.said(f"{line}/PurchaseOrderLineItem"))


def _time(one: Any) -> Hours | None:
    """Return an interval of the second version."""
    period = "period/dateTimePeriod"
    if one.said("payRates/toBeBilled") in ("false", "0"):
        one.book.lose("timeInterval", LossKind.NO_HOME, "not billable")
        return None
    kind = _needed(one, "typeCode/value")
    day = _day(one, f"{period}/start")
    hours = _hours(one, "timeTotal", f"{period}/start", f"{period}/end")
    return None if day is None or hours is None else Hours(day, kind, hours)


def _hours(one: Any, stated: str, start: str, end: str) -> Decimal | None:
    """Return the hours that are stated, else those between two times.

    HR-XML's ``TimeCardDuration`` is a number of hours or a duration of XML Schema. Two days without
    their times are no hours: nobody works from midnight to midnight.
    """
    said, begin, stop = one.said(stated), one.said(start), one.said(end)
    if said is not None:
        span = SPAN.fullmatch(said)
        return one.number(stated) if span is None else _spanned(one, stated, said, span)
    if begin is None or stop is None or "T" not in begin or "T" not in stop:
        one.lacks(stated)
        return None
    try:
        passed = dt.datetime.fromisoformat(stop) - dt.datetime.fromisoformat(begin)
    except (ValueError, TypeError):
        _object(one, "TIM-02", field=end, value=stop, expected="2026-01-31T17:30:00")
        return None
    hours = _hundredths(int(passed.total_seconds()))
    if hours is None:
        _object(one, "TIM-03", value=begin, expected=stop)
        return None
    one.book.lose(stated, LossKind.DERIVED, f"{begin} - {stop}: {hours}")
    return hours


def _spanned(one: Any, stated: str, said: str, span: re.Match[str]) -> Decimal | None:
    """Return the hours of a duration such as ``PT7H30M``."""
    counts = (int(group or 0) for group in span.groups())
    hours = _hundredths(
        sum(count * unit for count, unit in zip(counts, (3600, 60, 1), strict=True))
    )
    if hours is None:
        one.book.refuse("TIM-03", ODD, one.element, field=stated, value=said)
        return None
    one.book.lose(stated, LossKind.DERIVED, f"{said}: {hours}")
    return hours


def _hundredths(seconds: int) -> Decimal | None:
    """Return hours with two decimals; none for what is no whole hundredths, or backwards."""
    if seconds < 0 or seconds % HUNDREDTH:
        return None
    return Decimal(seconds // HUNDREDTH).scaleb(-2)


def _needed(one: Any, path: str) -> str:
    said = one.said(path)
    if said is None:
        one.lacks(path)
    return said or ""


def _day(one: Any, path: str) -> dt.date | None:
    """Return the day of a date or time; TIM-01 says that there is none."""
    said = one.said(path)
    if said is None:
        one.lacks(path)
        return None
    return one.day(said, path.rpartition("/")[2])


def _object(one: Any, rule: str, **words: str) -> None:
    """Refuse the card for what an element says or lacks."""
    one.book.refuse(rule, SENTENCES[rule], one.element, **words)
