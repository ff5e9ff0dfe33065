"""Reads a supplier's own sheet by the table of the folder that names this one as its parent."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.rowcolumns import ColumnNames, fold
from hub.formats.rowsource import RowLimits
from hub.formats.rowtable import RowTable, RowTableReader, find_table
from hub.formats.rowtrouble import RowTrouble

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMITS = Path(__file__).parent.parent / "bizisland" / "limits.toml"


def recogniser(form: Any) -> Callable[[Payload], str | None]:
    """Return what knows a sheet by the headings that the table needs: all of them."""

    def recognise(payload: Payload) -> str | None:
        if form.table is None:
            return None
        shape = shape_of(form)
        fields = (*form.table.header.fields, *form.table.line.fields)
        needed = {one.path for one in fields if one.required}
        found = find_table(shape, payload, RowTrouble(None))
        if found is None:
            return None
        known = {shape.names.known(cell.strip()) for cell in found.cells}
        return str(form.id) if needed <= known else None

    return recognise


def reader(form: Any) -> RowTableReader:
    """Return the reader."""
    return RowTableReader(shape_of(form))


def shape_of(form: Any) -> RowTable:
    """Return how the sheet is told and read: its columns are called as the table says."""
    limits = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    fields = (*form.table.header.fields, *form.table.line.fields)
    paths = [one.path for one in fields if not one.path.startswith("_")]
    return RowTable(
        form.id,
        form.table,
        ColumnNames({fold(path): path for path in paths}),
        limits=RowLimits(**limits),
        words=True,
        comma=True,
    )
