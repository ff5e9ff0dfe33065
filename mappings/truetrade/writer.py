"""Writes catalogue updates and price books (README.md).

A catalogue update takes every item, a price book those with an agreed price. Neither takes
an item over again in another unit: the system knows one unit for an item.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.facts.schemes import compact
from hub.formats.csvout import CsvOut
from hub.formats.document import Part
from hub.formats.leaves import leaves_of
from hub.formats.onceover import Once
from hub.formats.rowwrite import RowWriter, harmless
from hub.formats.table import Table
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.model.party import DocumentParty
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.values import Code
from hub.rules.catalogues import is_other_unit
from hub.rules.module import sibling

head = sibling(__file__, "head")
prices = sibling(__file__, "prices")

QUANTITIES = "required_item_location_quantity"
UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
UNKNOWN = "ukendt"
DELETED = "ItemDeleted"
HOME_CURRENCY = "DKK"
NOTHING = ItemLocationQuantity()


def writer(form: Any) -> Any:
    """Return the writer of one of the two documents."""
    return _Writer(form.table, _Catalogue if form.id.document == "catalogue" else _PriceBook)


class _Writer:
    """Starts outputs of one document."""

    def __init__(self, table: Table, kind: type["_Writing"]) -> None:
        self._table = table
        self._kind = kind
        self._once = Once()

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> "_Writing":
        """Begin an output."""
        return self._kind(self._table, header, context, losses, folder, self._once)


class _Writing:
    """What both documents share."""

    document = ""

    def __init__(
        self,
        table: Table,
        header: Catalogue,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
        once: Once,
    ) -> None:
        assert table.line is not None  # noqa: S101 - the tables of this folder say so
        self._header = header
        self._context = context
        self._losses = losses
        self._once = once
        self._folder = folder
        self._columns = [f.path for f in table.line.fields]
        self._at = {name: index for index, name in enumerate(self._columns)}
        self._rows = RowWriter(table.line, self._columns, losses, table.ignore)
        self._out = CsvOut(folder, self._name())
        homeless = head.homeless(header, self.document, self._agreement(), self._company())
        for path, text in homeless:
            losses.add(path, LossKind.NO_HOME, text)
        for cells in self._head():
            self._out.row(cells)
        self._out.row(self._columns)

    def _name(self) -> str:
        raise NotImplementedError

    def _head(self) -> Iterable[list[str]]:
        return ()

    def discard(self) -> None:
        """Remove the file."""
        self._once.forget()
        self._out.discard()

    def finish(self) -> list[Part]:
        """Close the file."""
        self._once.forget()
        return [self._out.finish()]

    def _version(self) -> str:
        version = self._header.version_id
        return self._named("version_id", version.value if version is not None else "")

    def _named(self, field: str, text: str) -> str:
        """Return a text as a part of the file name; a word in its place is told."""
        plain = _plain(text)
        if not text:
            self._losses.add(field, LossKind.DERIVED, f"{plain} (file name)")
        elif plain != text:
            self._losses.add(field, LossKind.NARROWED, text)
        return plain

    def _agreement(self) -> str:
        if self._context.agreement is not None:
            return self._context.agreement.id
        for contract in self._header.referenced_contract:
            if contract.id is not None:
                return contract.id.value
        return ""

    def _company(self) -> str:
        for party in (self._header.provider_party,):
            for identification in party.party_identification if party is not None else ():
                if identification.id is not None and identification.id.scheme_id == "DK:CVR":
                    return str(compact("DK:CVR", identification.id.value))
        sender = self._context.sender
        return sender.numbers.get("DK:CVR", "") if sender is not None else ""

    def _priced(
        self, chosen: Any, cells: list[str], columns: tuple[str, str], losses: LossReport
    ) -> None:
        """Fill the two price columns; what else the prices say is a loss."""
        inclusive, exclusive = prices.split_duty(chosen.quantity)
        written = prices.money(inclusive)
        cells[self._at[columns[0]]] = written
        cells[self._at[columns[1]]] = written if exclusive == inclusive else prices.money(exclusive)
        if inclusive != exclusive:
            losses.add(
                f"{QUANTITIES}.price.allowance_charge", LossKind.DERIVED,
                f"{columns[1]} = {inclusive} - {inclusive - exclusive}",
            )  # fmt: skip
        rest = _rest(chosen.quantity)
        if rest != NOTHING:
            _lose(rest, QUANTITIES, losses)
        for other in chosen.others:
            _lose(other, QUANTITIES, losses)


class _Catalogue(_Writing):
    """A catalogue update: the master data of all items, for all customers."""

    document = "catalogue"

    def __init__(self, *args: Any) -> None:
        self._replaced: dict[str, str] = {}
        super().__init__(*args)

    def _name(self) -> str:
        company = self._named("provider_party.party_identification.id", self._company())
        return f"ttk_katalog_{company}_{self._version()}.csv"

    def take(self, body: CatalogueLine) -> None:
        """Write one item."""
        if is_other_unit(body):
            _skip(body, "skipped other unit", self._losses)
            return
        # Agreed prices are one customer's own: they go into that customer's price book only.
        chosen = prices.guide_price(body)
        number = _number(body)
        for related in body.replacement_related_item:
            if related.id is not None:
                self._replaced[related.id.value] = number
        cells = self._rows.row(self._shaped(body))
        if chosen is not None:
            self._priced(chosen, cells, ("PRIS_INKL_AFGIFT", "PRIS_EKSKL_AFGIFT"), self._losses)
        if number in self._replaced:
            self._fill_replaced(cells, number)
        self._out.row(cells)

    def finish(self) -> list[Part]:
        """Close the file; replacements that came too late are put into their rows."""
        part = self._out.finish()
        if not self._replaced:
            return [part]
        self._out = CsvOut(self._folder, part.name)
        with part.path.open(encoding="utf-8", newline="") as stream:
            for cells in csv.reader(stream):
                if cells[0] in self._replaced:
                    self._fill_replaced(cells, cells[0])
                self._out.row(cells)
        for old in self._replaced.values():
            self._losses.add("replacement_related_item.id", LossKind.NO_HOME, old)
        return [self._out.finish()]

    def _fill_replaced(self, cells: list[str], number: str) -> None:
        old, at = harmless(self._replaced.pop(number)), self._at["ERSTATTER"]
        if cells[at] and cells[at] != old:
            self._losses.add("replacement_related_item.id", LossKind.NO_HOME, old)
        else:
            cells[at] = old

    def _shaped(self, body: CatalogueLine) -> CatalogueLine:
        """Return a line as the columns want it: the long description, the action, an image."""
        item = body.item
        assert item is not None  # noqa: S101 - the tables of this folder say so
        description = item.description
        if item.additional_information:
            for short in description:
                self._losses.add("item.description", LossKind.NO_HOME, short.value)
            description = item.additional_information
        references = tuple(
            replace(r, document_type_code=Code("PictureURL"))
            if r.document_type_code is not None and r.document_type_code.value == "Picture"
            else r
            for r in item.item_specification_document_reference
        )
        status = body.life_cycle_status_code
        deleted = status is not None and status.value == DELETED
        return replace(
            body,
            action_code=Code("Delete") if deleted else body.action_code,
            life_cycle_status_code=None if deleted else status,
            replacement_related_item=(),
            required_item_location_quantity=(),
            item=replace(
                item,
                description=description,
                additional_information=(),
                item_specification_document_reference=references,
            ),
        )


class _PriceBook(_Writing):
    """A price book: the whole assortment of one agreement, prices only."""

    document = "pricebook"

    def __init__(self, *args: Any) -> None:
        self._start_used = False
        super().__init__(*args)
        self._whole = _first_day(self._header.validity_period)
        self._borrowed = f"{self._whole} (validity_period.start_date)"

    def _name(self) -> str:
        return f"ttk_prisbog_{_plain(self._agreement())}_{self._version()}.csv"

    def _head(self) -> Iterable[list[str]]:
        yield ["AFTALEREF", harmless(self._agreement())]
        yield ["KUNDE_GLN", self._customer()]

    def _customer(self) -> str:
        receiver = self._context.receiver
        if receiver is not None:
            glns = [e.value for e in receiver.endpoints if e.scheme == "GLN"]
            if glns or "GLN" in receiver.numbers:
                return (glns or [receiver.numbers["GLN"]])[0]
        return _gln(self._header.receiver_party)

    def take(self, body: CatalogueLine) -> None:
        """Write one item's price: the same row for every customer."""
        row = self._once.made(
            body,
            (self._context.today, self._header.validity_period),
            lambda losses: self._row(body, losses),
            self._losses,
        )
        if row is not None:
            self._start_used = self._start_used or row.borrows
            self._out.row(row.cells)

    def _row(self, body: CatalogueLine, losses: LossReport) -> "_Row | None":
        if is_other_unit(body):
            _skip(body, "skipped other unit", losses)
            return None
        chosen = prices.agreed_price(body, self._context.today)
        if chosen is None:
            _skip(body, "skipped without price", losses)
            return None
        cells = self._rows.row(replace(body, required_item_location_quantity=()), losses)
        self._priced(chosen, cells, ("NETTOPRIS_INKL", "NETTOPRIS_EKSKL"), losses)
        start, borrows = self._start(chosen.quantity, losses)
        cells[self._at["GYLDIG_FRA"]] = start.isoformat() if start else ""
        return _Row(cells, borrows)

    def _start(
        self, quantity: ItemLocationQuantity, losses: LossReport
    ) -> tuple[dt.date | None, bool]:
        """Return the first day of a price, else that of the whole catalogue, which is told."""
        own = _first_day(quantity.price.validity_period if quantity.price is not None else ())
        if own is not None or self._whole is None:
            return own, False
        losses.add(
            f"{QUANTITIES}.price.validity_period.start_date", LossKind.DERIVED, self._borrowed
        )
        return self._whole, True

    def finish(self) -> list[Part]:
        """Close the file; a first day of the catalogue that no price needed has no place."""
        if self._whole is not None and not self._start_used:
            day = self._whole.isoformat()
            self._losses.add("validity_period.start_date", LossKind.NO_HOME, day)
        return super().finish()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a price book; ``borrows`` says that its start is the whole catalogue's."""

    cells: list[str]
    borrows: bool


