"""Writes a Rakat catalogue: the supplier format's rows, priced items only, with a manifest."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.facts.money import trim_decimals, write_number
from hub.formats.document import Part
from hub.formats.outfile import OutFile, file_name
from hub.formats.table import Table
from hub.formats.zipout import pack
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.rules.chosenprice import in_force
from hub.rules.module import sibling

bizisland = sibling(__file__, "../bizisland/writer")

MANIFEST = "rakat.json"
PRICED = ("PRICE_AMOUNT",)
LEAST = 2
PRICES = "required_item_location_quantity"


def writer(form: Any) -> "_Writer":
    """Return the writer."""
    return _Writer(form.table)


class _Writer:
    """Starts archives."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> "_Writing":
        """Begin an archive."""
        return _Writing(self._table, header, context, losses, folder)


class _Writing(bizisland.Sheets):  # type: ignore[misc,name-defined]
    """One archive in the making."""

    names = (MANIFEST, "rakat_stamdata.csv", "rakat_priser.csv")
    mark = True

    def take(self, body: CatalogueLine) -> None:
        """Write one item with the prices of the set in force on the day (RAK-19)."""
        kept = in_force(body, self.context.today)
        for place in body.required_item_location_quantity:
            if place in kept or place.price is None or place.price.price_amount is None:
                continue
            amount = place.price.price_amount.value
            self.losses.add(f"{PRICES}.price.price_amount", LossKind.NO_HOME, write_number(amount))
        super().take(replace(body, required_item_location_quantity=kept))

    def file_name(self) -> str:
        """Return the name of the archive."""
        return file_name("rakat", self.number, ".zip")

    def heads(self, columns: Any) -> list[str]:
        """Return field numbers; the supplier's own columns keep their names."""
        return [self.rows.numbers.get(column, column) for column in columns]

    def wanted(self, item: Any) -> bool:
        """Only items with a price go out."""
        if item is None or not item.prices:
            return False
        for cells in item.prices:
            # Prices have a point and no zeros at the end beyond two decimals.
            amount = trim_decimals(Decimal(cells["PRICE_AMOUNT"]), LEAST)
            cells["PRICE_AMOUNT"] = write_number(amount)
        return True

    def finish(self) -> list[Part]:
        """Close the archive; the manifest lets the receiver prove what it got."""
        self.settle()
        head = self.written_head()
        masters, prices = self.written_masters(), self.written_prices()
        said = {
            "catalogue": head.get("CATALOGUE_ID", ""),
            "version": head.get("VERSION", ""),
            "validFrom": head.get("VALID_FROM", ""),
            "validTo": head.get("VALID_TO", ""),
            "head": {key: value for key, value in head.items() if value},
            "files": [
                {"name": part.name, "rows": rows, "sha256": part.sha256}
                for part, rows in (
                    (masters, self.counts["masters"]), (prices, self.counts["prices"]),
                )
            ],
        }  # fmt: skip
        out = OutFile(self.folder, MANIFEST, "application/json")
        out.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())
        manifest = out.finish()
        parts = (manifest, masters, prices)
        return [pack(self.folder, self.file_name(), [(part.name, part.path) for part in parts])]
