"""From lines of a catalogue to rows of STAMDATA and PRISER: the reader the other way round.

A line gives one master row and a row for each price; an item over again in another unit goes into
the columns of its item. What has no column is a loss.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.formats.onerow import one_row
from hub.formats.rowwrite import RowWriter, harmless
from hub.formats.table import Group, Table
from hub.model.catalogue import CatalogueLine
from hub.model.item import ItemProperty
from hub.model.loss import LossKind, LossReport
from hub.model.price import ItemLocationQuantity
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.catalogues import is_other_unit, item_key
from hub.rules.chosenprice import has_amount, is_guide
from hub.rules.module import sibling
from hub.rules.wholeness import is_change

alternatives = sibling(__file__, "alternatives")
functions = sibling(__file__, "functions")
duties = sibling(__file__, "duties")

PRICES = "required_item_location_quantity"
PROPERTIES = "item.additional_item_property"
NOTES = re.compile(r"Fragtfri levering fra (\S+) ?(\S*)")
PARTS = re.compile(r"[,;|]")
OF_ITEM = ("ITEM_LEADTIME", "ITEM_VAT", "ITEM_TOLL")
"""Columns of the item that its prices say: all of them alike, or the rest is lost."""

PRICE_COLUMNS = (
    "ITEM_NO", "PRICE_QTY", "PRICE_AMOUNT", "PRICE_VALID_FROM", "PRICE_CURRENCY",
    "PRICE_VALID_TO", "PRICE_TYPE",
)  # fmt: skip
VIRTUAL = ("_ACTION", "_NOTE", "_PRICED", "_REPLACED_BY", "_REPLACES", "_CURRENCY", "_GUIDE_TOLL")
INSIDE_PRICES = ("ITEM_UNIT", *OF_ITEM, "_BASE_QTY")
OTHER_UNITS = 3
ONE = Decimal(1)
GONE = "ItemDeleted"
VALUE_ADDED = frozenset({"63", "VAT"})

Cells = dict[str, str]


class Item(Struct):
    """The rows of one item: master data, prices, and which number it replaces later ones by."""

    number: str
    master: Cells
    prices: list[Cells]
    line: CatalogueLine
    replaced_by: tuple[str, ...] = ()
    units: int = 0


class BizRows:
    """Makes rows of lines; remembers what the head has to say of them."""

    def __init__(self, table: Table, columns: Path, losses: LossReport) -> None:
        assert table.line is not None  # noqa: S101 - the tables of this folder say so
        self._losses = losses
        self.numbers = dict(_column_numbers(columns))
        fields = [f for part in (table.line, *_parts(table)) for f in part.fields]
        group = Group("line", CatalogueLine, tuple(f for f in fields if f.call is None
                                                   or f.call.write is not None))  # fmt: skip
        self.columns = [name for name in self.numbers if name not in PRICE_COLUMNS[1:]]
        self._line_columns = [*self.columns, *VIRTUAL]
        self._line = RowWriter(group, self._line_columns, losses)
        self._price_columns = [*PRICE_COLUMNS, *INSIDE_PRICES]
        self._price = RowWriter(table.parts["prices"], self._price_columns, losses)
        self.extra: list[str] = []
        self.changes = False
        self.currency = ""
        self.free_delivery = ""
        self._noted = False

    def item(self, body: CatalogueLine) -> Item:
        """Return the rows of a line that is no other unit."""
        losses = self._losses
        key = item_key(body)
        number = key[0] if key is not None else ""
        self.changes = self.changes or is_change(body)
        sold, guide = self._parted(body)
        flat = one_row(self._shaped(body, sold, guide), losses)
        master = self._cells(self._line.row(flat), self._line_columns)
        self._fill(master, body, number)
        prices = [self._priced(place, master, number) for place in sold]
        later = tuple(r.id.value for r in body.replacement_related_item if r.id is not None)
        return Item(number, master, prices, body, later)

    def add_unit(self, item: Item, body: CatalogueLine) -> bool:
        """Put another unit of an item into its columns; False when it cannot be said so."""
        factor = next(
            (p.price.orderable_unit_factor_rate for p in body.required_item_location_quantity
             if p.price is not None and p.price.orderable_unit_factor_rate is not None), None,
        )  # fmt: skip
        unit = body.orderable_unit
        if factor is None or unit is None or item.units == OTHER_UNITS:
            return False
        line = item.line
        if line.id is not None and line.id.value != item.number:
            line = replace(line, id=Identifier(item.number))
        made = alternatives.alternative_line(line, unit.value, factor, LossReport())
        if made is None:
            return False
        for path, text in _difference(body, made):
            self._losses.add(path, LossKind.NO_HOME, text)
        item.units += 1
        item.master[f"ITEM_ALT_UNIT_{item.units}"] = unit.value
        item.master[f"ITEM_ALT_FACTOR_{item.units}"] = str(factor)
        return True

    def row(self, cells: Cells) -> list[str]:
        """Return a master row in the order of the columns, the supplier's own ones last."""
        return [cells.get(name, "") for name in (*self.columns, *self.extra)]

    def _parted(
        self, body: CatalogueLine
    ) -> tuple[list[ItemLocationQuantity], ItemLocationQuantity | None]:
        """Return the prices that are sold at, and the guiding one; what has no amount is lost."""
        places = body.required_item_location_quantity
        sold = [place for place in places if has_amount(place) and not is_guide(place)]
        guides = [place for place in places if has_amount(place) and is_guide(place)]
        if not sold and body.orderable_indicator is not False:
            sold, guides = guides, []
        for place in (*guides[1:], *(p for p in places if not has_amount(p))):
            self._lose(place, PRICES)
        return sold, guides[0] if guides else None

    def _shaped(
        self, body: CatalogueLine, sold: list[ItemLocationQuantity],
        guide: ItemLocationQuantity | None,
    ) -> CatalogueLine:  # fmt: skip
        """Return the line less what goes into rows another way."""
        losses = self._losses
        if body.orderable_indicator is not None and body.orderable_indicator != bool(sold):
            losses.add("orderable_indicator", LossKind.NO_HOME, str(body.orderable_indicator))
        unit = body.orderable_unit.value if body.orderable_unit is not None else None
        least = body.minimum_order_quantity
        if least is None:
            losses.add("minimum_order_quantity", LossKind.DERIVED, "1")
        least = Quantity(ONE) if least is None else least
        most = body.maximum_order_quantity
        status = body.life_cycle_status_code
        if body.action_code is not None and body.action_code.value == "Delete":
            status = Code(GONE)
        for related in body.replacement_related_item:
            self._lose(replace(related, id=None), "replacement_related_item")
        item = body.item
        if item is not None:
            for word in item.keyword:
                if PARTS.search(word.value):
                    losses.add("item.keyword", LossKind.NARROWED, word.value)
            item = replace(item, additional_item_property=())
        return replace(
            body,
            action_code=None,
            orderable_indicator=None,
            note=(),
            life_cycle_status_code=status,
            minimum_order_quantity=_plain(least, unit),
            maximum_order_quantity=None if most is None else _plain(most, unit),
            replacement_related_item=(),
            required_item_location_quantity=() if guide is None else (self._guide(guide),),
            item=item,
        )

    def _guide(self, guide: ItemLocationQuantity) -> ItemLocationQuantity:
        """Return the guiding price; its duty is that of the item."""
        price = guide.price
        assert price is not None  # noqa: S101 - a guiding price has an amount
        charges = tuple(replace(c, tax_category=()) for c in price.allowance_charge)
        kept = replace(price, allowance_charge=charges, base_quantity=None)
        return replace(guide, price=kept)

    def _fill(self, master: Cells, body: CatalogueLine, number: str) -> None:
        """Fill what no field of the table writes."""
        toll, replaces = master.pop("_GUIDE_TOLL"), master.pop("_REPLACES")
        currency = master.pop("_CURRENCY")
        for name in VIRTUAL:
            master.pop(name, None)
        self._keep_currency(currency, PRICES)
        master["ITEM_NO"] = harmless(number)
        master["ITEM_TOLL"] = master.get("ITEM_TOLL") or toll
        master["ITEM_REPLACES"] = replaces
        self._note(body)
        item = body.item
        for one in item.additional_item_property if item is not None else ():
            self._property(one, master)

    def _property(self, one: ItemProperty, master: Cells) -> None:
        name = one.name.value if one.name is not None else ""
        value = one.value.value if one.value is not None else ""
        rest = replace(one, name=None, value=None)
        column = {"ItemGroup": "ITEM_GROUP", "Service": "ITEM_SERVICE"}.get(name, name)
        if name == "EnvironmentMark" and value and not PARTS.search(value):
            master["ITEM_ECO"] = ",".join(p for p in (master.get("ITEM_ECO", ""), value) if p)
        elif name == "Service" and value in ("true", "false"):
            master[column] = "J" if value == "true" else "N"
        elif value and (name == "ItemGroup" or name.startswith("X_")) and not master.get(column):
            master[column] = harmless(value)
            if column not in self.numbers and column not in self.extra:
                self.extra.append(column)
        else:
            rest = one
        if rest != ItemProperty():
            self._lose(rest, PROPERTIES)

    def _note(self, body: CatalogueLine) -> None:
        """Take the note that the head wrote on every line; other notes are lost."""
        for note in body.note:
            found = NOTES.fullmatch(note.value)
            if found is not None and self.free_delivery in ("", found[1]):
                self.free_delivery = found[1]
            else:
                self._losses.add("note", LossKind.NO_HOME, note.value)

    def _priced(self, place: ItemLocationQuantity, master: Cells, number: str) -> Cells:
        losses = self._losses
        unit = master["ITEM_UNIT"]
        price, least = place.price, place.minimum_quantity
        assert price is not None  # noqa: S101 - only prices with an amount come here
        if least is None:
            least = Quantity(ONE)
            losses.add(f"{PRICES}.minimum_quantity", LossKind.DERIVED, "1")
        base = price.base_quantity
        base = None if base is None else _plain(base, unit)
        taxes = tuple(self._taxes(place))
        own = duties.item_tax(
            taxes[0][1] if taxes else None, taxes[0][0].percent or Decimal(0)
        ) if taxes else None  # fmt: skip
        charges = tuple(
            replace(c, tax_category=()) if own is not None and c.tax_category == (own,) else c
            for c in price.allowance_charge
        )
        rate = price.orderable_unit_factor_rate
        price = replace(
            price,
            base_quantity=base,
            allowance_charge=charges,
            orderable_unit_factor_rate=None if rate == ONE else rate,
        )
        place = replace(
            place,
            price=price,
            minimum_quantity=_plain(least, unit),
            applicable_tax_category=tuple(tax for tax, _ in taxes),
        )
        body = CatalogueLine(required_item_location_quantity=(place,))
        cells = self._cells(self._price.row(body), self._price_columns)
        if cells["_BASE_QTY"] not in ("", "1"):
            losses.add(f"{PRICES}.price.base_quantity", LossKind.NO_HOME, cells["_BASE_QTY"])
        for name in OF_ITEM:
            said = cells[name]
            if said and master.get(name) not in ("", None, said):
                losses.add(f"{PRICES}.{name}", LossKind.NO_HOME, said)
            elif said:
                master[name] = said
        if cells["ITEM_UNIT"] not in ("", unit):
            losses.add(f"{PRICES}.minimum_quantity.unit_code", LossKind.NO_HOME, cells["ITEM_UNIT"])
        self._keep_currency(cells["PRICE_CURRENCY"])
        cells["ITEM_NO"] = harmless(number)
        if not cells["PRICE_TYPE"]:
            losses.add(f"{PRICES}.price.price_type_code", LossKind.DERIVED, "A")
            cells["PRICE_TYPE"] = "A"
        return {name: cells[name] for name in PRICE_COLUMNS}

    def _taxes(self, place: ItemLocationQuantity) -> Iterator[tuple[TaxCategory, str | None]]:
        """Yield the value added tax as the column has it, with the category it means."""
        for tax in place.applicable_tax_category:
            scheme = tax.tax_scheme.id.value if tax.tax_scheme and tax.tax_scheme.id else "63"
            if scheme not in VALUE_ADDED or tax.percent is None:
                self._lose(tax, f"{PRICES}.applicable_tax_category")
                continue
            meant = functions.read_tax_category(str(tax.percent))
            said = tax.id.value if tax.id is not None else None
            if said is not None and said != meant:
                path = f"{PRICES}.applicable_tax_category.id"
                self._losses.add(path, LossKind.NO_HOME, said)
            own = TaxScheme(id=Identifier("63"), name=Text("Moms"))
            yield TaxCategory(percent=tax.percent, tax_scheme=own), meant

    def _keep_currency(self, currency: str, guide: str = "") -> None:
        """Take the currency of the whole file; a guiding price in another one cannot say so."""
        if currency and not self.currency:
            self.currency = currency
        elif guide and currency and currency != self.currency:
            path = f"{guide}.price.price_amount.currency_id"
            self._losses.add(path, LossKind.NO_HOME, currency)

    def _cells(self, cells: list[str], columns: list[str]) -> Cells:
        return dict(zip(columns, cells, strict=True))

    def _lose(self, value: Any, path: str) -> None:
        for where, text in leaves_of(value, path):
            if text:
                self._losses.add(where, LossKind.NO_HOME, text)


def _plain(quantity: Quantity, unit: str | None) -> Quantity:
    """Return a quantity without the list of its unit, in the sales unit where it names none."""
    return Quantity(quantity.value, quantity.unit_code or unit)


def _parts(table: Table) -> Iterator[Group]:
    yield from (part for name, part in table.parts.items() if name != "prices")


def _column_numbers(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        name, number, _ = line.split(",", 2)
        yield name, number


def _difference(line: CatalogueLine, made: CatalogueLine) -> Iterator[tuple[str, str]]:
    """Yield what a line in another unit says that does not follow from its item."""
    follows = set(leaves_of(replace(made, id=line.id), ""))
    for path, text in leaves_of(line, ""):
        if (path, text) not in follows and text:
            yield path.removeprefix("."), text


__all__ = ["PRICE_COLUMNS", "BizRows", "Item", "is_other_unit"]