def _lose(value: Any, path: str, losses: LossReport) -> None:
    for where, text in leaves_of(value, path):
        losses.add(where, LossKind.NO_HOME, text)


def _skip(line: CatalogueLine, reason: str, losses: LossReport) -> None:
    losses.add(reason, LossKind.NO_HOME, line.id.value if line.id else None)


def _rest(quantity: ItemLocationQuantity) -> ItemLocationQuantity:
    """Return what a chosen price says beyond amount, duty, type, unit and first day."""
    price = quantity.price
    assert price is not None  # noqa: S101 - the tables of this folder say so
    assert price.price_amount is not None  # noqa: S101 - the tables of this folder say so
    amount = price.price_amount if price.price_amount.currency_id != HOME_CURRENCY else None
    ends = tuple(
        replace(p, start_date=None) for p in price.validity_period if p.end_date is not None
    )
    least = quantity.minimum_quantity
    counts = least is not None and least.value > 1
    told = amount is not None or bool(ends)
    rest = Price(price_amount=amount, validity_period=ends) if told else None
    return replace(quantity, minimum_quantity=least if counts else None, price=rest)


def _first_day(periods: Iterable[Period]) -> dt.date | None:
    return next((p.start_date for p in periods if p.start_date is not None), None)


def _number(body: CatalogueLine) -> str:
    identification = body.item.sellers_item_identification if body.item is not None else None
    return identification.id.value if identification is not None and identification.id else ""


def _gln(party: DocumentParty | None) -> str:
    endpoint = party.endpoint_id if party is not None else None
    known = endpoint is not None and endpoint.scheme_id in ("GLN", "0088")
    return endpoint.value if known and endpoint is not None else ""


def _plain(text: str) -> str:
    """Return a text as a part of a file name."""
    return UNSAFE.sub("-", text).strip("-.") or UNKNOWN
