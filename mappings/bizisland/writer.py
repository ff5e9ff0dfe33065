"""Writes a catalogue as a ZIP of hoved.csv, stamdata.csv and priser.csv (README.md)."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.formats.csvout import CsvOut
from hub.formats.document import Part
from hub.formats.headrest import head_rest
from hub.formats.outfile import file_name
from hub.formats.rowwrite import RowWriter
from hub.formats.table import Table
from hub.formats.zipout import pack
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.model.party import DocumentParty, PartyIdentification
from hub.model.reference import Contract
from hub.model.values import Identifier
from hub.rules.catalogues import seller_numbers
from hub.rules.module import sibling
from hub.rules.rule import RuleContext

writing = sibling(__file__, "writing")

COLUMNS = Path(__file__).with_name("columns.csv")
COMPANY, GLN = "DK:CVR", "GLN"
HOUSED = frozenset({"id", "name", "issue_date", "version_id"})
FULL, DELTA = "FULL", "DELTA"


def writer(form: Any) -> "_Writer":
    """Return the writer."""
    return _Writer(form.table)


class _Writer:
    """Starts archives."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> "Sheets":
        """Begin an archive."""
        return Sheets(self._table, header, context, losses, folder)


class Sheets:
    """One catalogue in the making: its rows lie in files until all of them are known."""

    names = ("hoved.csv", "stamdata.csv", "priser.csv")
    mark = False

    def __init__(
        self,
        table: Table,
        header: Catalogue,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
    ) -> None:
        self.losses = losses
        self.folder = folder
        self.context = context
        self.head = head_cells(table, header, context, losses)
        self.number = header.id.value if header.id is not None else None
        self.rows = writing.BizRows(table, COLUMNS, losses)
        self._masters = CsvOut(folder, "rows", ";")
        # Which columns master data have is known at the end, those of prices before.
        self._prices = CsvOut(folder, self.names[2], ";", mark=self.mark)
        self._prices.row(self.heads(writing.PRICE_COLUMNS))
        self._item: Any = None
        self._replaced: dict[str, str] = {}
        self.counts = {"masters": 0, "prices": 0}

    def take(self, body: CatalogueLine) -> None:
        """Write one item, or put another unit of the item before into its columns."""
        if writing.is_other_unit(body):
            known = self._item is not None and self._is_of(self._item, body)
            if not known or not self.rows.add_unit(self._item, body):
                self.losses.add(
                    "skipped other unit", LossKind.NO_HOME, body.id.value if body.id else None
                )
            return
        self.settle()
        self._item = self.rows.item(body)

    def finish(self) -> list[Part]:
        """Close the archive."""
        self.settle()
        out = CsvOut(self.folder, self.names[0], ";", mark=self.mark)
        for key, value in self.written_head().items():
            if value:
                out.row((key, value))
        parts = (out.finish(), self.written_masters(), self.written_prices())
        return [pack(self.folder, self.file_name(), [(part.name, part.path) for part in parts])]

    def discard(self) -> None:
        """Remove everything."""
        self._masters.discard()
        self._prices.discard()
        for name in (*self.names, self.file_name()):
            (self.folder / name).unlink(missing_ok=True)

    def file_name(self) -> str:
        """Return the name of the archive."""
        return file_name("bizisland", self.number, ".zip")

    def heads(self, columns: Iterable[str]) -> list[str]:
        """Return how the file heads its columns."""
        return list(columns)

    def wanted(self, item: Any) -> bool:
        """Whether an item goes out."""
        return item is not None

    def _is_of(self, item: Any, body: CatalogueLine) -> bool:
        number = body.item.sellers_item_identification if body.item is not None else None
        return number is not None and number.id is not None and number.id.value == item.number

    def settle(self) -> None:
        """Write the item in hand."""
        item, self._item = self._item, None
        if not self.wanted(item):
            if item is not None:
                self.losses.add("skipped without price", LossKind.NO_HOME, item.number)
            return
        for new in item.replaced_by:
            self._replaced[new] = item.number
        self._masters.row(self.rows.row(item.master))
        self.counts["masters"] += 1
        for cells in item.prices:
            self._prices.row(list(cells.values()))
            self.counts["prices"] += 1

    def written_head(self) -> dict[str, str]:
        """Return the head with what the lines had to say of it."""
        cells = dict(self.head)
        cells["CURRENCY"] = self.rows.currency
        cells["ACTION"] = DELTA if self.rows.changes else FULL
        cells["FREE_DELIVERY_MIN"] = self.rows.free_delivery
        return cells

    def written_masters(self) -> Part:
        """Return the file of master data, complete."""
        return self._rewritten(self._masters.finish().path, self.names[1])

    def written_prices(self) -> Part:
        """Return the file of prices, complete."""
        return self._prices.finish()

    def _rewritten(self, path: Path, name: str) -> Part:
        """Write the master rows under their final header, with what they replace."""
        columns = [*self.rows.columns, *self.rows.extra]
        at, replaces = columns.index("ITEM_NO"), columns.index("ITEM_REPLACES")
        out = CsvOut(self.folder, name, ";", mark=self.mark)
        out.row(self.heads(columns))
        with path.open(encoding="utf-8", newline="") as stream:
            for cells in csv.reader(stream, delimiter=";"):
                row = cells + [""] * (len(columns) - len(cells))
                old = self._replaced.pop(row[at], "")
                if old and row[replaces] not in ("", old):
                    self.losses.add("replacement_related_item.id", LossKind.NO_HOME, old)
                elif old:
                    row[replaces] = old
                out.row(row)
        path.unlink()
        for old in self._replaced.values():
            self.losses.add("replacement_related_item.id", LossKind.NO_HOME, old)
        return out.finish()


def head_cells(
    table: Table, header: Catalogue, context: RouteContext, losses: LossReport
) -> dict[str, str]:
    """Return the cells of HOVED by key; what else the head says is counted as lost."""
    route = RuleContext(context, "catalogue", {}, lambda _: frozenset())
    numbers = list(seller_numbers(header, route))
    company = next((n.value for n in numbers if n.scheme == COMPANY), "")
    place = next((n.value for n in numbers if n.scheme == GLN), "")
    provider = header.provider_party or DocumentParty()
    name = provider.party_name[:1]
    period = header.validity_period[:1]
    contract = next((c.id for c in header.referenced_contract if c.id is not None), None)
    shaped = Catalogue(
        id=header.id,
        name=header.name,
        issue_date=header.issue_date,
        note=header.note,
        version_id=header.version_id,
        validity_period=period,
        referenced_contract=(Contract(id=contract),) if contract is not None else (),
        provider_party=DocumentParty(
            endpoint_id=Identifier(place) if place else None,
            party_identification=(
                (PartyIdentification(id=Identifier(company)),) if company else ()
            ),
            party_name=name,
        ),
    )
    housed = set(HOUSED) | {"note", "referenced_contract.id", "validity_period"}
    rest = replace(header, validity_period=header.validity_period[1:])
    told = {one.name.value for one in name if one.name is not None} | {company, place}
    for path, text in head_rest(rest, housed, company):
        if not (path.startswith(("provider_party.", "seller_supplier_party.")) and text in told):
            losses.add(path, LossKind.NO_HOME, text)
    columns = list(dict.fromkeys(f.path for f in table.header.fields))
    cells = RowWriter(table.header, columns, losses).row(shaped)
    return dict(zip(columns, cells, strict=True))
