"""A supplier's file written out again with the findings beside its rows."""

from collections.abc import Sequence
from pathlib import Path

from hub.cli.advising import Adviser
from hub.formats.csvtext import CsvSource
from hub.formats.owntables import own_tables
from hub.formats.payload import Payload
from hub.formats.rowsource import RowSource
from hub.render.markedbook import MarkedBook, OwnSheet
from hub.render.matrix import Matrix
from hub.render.rownotes import RowNotes
from hub.render.wording import Wording

__all__ = ["write_marked"]


def write_marked(
    path: Path,
    payload: Payload,
    matrices: Sequence[Matrix],
    notes: RowNotes,
    adviser: Adviser,
    words: Wording,
) -> None:
    """Write the workbook: all of it, or the old one stays."""
    tables = own_tables(payload)
    receivers = {one.key: one.name for matrix in matrices for one in matrix.customers}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name[:100]}.part")
    try:
        book = MarkedBook(unfinished, words, [table.name for table in tables], receivers)
        for table in tables:
            advise = adviser.adviser(table.name, words)
            own = OwnSheet(table.name, table.rows(), advise, _width(table))
            book.sheet(own, notes.of(table.name))
        book.finish(matrices)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _width(table: RowSource) -> int:
    """Return how many columns a CSV has something in; the rows of a sheet are equally long."""
    if not isinstance(table, CsvSource):
        return 0
    return max((_filled(cells) for _, cells in table.rows()), default=0)


def _filled(cells: Sequence[str]) -> int:
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)
