"""Says where a sheet shows its sender something else than what was read.

A filter left on, a group folded away, a column of last year's prices: a person who looks at the
sheet does not see it, and a reader does. A cell merged over several rows is the other way round.
"""

from collections.abc import Iterator, Sequence

from hub.formats.rowsource import Cells, RowSource
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.sheet import SheetSource
from hub.formats.sheetreach import letters_of
from hub.model.finding import Place

__all__ = ["tell_hidden"]

LISTED = 8


def tell_hidden(source: RowSource, header_row: int, heads: Cells, trouble: RowTrouble) -> None:
    """Warn of what is hidden in a table that is read: the sheet, filled rows, named columns.

    And of merged cells below its headings.

    Rows that are hidden are looked for in a pass of its own; a table that hides none costs nothing.
    ``heads`` are the cells of the header row, as the source gives them.
    """
    if not isinstance(source, SheetSource):
        return
    if source.unseen:
        trouble.tell(RowFault.HIDDEN_SHEET, Place(sheet=source.name), source.name)
    rows = list(_filled_rows(source, header_row)) if source.hides.rows else []
    if rows:
        place = Place(sheet=source.name, row=rows[0])
        trouble.tell(RowFault.HIDDEN_ROWS, place, _listed(rows), count=len(rows))
    columns = list(_named_columns(source, heads))
    if columns:
        place = Place(sheet=source.name, row=header_row)
        trouble.tell(RowFault.HIDDEN_COLUMNS, place, _few(columns))
    merged = list(_merged_cells(source, header_row, heads))
    if merged:
        place = Place(sheet=source.name, row=source.hides.merged[merged[0]][1])
        trouble.tell(RowFault.MERGED_CELLS, place, _few(merged))


def _filled_rows(source: SheetSource, header_row: int) -> Iterator[int]:
    stretches = iter(source.hides.rows)
    first, last = next(stretches)
    for row, cells in source.rows():
        while row > last:
            following = next(stretches, None)
            if following is None:
                return
            first, last = following
        if row >= first and row > header_row and any(cell.strip() for cell in cells):
            yield row


def _named_columns(source: SheetSource, heads: Cells) -> Iterator[str]:
    for first, last in source.hides.columns:
        for number in range(first, min(last, source.left + len(heads)) + 1):
            index = number - 1 - source.left
            name = heads[index].strip() if index >= 0 else ""
            if name:
                yield f"{letters_of(number)} ({name})"


def _merged_cells(source: SheetSource, header_row: int, heads: Cells) -> Iterator[str]:
    named = {source.left + 1 + index for index, head in enumerate(heads) if head.strip()}
    for name, (column, first, _last) in source.hides.merged.items():
        if first > header_row and column in named:
            yield name


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")


def _listed(rows: Sequence[int]) -> str:
    """Return row numbers as people write them: 5, 7-12, 20."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row == stretches[-1][-1] + 1:
            stretches[-1] = [stretches[-1][0], row]
        else:
            stretches.append([row])
    shown = ["-".join(map(str, one)) for one in stretches]
    return _few(shown)
