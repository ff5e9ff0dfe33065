"""A sender's file of rows with some cells corrected, otherwise as it was.

::

    XLSX   the cells' elements in their sheets; every other member byte for byte
    ZIP    member by member: a CSV file with corrections, every other member as it was
    CSV    the cells' own bytes

What was written is read again before anybody gets it: it differs from the original in the
cells that were to be corrected and in nothing else.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from hub.errors import Defect
from hub.formats.celledit import CellEdit, EditFault, Edits, edits_by_row
from hub.formats.csvedit import edit_csv
from hub.formats.csvtext import CsvSource
from hub.formats.owntables import own_tables
from hub.formats.payload import Payload
from hub.formats.rowsource import Cells, RowLimits, RowSource
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import SheetSource, open_workbook
from hub.formats.sheetedit import edit_sheet
from hub.formats.zipbox import ZIP_START

__all__ = ["correct"]

Refused = list[tuple[CellEdit, EditFault]]


def correct(payload: Payload, edits: Iterable[CellEdit], target: Path) -> Refused:
    """Write the corrected file to ``target``; return what was not corrected, and why.

    Nothing is written when nothing could be corrected. Each cell has one edit. Raises
    ``Defect`` when the result is not the original with these corrections.
    """
    wanted = list(edits)
    tables = {table.name: table for table in own_tables(payload)}
    sound, refused = _still_there(wanted, tables)
    if sound:
        refused += _write(payload, tables, sound, target)
    left = {(edit.sheet, edit.row, edit.column) for edit, _ in refused}
    made = [edit for edit in sound if (edit.sheet, edit.row, edit.column) not in left]
    if not made:
        target.unlink(missing_ok=True)
    else:
        _prove(tables.values(), Payload.of_file(target, payload.name), made)
    return refused


def _still_there(
    edits: Sequence[CellEdit], tables: Mapping[str, RowSource]
) -> tuple[list[CellEdit], Refused]:
    """Part the edits whose cells hold what they are said to hold from the others."""
    sound: list[CellEdit] = []
    refused: Refused = []
    for name in dict.fromkeys(edit.sheet for edit in edits):
        table = tables.get(name)
        left = edits_by_row(edit for edit in edits if edit.sheet == name)
        for row, cells in () if table is None else table.rows():
            for column, edit in left.pop(row, {}).items():
                found = cells[column] if column < len(cells) else ""
                if found == edit.old:
                    sound.append(edit)
                else:
                    refused.append((edit, EditFault.CHANGED))
        refused += [(edit, EditFault.NOT_FOUND) for row in left.values() for edit in row.values()]
    return sound, refused


def _write(
    payload: Payload, tables: Mapping[str, RowSource], edits: Sequence[CellEdit], target: Path
) -> Refused:
    by_sheet = {
        name: edits_by_row(edit for edit in edits if edit.sheet == name)
        for name in dict.fromkeys(edit.sheet for edit in edits)
    }
    first = tables[edits[0].sheet]
    if isinstance(first, SheetSource):
        return _write_book(payload, tables, by_sheet, target)
    if payload.head(len(ZIP_START)) == ZIP_START:
        return _write_archive(payload, tables, by_sheet, target)
    assert isinstance(first, CsvSource)  # noqa: S101 - there is no third kind of table
    with closing(payload.open()) as source, target.open("wb") as out:
        return edit_csv(source, out, first.dialect, by_sheet[first.name])


def _write_book(
    payload: Payload,
    tables: Mapping[str, RowSource],
    by_sheet: Mapping[str, Edits],
    target: Path,
) -> Refused:
    book = open_workbook(payload.open, RowLimits(), RowTrouble(None), "XLSX")
    files = {} if book is None else book.files
    parts = {files[name]: name for name in by_sheet if name in files}
    refused: Refused = [
        (edit, EditFault.FORM)
        for name in by_sheet.keys() - set(parts.values())
        for row in by_sheet[name].values()
        for edit in row.values()
    ]
    if not parts:
        return refused
    for member, content, out in _members(payload, target):
        name = parts.get(member.filename)
        if name is None:
            out.writestr(member, content.read())
            continue
        table = tables[name]
        left = table.left if isinstance(table, SheetSource) else 0
        moved, back = _moved(by_sheet[name], left)
        written, failed = edit_sheet(content.read(), moved)
        refused += [(back[edit], fault) for edit, fault in failed]
        out.writestr(member, written)
    return refused


def _moved(edits: Edits, left: int) -> tuple[Edits, dict[CellEdit, CellEdit]]:
    """Return the edits with columns counted from the sheet's first, and the way back."""
    back = {
        CellEdit(edit.sheet, edit.row, edit.column + left, edit.old, edit.new): edit
        for row in edits.values()
        for edit in row.values()
    }
    return edits_by_row(back), back


def _write_archive(
    payload: Payload,
    tables: Mapping[str, RowSource],
    by_sheet: Mapping[str, Edits],
    target: Path,
) -> Refused:
    refused: Refused = []
    for member, content, out in _members(payload, target):
        name = member.filename.lower()
        edits, table = by_sheet.get(name), tables.get(name)
        if edits is None or not isinstance(table, CsvSource):
            out.writestr(member, content.read())
            continue
        with out.open(member, "w") as written:
            refused += edit_csv(content, written, table.dialect, edits)  # type: ignore[arg-type]
    return refused


def _members(
    payload: Payload, target: Path
) -> Iterator[tuple[zipfile.ZipInfo, BinaryIO, zipfile.ZipFile]]:
    """Yield each member, its content, and the archive that takes its copy, in order."""
    with (
        closing(payload.open()) as whole,
        zipfile.ZipFile(whole) as archive,
        zipfile.ZipFile(target, "w") as out,
    ):
        for info in archive.infolist():
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type = info.compress_type
            kept.external_attr = info.external_attr
            kept.create_system = info.create_system
            with archive.open(info) as content:
                yield kept, content, out  # type: ignore[misc]


def _prove(before: Iterable[RowSource], result: Payload, made: Sequence[CellEdit]) -> None:
    """Raise ``Defect`` unless the result is the original with what was made."""
    for old, new in zip_longest(before, own_tables(result)):
        if old is None or new is None or old.name != new.name:
            raise Defect(f"{result.name}: the corrected file has other tables")
        edits = edits_by_row(edit for edit in made if edit.sheet == old.name)
        for was, now in zip_longest(old.rows(), new.rows()):
            if was is None or now is None or _differ(edits, was, now):
                place = f"{old.name}, row {(was or now)[0]}"
                raise Defect(f"{result.name}: the corrected file differs in {place}")


def _differ(edits: Edits, was: tuple[int, Cells], now: tuple[int, Cells]) -> bool:
    """Whether a row is something else than it was with its corrections."""
    (row, expected), (again, found) = was, now
    for column, edit in edits.get(row, {}).items():
        expected += [""] * (column + 1 - len(expected))
        expected[column] = edit.new
    width = max(len(expected), len(found))
    padded = [[*cells, *[""] * (width - len(cells))] for cells in (expected, found)]
    return row != again or padded[0] != padded[1]
