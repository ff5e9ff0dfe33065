"""Workbooks that are written: text cells, the same bytes for the same rows."""

from pathlib import Path

import pytest

from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import open_workbook
from hub.formats.sheetout import SheetOut

HEADS = ("Number", "Name", "Price")
ROWS = [["007", "=1+1", "7.10"], ["", "Ærter & ris", ""], ["3.21E+17", "-", "+45"]]


def written(folder: Path) -> Path:
    """Write a workbook."""
    folder.mkdir()
    out = SheetOut(folder, "list.xlsx")
    out.sheet("Things", HEADS)
    for row in ROWS:
        out.row(row)
    return out.finish().path


def test_cells_come_back_as_they_were_written(tmp_path: Path) -> None:
    """No formula is computed, no zero lost, no number shortened."""
    path = written(tmp_path / "a")
    book = open_workbook(lambda: path.open("rb"), RowLimits(), RowTrouble(None), "XLSX")
    assert book is not None
    assert book.names == ("Things",)
    assert [cells for _, cells in book.sheet("Things").rows()] == [list(HEADS), *ROWS]


def test_the_same_rows_are_the_same_file(tmp_path: Path) -> None:
    """Whenever they are written."""
    assert written(tmp_path / "a").read_bytes() == written(tmp_path / "b").read_bytes()


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    """It would otherwise be left out without a word; what was written goes."""
    out = SheetOut(tmp_path, "list.xlsx")
    out.sheet("Things", HEADS)
    with pytest.raises(ValueError, match="32768 characters"):
        out.row(["x" * 32_768])
    out.discard()
    out.discard()
    assert not list(tmp_path.iterdir())
