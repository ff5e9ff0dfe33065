"""Reads the catalogue workbook."""

import tomllib
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.formats.folder import Folder, Mistakes
from hub.formats.payload import Payload
from hub.formats.rowcolumns import load_column_names
from hub.formats.rowsource import RowLimits
from hub.formats.rowtable import RowTable, RowTableReader, find_table
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.table import Table, load_table
from hub.model.catalogue import CatalogueLine
from hub.model.identity import FormatId
from hub.model.values import Code

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOLDER = Path(__file__).parent
SHEET = "Catalogus"
ENOUGH = 6
"""So many known columns make a sheet of this name one of ours."""

AGREED = Code("CON", list_id="UN/ECE 5387", list_agency_id="6")
RULES = {
    RowFault.COLUMNS_MISSING: "DIG-FIELDS",
    RowFault.MISSING: "DIG-FIELDS",
    RowFault.SUM: "DIG-FIELDS",
    RowFault.NO_ITEM: "DIG-FIELDS",
    RowFault.VALUE: "DIG-FORM",
    RowFault.CELL_ERROR: "DIG-FORM",
    RowFault.CELL_DAMAGED: "DIG-FORM",
    RowFault.FRACTION: "DIG-FORM",
}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def recognise(payload: Payload) -> str | None:
    """Return ``catalogue:1`` for a workbook with the sheet and its columns."""
    if not payload.head(4).startswith(WORKBOOKS):
        return None
    table = load_table(Folder(FOLDER), "catalogue.toml", Mistakes())
    assert table is not None  # noqa: S101 - the format would not have loaded
    shape = shape_of(FormatId("digiinkoop", "catalogue", "1"), table)
    found = find_table(shape, payload, RowTrouble(None))
    return "catalogue:1" if found is not None and found.known >= ENOUGH else None


def reader(form: Any) -> RowTableReader:
    """Return the reader."""
    return RowTableReader(shape_of(form.id, form.table))


def shape_of(form: FormatId, table: Table) -> RowTable:
    """Return how the workbook is told and read."""
    limits = tomllib.loads((FOLDER / "limits.toml").read_text(encoding="utf-8"))
    return RowTable(
        form,
        table,
        load_column_names(FOLDER / "columns.csv"),
        titles=(SHEET,),
        rules=RULES,
        limits=RowLimits(**limits),
        finish=agreed,
    )


def agreed(body: CatalogueLine, _cells: Any, _losses: Any) -> CatalogueLine:
    """Return a line whose price is the contract's: the workbook holds no other."""
    places = tuple(
        place if place.price is None else replace(
            place, price=replace(place.price, price_type_code=AGREED)
        )
        for place in body.required_item_location_quantity
    )  # fmt: skip
    return replace(body, required_item_location_quantity=places)
