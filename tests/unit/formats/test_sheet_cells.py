"""Cells of workbooks as text."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import Workbook, cell_text, open_workbook
from hub.model.report import Report


def book(*rows: list[Any], formulas: dict[str, str] | None = None) -> bytes:
    """Return a workbook with one sheet."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet("PRISER")
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
            elif cell is not None:
                sheet.write(number, column, cell)
    for place, shown in (formulas or {}).items():
        sheet.write_formula(place, "=1/0", None, shown)
    made.close()
    return out.getvalue()


def opened(content: bytes, limits: RowLimits | None = None) -> tuple[Workbook | None, Report]:
    """Open a workbook."""
    report = Report("x.xlsx")
    found = open_workbook(
        lambda: io.BytesIO(content), limits or RowLimits(), RowTrouble(report), "XLSX"
    )
    return found, report


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (5790000000005.0, "5790000000005"),
        (0.1, "0.1"),
        (1.1 + 2.2, "3.3000000000000003"),
        (1e-7, "0.0000001"),
        (5.79e18, "5.79e+18"),
        (-3.5, "-3.5"),
        (True, "TRUE"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - a spreadsheet knows no zone
        (dt.time(8, 30), "08:30:00"),
        ("007", "007"),
    ],
)
def test_a_cell_is_what_a_person_typed(cell: Any, text: str) -> None:
    """Numbers lose no digit and gain no noise, dates are ISO, text stays text."""
    assert cell_text(cell) == text


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """Empty rows at the top and empty columns at the left keep their numbers."""
    found, _ = opened(book([], [None, "ITEM_NO"], [None, "A-1"]))
    assert found is not None
    assert [(row, cells) for row, cells in found.sheet("PRISER").rows() if any(cells)] == [
        (2, ["ITEM_NO"]),
        (3, ["A-1"]),
    ]


def test_the_error_of_a_formula_is_seen() -> None:
    """A failed formula is no empty cell, also beside an empty column at the left."""
    content = book([None, "NO", "PRICE"], [None, "A-1", None], formulas={"C2": "#DIV/0!"})
    found, _ = opened(content)
    assert found is not None
    assert list(found.sheet("PRISER").rows())[1] == (2, ["A-1", "#DIV/0!"])


def test_what_is_no_workbook_is_told() -> None:
    """Half a file and an empty archive are findings, not failures."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", "a")
    for content in (book(["a"])[:500], archive.getvalue(), b"no workbook"):
        found, report = opened(content)
        assert found is None
        assert report.fatal


def test_a_workbook_that_unpacks_too_far_is_not_opened() -> None:
    """A small file may hold a big one: the claim is checked before anything is unpacked."""
    found, report = opened(book(["a" * 30_000] * 50), RowLimits(unpacked=1000))
    assert found is None
    assert report.counts == {"ROW-archive-bomb": 1}
