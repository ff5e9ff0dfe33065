"""A stand-in for TrueTrade Katalog: catalogue updates and price books as CSV.

It reads the files by itself. A catalogue update may be partial and is common to all customers;
publishing it is the supplier's own act, so with ``publish=no`` it stays a draft that no price book
is judged against. A price book replaces the former one of its agreement whole (TTK-05). Set up
with ``agreements``, ``suppliers`` (CVR numbers that are enrolled), ``confirm=yes`` for a price book
that leaves out over a fifth.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from hub.facts.units import units
from hub.shadow.answer import Answer, Delivered, Weight
from hub.shadow.shelf import Shelf

NAME = re.compile(r"ttk_(katalog|prisbog)_(.+)_([^_]*)\.csv")
MONEY = re.compile(r"[0-9]+\.[0-9]{2}")
NUMBER_LENGTH, NAME_LENGTH, TEXT_LENGTH = 35, 80, 4000
FIFTH = Decimal("0.2")
CATALOGUE, DRAFT, BOOK = "catalogue", "draft", "pricebook"
MASTER = (
    *("VARENR", "VARENAVN", "BESKRIVELSE", "PRIS_INKL_AFGIFT", "PRIS_EKSKL_AFGIFT", "PAKNINGSSTR"),
    *("ENHED", "NETTOINDHOLD", "NETTOENHED", "BILLEDE_URL", "UNSPSC", "HANDLING"),
)
PRICES = ("NETTOPRIS_INKL", "NETTOPRIS_EKSKL")

Row = dict[str, str]


def receive(delivered: Delivered, shelf: Shelf) -> Answer:
    """Load one catalogue update or price book; the file name says which it is."""
    answer = Answer(system="truetrade", file=delivered.name)
    named = NAME.fullmatch(delivered.name)
    try:
        text = delivered.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = None
        text = ""
    if named is None:
        answer.say("FILE", "is no ttk_katalog_<cvr>_<version>.csv or ttk_prisbog_<agreement>_...")
        return answer.settle(shelf, "", {}, delivered.day)
    answer.number, answer.version = named[2], named[3]
    rows = csv.reader(io.StringIO(text, newline=""))
    if named[1] == "katalog":
        return _catalogue(delivered, shelf, answer, rows)
    return _book(delivered, shelf, answer, rows)


def _catalogue(
    delivered: Delivered, shelf: Shelf, answer: Answer, rows: Iterator[list[str]]
) -> Answer:
    published = delivered.setup.get("publish", "yes") != "no"
    answer.kind = CATALOGUE if published else DRAFT
    company = answer.number
    _enrolled(company, delivered, answer)
    before = shelf.active(CATALOGUE, company, delivered.day)
    draft = shelf.active(DRAFT, company, delivered.day)
    items = dict(before.items if before is not None else {})
    items |= draft.items if draft is not None else {}
    named = _table(rows, answer, MASTER)
    replaced = {row["ERSTATTER"] for row in named if row.get("ERSTATTER")}
    sold = _sold(shelf, delivered.day)
    for row in named:
        key = _key(row)
        if row["HANDLING"] == "D":
            if key in sold and key not in replaced:
                said = f"is in price book {sold[key]} and nothing replaces it"
                answer.say("TTK-14", said, key)
            items.pop(key, None)
            continue
        _judge(row, answer, key)
        if row["HANDLING"] == "U" and key not in items:
            answer.add(Weight.NOTED, "TTK-06", "is updated, but was not there", key)
        items[key] = row
    done = answer.settle(shelf, company, items, delivered.day)
    if not done.refused and before is not None and published:
        said = "new master data holds in every price book at once"
        if any(key in sold and before.items.get(key) != items.get(key) for key in sold):
            answer.add(Weight.NOTED, "TTK-07", said)
    return done


def _judge(row: Row, answer: Answer, key: str) -> None:
    """Judge one item of a catalogue update."""
    missing = [name for name in MASTER if not row[name]]
    if missing:
        answer.say("TTK-01", f"not filled: {', '.join(missing)}", key)
    for name, most in (
        ("VARENR", NUMBER_LENGTH), ("VARENAVN", NAME_LENGTH), ("BESKRIVELSE", TEXT_LENGTH),
    ):  # fmt: skip
        if len(row[name]) > most:
            answer.say("TTK-01", f"{name} has {len(row[name])} characters, at most {most}", key)
    _pair(row, ("PRIS_INKL_AFGIFT", "PRIS_EKSKL_AFGIFT"), answer, key)
    for name in ("ENHED", "NETTOENHED"):
        if row[name] and (row[name].split() != [row[name]] or row[name] not in units()):
            answer.say("TTK-08", f"{name} is {row[name]!r}: the cell holds only a unit code", key)
    if row["UNSPSC"] and not re.fullmatch(r"[0-9]{6}(?!00)[0-9]{2}", row["UNSPSC"]):
        answer.say("TTK-10", f"UNSPSC {row['UNSPSC']} is no commodity", key)
    if row["HANDLING"] not in ("A", "U", ""):
        answer.say("TTK-01", f"HANDLING is {row['HANDLING']!r}, not A, U or D", key)


def _book(delivered: Delivered, shelf: Shelf, answer: Answer, rows: Iterator[list[str]]) -> Answer:
    answer.kind = BOOK
    head = {cells[0]: cells[1] for cells in (next(rows, []), next(rows, [])) if len(cells) > 1}
    agreement = head.get("AFTALEREF", "")
    known = [one.strip() for one in delivered.setup.get("agreements", "").split(",") if one]
    if not agreement or (known and agreement not in known):
        answer.say("TTK-11", f"the agreement {agreement or 'is missing'} is not known here")
    if not re.fullmatch(r"[0-9]{13}", head.get("KUNDE_GLN", "")):
        answer.say("TTK-01", f"KUNDE_GLN {head.get('KUNDE_GLN', '')!r} is no GLN")
    answer.number = agreement
    there = {
        key
        for company in shelf.keys(CATALOGUE)
        for version in [shelf.active(CATALOGUE, company, delivered.day)]
        if version is not None
        for key in version.items
    }
    items: dict[str, Row] = {}
    for row in _table(rows, answer, ("VARENR", *PRICES)):
        key = _key(row)
        if key not in there:
            answer.say("TTK-04", "is not in the published catalogue", key)
        if key in items:
            answer.say("TTK-05", "is there twice", key)
        _pair(row, PRICES, answer, key)
        items[key] = row
    starts = {row["GYLDIG_FRA"] for row in items.values() if row.get("GYLDIG_FRA")}
    if starts:
        answer.starts = max(_day(min(starts), answer), delivered.day)
    _vanished(delivered, shelf, answer, items)
    return answer.settle(shelf, agreement, items, delivered.day)


def _vanished(delivered: Delivered, shelf: Shelf, answer: Answer, items: dict[str, Row]) -> None:
    """Judge what the former price book has and this one has not (TTK-05)."""
    before = shelf.active(BOOK, answer.number, delivered.day)
    for key, row in items.items():
        later = row.get("GYLDIG_FRA", "")
        if before is not None and key in before.items and later > delivered.day.isoformat():
            old = before.items[key][PRICES[0]]
            answer.add(Weight.NOTED, "GYLDIG_FRA", f"{old} stays in force until {later}", key)
    gone = [] if before is None else sorted(before.items.keys() - items.keys())
    for key in gone:
        answer.add(Weight.NOTED, "TTK-05", "leaves the price book", key)
    confirmed = delivered.setup.get("confirm") == "yes"
    if before is not None and len(gone) > FIFTH * len(before.items) and not confirmed:
        said = f"{len(gone)} of {len(before.items)} items leave; more than a fifth is confirmed"
        answer.say("TTK-05", said)


def _pair(row: Row, names: tuple[str, str], answer: Answer, key: str) -> None:
    """Judge a price with and without duties (TTK-02, TTK-03)."""
    texts = [row[name] for name in names]
    wrong = [text for text in texts if text and not MONEY.fullmatch(text)]
    if wrong or not all(texts):
        answer.say("TTK-02", f"prices {' and '.join(texts)}: exactly two decimals", key)
    elif Decimal(texts[1]) > Decimal(texts[0]):
        answer.say("TTK-03", f"{texts[1]} without duties is more than {texts[0]} with", key)


def _enrolled(company: str, delivered: Delivered, answer: Answer) -> None:
    known = [one.strip() for one in delivered.setup.get("suppliers", "").split(",") if one]
    if known and company not in known:
        answer.say("TTK-12", f"the supplier {company} is not enrolled; {', '.join(known)} is")


def _sold(shelf: Shelf, day: dt.date) -> dict[str, str]:
    """Return the items of all price books in force, with the agreement."""
    found = {}
    for agreement in shelf.keys(BOOK):
        version = shelf.active(BOOK, agreement, day)
        found |= dict.fromkeys(version.items if version is not None else (), agreement)
    return found


def _table(rows: Iterator[list[str]], answer: Answer, needed: tuple[str, ...]) -> list[Row]:
    columns = next(rows, [])
    missing = [name for name in needed if name not in columns]
    if missing:
        answer.say("TTK-01", f"columns missing: {', '.join(missing)}")
        return []
    return [dict(zip(columns, cells, strict=False)) for cells in rows if any(cells)]


def _key(row: Row) -> str:
    variant = row.get("VARIANT_ID", "")
    return f"{row['VARENR']}/{variant}" if variant else row["VARENR"]


def _day(text: str, answer: Answer) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        answer.say("TTK-01", f"GYLDIG_FRA {text!r} is no day")
        return dt.date.min
