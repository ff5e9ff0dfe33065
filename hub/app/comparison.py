"""Two versions of a catalogue compared item by item, in bounded memory.

The old items lie in a temporary SQLite file that goes with the comparison; the new ones stream
past them. An item is its number and variant; a number that stands twice in one file is told,
and the first one counts. Two numbers with one GTIN are one product twice: twins.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.catalogue import CatalogueLine
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.report import Report
from hub.model.values import Amount, Quantity
from hub.rules.catalogues import item_key
from hub.rules.speech import text_of

__all__ = ["Change", "ChangeKind", "PriceChange", "Version", "compare"]

ChangeKind = str
"""``added``, ``removed``, ``changed``, ``price``, ``twice-old``, ``twice-new`` or ``twin``."""

CACHE_KIB = 8192
PRICES = "required_item_location_quantity"
PASSING = frozenset({"id", "action_code", PRICES})
"""Fields of a line that say nothing about the item, and its prices, which are told apart."""

_TABLE = """
create table items (number text not null, variant text not null, body blob not null,
                    met integer not null default 0, primary key (number, variant)) without rowid;
create table met (number text not null, variant text not null,
                  primary key (number, variant)) without rowid;
create table goods (code text primary key, number text not null) without rowid;
"""


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One price, by the quantity it begins at; None where there was or is none."""

    quantity: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one item; ``fields`` are those whose values differ.

    Of a twin, ``first`` is the number under which the same product stands before it.
    """

    kind: ChangeKind
    number: str
    variant: str | None
    name: str
    fields: tuple[str, ...] = ()
    prices: tuple[PriceChange, ...] = ()
    first: str | None = None


@dataclass(slots=True)
class Version:
    """One version of a catalogue.

    ``read`` counts its lines, ``unread`` those that could not be compared; ``report`` says why.
    """

    format: Format
    payload: Payload
    report: Report
    unread: int = 0
    read: int = 0

    @property
    def refused(self) -> bool:
        """Whether the file as such could not be read, once that was tried."""
        return self.report.fatal and not self.read


@dataclass(frozen=True, slots=True)
class _Worth:
    """A price and what it holds for; 10.0 and 10.00 are the same."""

    amount: Amount
    basis: Quantity | None
    periods: tuple[Period, ...]

    def said(self) -> str:
        words = [text_of(self.amount), self.amount.currency_id]
        if self.basis is not None and self.basis.value != 1:
            words += ["/", text_of(self.basis), self.basis.unit_code]
        words += [f"({one.start_date or ''} – {one.end_date or ''})" for one in self.periods]
        return " ".join(word for word in words if word)


def compare(old: Version, new: Version) -> Iterator[Change]:
    """Yield what changed, new items in their order, then those that are gone.

    Nothing is new or gone because the other file could not be read: ask ``refused`` afterwards.
    """
    base = sqlite3.connect("", isolation_level=None)
    try:
        base.execute("pragma journal_mode = off")
        base.execute("pragma synchronous = off")
        base.execute("pragma temp_store = file")
        base.execute(f"pragma cache_size = -{CACHE_KIB}")
        base.executescript(_TABLE)
        base.execute("begin")
        yield from _keep(base, old)
        if old.refused:
            for _ in _items(new):
                pass  # what is wrong with this one is wanted as well
            return
        yield from _meet(base, new)
        if not new.refused:
            yield from _gone(base)
    finally:
        base.close()


def _keep(base: sqlite3.Connection, old: Version) -> Iterator[Change]:
    for body, (number, variant) in _items(old):
        row = (number, variant or "", msgspec.msgpack.encode(body))
        done = base.execute(
            "insert or ignore into items (number, variant, body) values (?, ?, ?)", row
        )
        if not done.rowcount:
            yield Change("twice-old", number, variant, _name(body))


def _meet(base: sqlite3.Connection, new: Version) -> Iterator[Change]:
    for body, (number, variant) in _items(new):
        key = (number, variant or "")
        if not base.execute("insert or ignore into met values (?, ?)", key).rowcount:
            yield Change("twice-new", number, variant, _name(body))
            continue
        first = _same_product(base, body, number)
        if first is not None:
            yield Change("twin", number, variant, _name(body), first=first)
        found = base.execute(
            "select body from items where number = ? and variant = ?", key
        ).fetchone()
        if found is None:
            yield Change("added", number, variant, _name(body))
            continue
        base.execute("update items set met = 1 where number = ? and variant = ?", key)
        before = msgspec.msgpack.decode(found[0], type=CatalogueLine)
        fields, prices = _differing(before, body), _repriced(before, body)
        if fields:
            yield Change("changed", number, variant, _name(body), fields)
        if prices:
            yield Change("price", number, variant, _name(body), prices=prices)


def _same_product(base: sqlite3.Connection, body: CatalogueLine, number: str) -> str | None:
    """Return another number that the same trade item stood under before, by its GTIN."""
    standard = None if body.item is None else body.item.standard_item_identification
    code = None if standard is None or standard.id is None else standard.id.value.strip()
    if not code:
        return None
    # Twelve, thirteen and fourteen digits are one number (GS1).
    row = (code.lstrip("0"), number)
    if base.execute("insert or ignore into goods values (?, ?)", row).rowcount:
        return None
    (first,) = base.execute("select number from goods where code = ?", row[:1]).fetchone()
    return None if first == number else str(first)


def _gone(base: sqlite3.Connection) -> Iterator[Change]:
    gone = base.execute("select number, variant, body from items where met = 0")
    for number, variant, packed in gone:
        body = msgspec.msgpack.decode(packed, type=CatalogueLine)
        yield Change("removed", number, variant or None, _name(body))


def _items(version: Version) -> Iterator[tuple[CatalogueLine, tuple[str, str | None]]]:
    report = version.report
    for document in version.format.reader.read(version.payload, report):
        for line in document.lines(report):
            version.read += 1
            key = item_key(line.body) if isinstance(line.body, CatalogueLine) else None
            if key is None:
                version.unread += 1
            else:
                yield line.body, key


def _name(body: CatalogueLine) -> str:
    return "" if body.item is None else text_of(body.item.name) or ""


def _differing(before: CatalogueLine, after: CatalogueLine) -> tuple[str, ...]:
    """Return the fields, one level into the item, whose values are not the same."""
    old, new = _parts(before), _parts(after)
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def _parts(body: CatalogueLine) -> Mapping[str, Any]:
    parts = {name: value for name, value in _fields(body) if name not in PASSING | {"item"}}
    if body.item is not None:
        parts |= {f"item.{name}": value for name, value in _fields(body.item)}
    return parts


def _fields(struct: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if value is not None and value != ():
            yield name, value


def _repriced(before: CatalogueLine, after: CatalogueLine) -> tuple[PriceChange, ...]:
    old, new = _prices(before), _prices(after)
    return tuple(
        PriceChange(key, _said(old.get(key)), _said(new.get(key)))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    )


def _prices(body: CatalogueLine) -> dict[str, list[_Worth]]:
    """Return prices by their kind and the quantity each begins at."""
    prices: dict[str, list[_Worth]] = {}
    for place in body.required_item_location_quantity:
        price = place.price
        if price is not None and price.price_amount is not None:
            worth = _Worth(price.price_amount, price.base_quantity, price.validity_period)
            prices.setdefault(_held_for(place), []).append(worth)
    return prices


def _said(prices: list[_Worth] | None) -> str | None:
    return None if prices is None else "; ".join(price.said() for price in prices)


def _held_for(place: ItemLocationQuantity) -> str:
    price, least = place.price, place.minimum_quantity
    kind = None if price is None else text_of(price.price_type_code)
    words = [] if kind is None else [kind]
    if least is not None:
        words.append(f">= {text_of(least)} {least.unit_code or ''}".strip())
    return " ".join(words)
