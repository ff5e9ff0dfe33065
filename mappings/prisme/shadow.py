"""A stand-in for Prisme: loads an OIOUBL catalogue as the system is described to.

It reads the XML by itself and knows nothing of the hub's tables. A catalogue is taken whole or not
at all; what it refuses leaves the version of before in force (PRI-13, PRI-23). Set up with
``agreements`` (ids, parted by commas; without them every id is known), ``groups`` (UNSPSC
prefixes) and ``supplier`` (CVR).
"""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.facts.calendars import WorkingDays
from hub.facts.units import UnitList, units
from hub.model.finding import Finding
from hub.shadow.answer import Answer, Delivered, Weight
from hub.shadow.shelf import Shelf
from hub.xml.parse import Element, parse

ROOT = "{urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2}Catalogue"
NUMBER, NAME, DESCRIPTION = 35, 40, 255
NOTICE = 3
COMMODITY = 8


def receive(delivered: Delivered, shelf: Shelf) -> Answer:
    """Load one catalogue."""
    answer = Answer(system="prisme", file=delivered.name, kind="catalogue")
    root = parse(delivered.content)
    if isinstance(root, Finding) or root.tag != ROOT:
        answer.say("XML", "is no OIOUBL catalogue")
        return answer.settle(shelf, "", {}, delivered.day)
    agreement = _head(root, delivered, answer)
    items: dict[str, dict[str, str]] = {}
    factors: dict[str, list[Decimal | None]] = {}
    for line in _all(root, "CatalogueLine"):
        _line(line, delivered, answer, items, factors)
    for number, rates in factors.items():
        _rates(number, rates, answer)
    active = shelf.active("catalogue", agreement, delivered.day)
    before = {} if active is None else active.items
    if any(before.get(number, {}).get("price") != one["price"] for number, one in items.items()):
        _notice(answer, delivered.day, first=active is None)
    return answer.settle(shelf, agreement, items, delivered.day)


def _head(root: Element, delivered: Delivered, answer: Answer) -> str:
    agreement = _text(root, "ReferencedContract", "ID")
    answer.number, answer.version = _text(root, "ID"), _text(root, "VersionID")
    known = [one.strip() for one in delivered.setup.get("agreements", "").split(",") if one]
    if not agreement or (known and agreement not in known):
        answer.say("PRI-09", f"the agreement {agreement or 'is missing'} is not known here")
    for name, text in (("catalogue id", answer.number), ("version", answer.version)):
        if not text or len(text) > NUMBER:
            answer.say("PRI-22", f"{name} {text!r} is missing or longer than {NUMBER}")
    company = _company(root)
    wanted = delivered.setup.get("supplier", company)
    if not company or company != wanted:
        answer.say("PRI-10", f"the supplier's number is {company or 'missing'}, here {wanted}")
    try:
        answer.starts = dt.date.fromisoformat(_text(root, "ValidityPeriod", "StartDate"))
    except ValueError:
        answer.say("PRI-22", "the first day is missing or no day")
    return agreement


def _company(root: Element) -> str:
    party = next(iter(_all(root, "SellerSupplierParty")), None)
    inner = None if party is None else next(iter(_all(party, "Party")), None)
    for holder, field in (("PartyLegalEntity", "CompanyID"), ("PartyIdentification", "ID")):
        text = "" if inner is None else _text(inner, holder, field)
        if text:
            return text.removeprefix("DK")
    return ""


