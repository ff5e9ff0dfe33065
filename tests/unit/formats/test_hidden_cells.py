"""What a workbook hides is read like the rest, and its sender is told."""

import io
from collections.abc import Callable

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from hub.formats.payload import Payload
from hub.model.report import Report
from tests.bizfile import HEAD, form

MASTERS = ("ITEM_NO", "ITEM_NAME", "ITEM_UNIT", "ITEM_MIN_QTY", "ITEM_UNSPSC", "ITEM_BRAND")
PRICES = ("ITEM_NO", "PRICE_QTY", "PRICE_AMOUNT", "PRICE_CURRENCY")


def book(change: Callable[[Worksheet], object], rows: int = 30, left: int = 0) -> Payload:
    """Return a catalogue whose master data a change has been made to."""
    out = io.BytesIO()
    with Workbook(out) as made:
        head = made.add_worksheet("HOVED")
        for number, pair in enumerate(HEAD.items()):
            head.write_row(number, 0, pair)
        masters, prices = made.add_worksheet("STAMDATA"), made.add_worksheet("PRISER")
        masters.write_row(0, left, MASTERS)
        prices.write_row(0, 0, PRICES)
        for row in range(1, rows):
            cells = (f"A-{row}", "Blyant", "EA", "1", "44121706", "Nordlys")
            masters.write_row(row, left, cells)
            prices.write_row(row, 0, (f"A-{row}", "1", "7.00", "DKK"))
        change(masters)
    return Payload.of_bytes(out.getvalue(), "katalog.xlsx")


def told(payload: Payload) -> list[tuple[str, str | None, int | None]]:
    """Read a catalogue; return what is said of hidden things."""
    report = Report(payload.name)
    read = 0
    for document in form("bizisland:catalogue:1").reader.read(payload, report):
        read = sum(line.body is not None for line in document.lines(report))
    assert read
    hidden = [one for one in report.findings() if one.rule.startswith("ROW-")]
    assert all(not one.severity.refuses for one in hidden)
    return [(one.rule, one.value, one.place.row) for one in hidden]


def test_hidden_rows_are_told_once_with_their_numbers() -> None:
    """A filter leaves rows that nobody sees; what is empty or above the list is of no interest."""

    def change(sheet: Worksheet) -> None:
        for row in (0, 4, 6, 7, 8, 20, 40):
            sheet.set_row(row, None, None, {"hidden": True})

    assert told(book(change)) == [("ROW-hidden-rows", "5, 7-9, 21", 5)]


def test_many_stretches_are_not_all_listed() -> None:
    """The count says how many there are."""

    def change(sheet: Worksheet) -> None:
        for row in range(2, 30, 2):
            sheet.set_row(row, None, None, {"hidden": True})

    report = Report("katalog.xlsx")
    for document in form("bizisland:catalogue:1").reader.read(book(change), report):
        assert document.header is not None
    (finding,) = report.findings()
    assert finding.value == "3, 5, 7, 9, 11, 13, 15, 17 …"
    assert "14 in all" in finding.message.en


@pytest.mark.parametrize(("left", "names"), [(0, "B (ITEM_NAME)"), (1, "B (ITEM_NO)")])
def test_hidden_columns_are_named_as_the_sheet_shows_them(left: int, names: str) -> None:
    """By letter and heading, also where the table does not begin in column A."""
    made = book(lambda sheet: sheet.set_column("B:B", None, None, {"hidden": True}), left=left)
    assert told(made) == [("ROW-hidden-columns", names, 1)]


def test_a_hidden_sheet_is_named() -> None:
    """It may be last year's."""
    assert told(book(Worksheet.hide)) == [("ROW-hidden-sheet", "STAMDATA", None)]


def test_merged_cells_are_told_where_they_lose_rows() -> None:
    """Of a cell over several rows only the first has the value; titles and single rows are fine."""

    def change(sheet: Worksheet) -> None:
        for place in ("F5:F7", "C9:C10", "E12:F12", "J3:J8"):
            sheet.merge_range(place, "Nordlys" if place[0] == "F" else "EA")

    assert told(book(change)) == [("ROW-merged-cells", "F5:F7, C9:C10", 5)]


def test_a_sheet_that_hides_nothing_is_not_spoken_of() -> None:
    """Widths and heights alone hide nothing."""
    assert told(book(lambda sheet: sheet.set_column("B:C", 40))) == []
