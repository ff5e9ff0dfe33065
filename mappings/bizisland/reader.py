"""Reads catalogues of the supplier format: workbook, ZIP or CSV (README.md)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.formats.folder import Folder, Mistakes
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.formats.spill import Spill
from hub.formats.table import load_table
from hub.model.finding import Layer
from hub.model.report import Report
from hub.rules.module import sibling

container = sibling(__file__, "container")
document = sibling(__file__, "document")
indexing = sibling(__file__, "indexing")

FOLDER = Path(__file__).parent
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def recognise(payload: Payload) -> str | None:
    """Return ``catalogue:1`` for a file of one of the three forms."""
    table = load_table(Folder(FOLDER), "catalogue.toml", Mistakes())
    opened = container.Container(table, FOLDER, container.read_limits(FOLDER))
    return "catalogue:1" if opened.recognises(payload) else None


def reader(form: Any) -> "BizReader":
    """Return the reader of a format of this folder."""
    return BizReader(form, container.read_limits(FOLDER))


class BizReader:
    """From a file to its one catalogue.

    ``limits`` are those of limits.toml, or of who makes the reader.
    """

    def __init__(self, form: Any, limits: RowLimits) -> None:
        self._form = form
        self._limits = limits
        self._container = container.Container(form.table, FOLDER, limits)

    def read(self, payload: Payload, report: Report) -> Iterator[Any]:
        """Yield the catalogue; nothing when the file as such is refused (BIZ-01 to BIZ-03)."""
        report.begin(Layer.SYNTAX)
        trouble = document.trouble_for(report)
        tables = self._container.open(payload, trouble)
        if tables is None:
            return
        spill = Spill()
        try:
            pointing = indexing.index_tables(tables, spill, self._limits.rows, trouble)
            if trouble.fatal:
                return
            made = document.BizDocument(
                self._form.id,
                self._form.table,
                tables,
                spill,
                trouble,
                original=Original.whole(payload),
                pointing=pointing,
            )
            if not trouble.fatal:
                yield made
        finally:
            spill.close()
