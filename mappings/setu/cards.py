"""Timecards in the model: those of HR-XML, and those of the second version."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.loss import LossKind
from hub.model.sentence import Sentence
from hub.model.timecard import Hours, Timecard
from hub.rules.module import sibling

node = sibling(__file__, "../cii/node")

SENTENCES = {
    "TIM-01": Sentence(
        en="{field} is missing. State it.",
        da="{field} mangler. Angiv det.",
        nl="{field} ontbreekt. Vermeld het.",
    ),
    "TIM-02": Sentence(
        en="{field}: “{value}” cannot be read. Write {expected}.",
        da="{field}: “{value}” kan ikke læses. Skriv {expected}.",
        nl="{field}: “{value}” kan niet worden gelezen. Schrijf {expected}.",
    ),
    "TIM-03": Sentence(
        en="From {value} to {expected} are no whole hundredths of an hour. State the duration.",
        da="Fra {value} til {expected} er ikke hele hundrededele af en time. Angiv varigheden.",
        nl="Van {value} tot {expected} zijn geen hele honderdsten van een uur. Vermeld de duur.",
    ),
}
REQUIREMENTS = "AdditionalData/StaffingAdditionalData/CustomerReportingRequirements"
REFERENCES = "AdditionalData/StaffingAdditionalData/ReferenceInformation"
NUMBER = "a number of hours such as 7.50"
DAY = "a date such as 2026-01-31"
PEOPLE = frozenset({"PersonName", "personContacts", "ManagerName", "ContactName", "Source"})
VOID = "void"
HUNDREDTH = 36
"""Seconds of a hundredth of an hour."""


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
        if not isinstance(element.tag, str) or len(element) or not (element.text or "").strip():
            continue
        above = [node.local(one) for one in (element, *element.iterancestors())]
        if PEOPLE & set(above) or above[1:3] == ["name", "person"]:
            top.book.mark(element)
            top.book.report.losses.add("names of people", LossKind.NO_HOME)


def _interval(one: Any) -> Hours | None:
    """Return an interval of HR-XML; none for what is taken back or nobody pays for."""
    void = one.element.get("actionCode", "").lower() == VOID
    if void or one.element.get("billable") in ("false", "0"):
        one.book.report.losses.add(
            "TimeInterval", LossKind.NO_HOME, "void" if void else "not billable"
        )
        return None
    kind = one.element.get("type", "").strip()
    if not kind:
        _object(one, "TIM-01", field="TimeInterval/@type")
    line = "AdditionalData/StaffingAdditionalData/CustomerReportingRequirements"
    assigned = one.element.get("dayAssignment")
    day = _read_day(one, assigned) if assigned else _day(one, "StartDateTime")
    hours = _hours(one, "Duration", "StartDateTime", "EndDateTime")
    if day is None or hours is None:
        return None
    return Hours(day, kind, hours, one.said(f"{line}/PurchaseOrderLineItem"))


def _time(one: Any) -> Hours | None:
    """Return an interval of the second version."""
    period = "period/dateTimePeriod"
    if one.said("payRates/toBeBilled") in ("false", "0"):
        one.book.report.losses.add("timeInterval", LossKind.NO_HOME, "not billable")
        return None
    kind = _needed(one, "typeCode/value")
    day = _day(one, f"{period}/start")
    hours = _hours(one, "timeTotal", f"{period}/start", f"{period}/end")
    return None if day is None or hours is None else Hours(day, kind, hours)


def _hours(one: Any, stated: str, start: str, end: str) -> Decimal | None:
    """Return the hours that are stated, else those between two times."""
    said, begin, stop = one.said(stated), one.said(start), one.said(end)
    if said is not None:
        return _number(one, stated, said)
    if begin is None or stop is None:
        _object(one, "TIM-01", field=stated)
        return None
    try:
        passed = dt.datetime.fromisoformat(stop) - dt.datetime.fromisoformat(begin)
    except (ValueError, TypeError):
        _object(one, "TIM-02", field=end, value=stop, expected="a time as in 2026-01-31T17:30:00")
        return None
    seconds = int(passed.total_seconds())
    if seconds < 0 or seconds % HUNDREDTH:
        _object(one, "TIM-03", value=begin, expected=stop)
        return None
    hours = Decimal(seconds // HUNDREDTH).scaleb(-2)
    one.book.report.losses.add(stated, LossKind.DERIVED, f"{begin} - {stop}: {hours}")
    return hours


def _number(one: Any, field: str, said: str) -> Decimal | None:
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite():
        return found
    _object(one, "TIM-02", field=field, value=said, expected=NUMBER)
    return None


def _needed(one: Any, path: str) -> str:
    said = one.said(path)
    if said is None:
        _object(one, "TIM-01", field=path)
    return said or ""


def _day(one: Any, path: str) -> dt.date | None:
    """Return the day of a date or time; TIM-01 says that there is none."""
    said = one.said(path)
    if said is None:
        _object(one, "TIM-01", field=path)
        return None
    return _read_day(one, said)


def _read_day(one: Any, said: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said[:10])
    except ValueError:
        _object(one, "TIM-02", field=node.local(one.element), value=said, expected=DAY)
        return None


def _object(one: Any, rule: str, **words: str) -> None:
    """Refuse the card for what an element says or lacks."""
    message = SENTENCES[rule].fill(**words)
    place = Place(path=node.path_of(one.element), line=one.element.sourceline)
    finding = Finding(rule, Severity.FATAL, message, place=place, who=Who.SUPPLIER)
    one.book.report.add(Layer.SYNTAX, finding)