def _line(
    line: Element,
    delivered: Delivered,
    answer: Answer,
    items: dict[str, dict[str, str]],
    factors: dict[str, list[Decimal | None]],
) -> None:
    item = next(iter(_all(line, "Item")), line)
    number = _text(item, "SellersItemIdentification", "ID")
    extended = _text(item, "SellersItemIdentification", "ExtendedID")
    if _text(line, "ActionCode") == "Delete":
        return
    name, unit = _text(item, "Name"), _text(line, "OrderableUnit")
    description, code = (
        _text(item, "Description"),
        _text(item, "CommodityClassification", "ItemClassificationCode"),
    )
    content = _text(line, "ContentUnitQuantity")
    image = next((one for one in _deep(item, "URI") if one), "")
    given = {
        "item number": number, "name": name, "description": description, "unit": unit,
        "content": content, "UNSPSC": code, "image": image,
    }  # fmt: skip
    if _text(line, "OrderableIndicator") != "false":
        missing = [what for what, text in given.items() if not text]
        if missing:
            answer.say("PRI-22", f"not filled: {', '.join(missing)}", number)
    for rule, text, most in (
        ("PRI-01", number, NUMBER), ("PRI-02", name, NAME), ("PRI-03", description, DESCRIPTION),
    ):  # fmt: skip
        if len(text) > most:
            answer.say(rule, f"{len(text)} characters, at most {most}: {text[:60]}", number)
    listed = units().get(unit)
    if unit and (listed is None or UnitList.OIOUBL not in listed.lists):
        answer.say("PRI-04", f"unit {unit} is not on the list", number)
    if code and (len(code) != COMMODITY or code.endswith("00")):
        answer.say("PRI-07", f"UNSPSC {code} is no commodity", number)
    groups = tuple(one.strip() for one in delivered.setup.get("groups", "").split(",") if one)
    if code and groups and not code.startswith(groups):
        answer.say("PRI-08", f"UNSPSC {code} is no part of the tender", number)
    price = _prices(line, answer, number)
    key = f"{number}/{unit}" if extended == unit and extended else number
    if key in items:
        answer.say("F-CAT248", "the item is there twice", number)
    items[key] = {"name": name, "unit": unit, "price": price, "unspsc": code}
    rate = _text(line, "RequiredItemLocationQuantity", "Price", "OrderableUnitFactorRate")
    factors.setdefault(number, []).append(_decimal(rate) if rate else None)


def _prices(line: Element, answer: Answer, number: str) -> str:
    said = []
    for place in _all(line, "RequiredItemLocationQuantity"):
        amount = _text(place, "Price", "PriceAmount")
        value = _decimal(amount)
        digits = len(amount.partition(".")[2])
        if value is None or value < 0 or not 2 <= digits <= 4:  # noqa: PLR2004 - PriceAmount
            answer.say("F-CAT202", f"price {amount or 'is missing'}: 2 to 4 decimals", number)
        said.append(f"{_text(place, 'MinimumQuantity') or '1'}: {amount}")
    return "; ".join(said)


def _rates(number: str, rates: list[Decimal | None], answer: Answer) -> None:
    """Judge the factors of an item that can be ordered in several units (PRI-06)."""
    if len(rates) == 1:
        return
    given = [Decimal(1) if one is None else one for one in rates]
    if any(one <= 0 for one in given) or min(given) != 1 or rates.count(None) > 1:
        shown = ", ".join("none" if one is None else str(one) for one in rates)
        answer.say("PRI-06", f"the factors of its units are {shown}; the smallest is 1", number)


def _notice(answer: Answer, day: dt.date, *, first: bool) -> None:
    """Judge the time between the day it came and the day new prices begin (PRI-11)."""
    days = WorkingDays.of("DK")
    earliest = days.after(days.from_day(day), NOTICE) + dt.timedelta(days=1)
    if answer.starts is not None and answer.starts < earliest and not first:
        answer.say("PRI-11", f"new prices may begin on {earliest}, not on {answer.starts}")
    if first:
        said = "the first catalogue of an agreement waits for the municipality's approval"
        answer.add(Weight.NOTED, "PRI-12", said)


def _all(element: Element, name: str) -> list[Element]:
    return [one for one in element.iterchildren() if _name(one) == name]


def _deep(element: Element, name: str) -> list[str]:
    return [(one.text or "").strip() for one in element.iter() if _name(one) == name]


def _text(element: Element, *path: str) -> str:
    """Return the text at the first of each step, empty where there is none."""
    here: Any = element
    for name in path:
        here = next(iter(_all(here, name)), None)
        if here is None:
            return ""
    return (here.text or "").strip()


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
