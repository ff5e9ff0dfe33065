"""A stand-in for Rakat: loads the archive of master data and prices.

It reads the archive by itself. A row that breaks a rule is left out, the others are loaded; files
that are not what the manifest says refuse the whole. A unit that is not on the list becomes Stk,
silently in the real system, and the price is then for another quantity (RAK-02): set up with
``unit_policy=refuse`` where the municipality has that. ``units`` is the approved list, ``groups``
none.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from hub.facts.units import UnitList, units
from hub.shadow.answer import Answer, Delivered, Weight
from hub.shadow.shelf import Shelf

MANIFEST, MASTERS, PRICES = "rakat.json", "rakat_stamdata.csv", "rakat_priser.csv"
MOST = 500_000_000
NEEDED = ("2.1", "2.2", "2.3", "2.4", "2.14", "2.17", "2.18", "2.21")
LONG, LEVELS, LEVEL = 4000, 5, 30
IMAGE = re.compile(r"\.(jpe?g|png|gif|webp|svg|bmp|tiff?)(\?.*)?$", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^>]*>|&(#[0-9]+|[A-Za-z]+);")
PRICE = re.compile(r"[0-9]+(\.[0-9]{1,4})?")
DUTY = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
WHOLE = re.compile(r"[1-9][0-9]*")
PIECE = "EA"

Row = dict[str, str]


def receive(delivered: Delivered, shelf: Shelf) -> Answer:
    """Load one archive."""
    answer = Answer(system="rakat", file=delivered.name, kind="catalogue")
    files = _unpacked(delivered.content, answer)
    said: Mapping[str, Any] = files[0] if files else {}
    answer.number, answer.version = str(said.get("catalogue", "")), str(said.get("version", ""))
    if said.get("validFrom"):
        answer.starts = dt.date.fromisoformat(said["validFrom"])
    items: dict[str, Row] = {}
    if files and not answer.refused:
        _masters(_rows(files[1]), delivered, answer, items)
        _prices(_rows(files[2]), answer, items)
    priced = {key: row for key, row in items.items() if row.get("prices")}
    key = said.get("head", {}).get("AGREEMENT_ID") or answer.number
    return answer.settle(shelf, key, priced, delivered.day)


def _unpacked(content: bytes, answer: Answer) -> tuple[Mapping[str, Any], bytes, bytes] | None:
    """Return manifest, master data and prices; what is not as the manifest says is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            if sum(one.file_size for one in box.infolist()) > MOST:
                answer.say("FILE", f"is larger than {MOST} bytes")
                return None
            found = {name: box.read(name) for name in (MANIFEST, MASTERS, PRICES)}
        said = json.loads(found[MANIFEST])
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        answer.say("FILE", f"is no archive of {MANIFEST}, {MASTERS} and {PRICES}: {error}")
        return None
    for one in said.get("files", ()):
        data = found.get(one["name"], b"")
        if hashlib.sha256(data).hexdigest() != one["sha256"]:
            answer.say("FILE", f"{one['name']} is not the file that the manifest names")
        elif len(_rows(data)) != one["rows"]:
            answer.say("FILE", f"{one['name']} has {len(_rows(data))} rows, said {one['rows']}")
    return said, found[MASTERS], found[PRICES]


def _masters(rows: list[Row], delivered: Delivered, answer: Answer, items: dict[str, Row]) -> None:
    listed = {one for one in delivered.setup.get("units", "").split(",") if one}
    for row in rows:
        number = row.get("2.1", "")
        wrong = _wrong(row)
        if number in items:
            wrong.append(("RAK-01", "is there twice"))
        for rule, why in wrong:
            answer.add(Weight.LEFT_OUT, rule, why, number)
        unit = row.get("2.3", "")
        known = units().get(unit)
        approved = unit in listed or (
            not listed and known is not None and UnitList.OIOUBL in known.lists
        )
        if unit and not approved:
            if delivered.setup.get("unit_policy") == "refuse":
                answer.add(Weight.LEFT_OUT, "RAK-02", f"unit {unit} is not on the list", number)
                continue
            said = f"unit {unit} becomes Stk; the price is now one of a piece"
            answer.add(Weight.CHANGED, "RAK-02", said, number)
            row = {**row, "2.3": PIECE}  # noqa: PLW2901
        if not wrong:
            items[number] = row


def _wrong(row: Row) -> list[tuple[str, str]]:
    """Return what keeps a row out."""
    missing = [name for name in NEEDED if not row.get(name)]
    wrong = [("RAK-01", f"not filled: {', '.join(missing)}")] if missing else []
    group = row.get("2.18", "")
    levels = group.split("/")
    if group and not 1 <= len(levels) <= LEVELS:
        wrong.append(("RAK-03", f"group has {len(levels)} levels: {group}"))
    if group and any(one != one.strip() for one in levels):
        wrong.append(("RAK-04", f"blanks beside a slash: {group}"))
    if group and not all(one.strip() for one in levels):
        wrong.append(("RAK-05", f"group with an empty level: {group}"))
    if row.get("2.14") and not IMAGE.search(row["2.14"]):
        wrong.append(("RAK-08", f"is no image: {row['2.14']}"))
    if len(row.get("2.17", "")) > LONG:
        wrong.append(("RAK-09", f"long description of {len(row['2.17'])} characters"))
    wrong += [
        ("RAK-10", f"field {name} holds {found[0]}")
        for name, text in row.items()
        if (found := TAG.search(text)) is not None
    ]
    if row.get("2.37") and not DUTY.fullmatch(row["2.37"]):
        wrong.append(("RAK-16", f"duty {row['2.37']}"))
    if row.get("2.4") and not WHOLE.fullmatch(row["2.4"]):
        wrong.append(("RAK-17", f"minimum quantity {row['2.4']}"))
    return wrong


def _prices(rows: list[Row], answer: Answer, items: dict[str, Row]) -> None:
    cases = {number.casefold(): number for number in items}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        number, quantity, price = row.get("2.1", ""), row.get("3.1", ""), row.get("3.2", "")
        if number not in items:
            other = cases.get(number.casefold())
            why = "has no master data" if other is None else f"is written {other} there"
            answer.add(Weight.LEFT_OUT, "RAK-13", f"price of {number}: {why}", number)
        elif (number, quantity) in seen:
            answer.add(Weight.LEFT_OUT, "RAK-14", f"two prices from {quantity}", number)
        elif not PRICE.fullmatch(price):
            answer.add(Weight.LEFT_OUT, "RAK-15", f"price {price!r}", number)
        elif not WHOLE.fullmatch(quantity):
            answer.add(Weight.LEFT_OUT, "RAK-17", f"quantity {quantity!r}", number)
        elif not re.fullmatch(r"[A-Z]{3}", row.get("3.4", "")):
            answer.add(Weight.LEFT_OUT, "RAK-01", f"currency {row.get('3.4', '')!r}", number)
        else:
            seen.add((number, quantity))
            there = items[number].get("prices", "")
            one = f"{quantity}: {price} {row['3.4']}"
            items[number]["prices"] = f"{there}; {one}" if there else one


def _rows(data: bytes) -> list[Row]:
    text = io.StringIO(data.decode("utf-8-sig", "replace"), newline="")
    return list(csv.DictReader(text, delimiter=";", restval=""))
