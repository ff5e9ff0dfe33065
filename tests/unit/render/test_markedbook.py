"""The supplier's rows written out again with what was found: whole, harmless, readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.render.markedbook import MarkedBook, OwnSheet
from hub.render.matrix import Customer, Matrix, Verdict
from hub.render.rownotes import GATHERED, RowNotes
from hub.render.sheetnames import sheet_titles
from hub.render.wording import Wording

HEAD = ["ITEM_NO", "ITEM_NAME"]


def found(
    row: int | None,
    said: str = "Shorten it.",
    severity: Severity = Severity.ERROR,
    receiver: str | None = None,
    sheet: str = "VARER",
) -> Finding:
    """Return something found in the name of an item."""
    place = Place(sheet=sheet, row=row, column="ITEM_NAME")
    return Finding("A-1", severity, Sentence(said, said, said), place, receiver=receiver)


@pytest.fixture
def notes() -> Iterator[RowNotes]:
    """Notes of rows in English."""
    made = RowNotes("en")
    yield made
    made.close()


def written(path: Path, notes: RowNotes, *rows: list[str]) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet of the workbook."""
    report = Report("varer.csv")
    report.add(Layer.OFFICIAL, found(3))
    town = Customer("town", "Town", "a:b:1", Verdict.REFUSED, 1, 1, Report("x"))
    book = MarkedBook(path, Wording("en"), ["VARER"], {"town": "Town", "isle": "Isle"})
    book.sheet(OwnSheet("VARER", enumerate([HEAD, *rows], start=1)), notes.of("VARER"))
    book.finish([Matrix("in/varer.csv", "a:b:1", report, (town,))])
    read = CalamineWorkbook.from_path(path)
    return {
        name: read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in read.sheet_names
    }


def test_findings_stand_beside_their_row(tmp_path: Path, notes: RowNotes) -> None:
    """The sender's cells stay where they were; what to do comes after the last column."""
    notes.take(found(3, receiver="town"))
    sheets = written(tmp_path / "x.xlsx", notes, ["1", "Pen"], ["007", "Pencil"])
    assert sheets["VARER"] == [
        ["ITEM_NO", "ITEM_NAME", "# To do", "# What to do"],
        ["1", "Pen", "", ""],
        ["007", "Pencil", "correct", "Shorten it. (A-1; Town)"],
    ]


def test_the_first_sheet_says_what_to_do(tmp_path: Path, notes: RowNotes) -> None:
    """Who takes it, and every rule with its places, stand before the rows."""
    sheets = written(tmp_path / "x.xlsx", notes, ["1", "Pen"])
    assert list(sheets) == ["What was found", "VARER"]
    cells = [cell for row in sheets["What was found"] for cell in row]
    assert "Check of varer.csv" in cells
    assert {"Town", "refuses it"} <= set(cells)
    assert {"correct (A-1)", "sheet VARER, row 3, column ITEM_NAME", "Shorten it."} <= set(cells)


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x.example")', "+1+1", "@SUM(A1)", "-2+3"])
def test_nothing_is_computed(tmp_path: Path, notes: RowNotes, evil: str) -> None:
    """What a spreadsheet would run as a formula is a text in the workbook."""
    notes.take(found(2, said=evil))
    sheets = written(tmp_path / "x.xlsx", notes, [evil, "Pen"])
    assert sheets["VARER"][1] == [evil, "Pen", "correct", f"{evil} (A-1)"]
    whole = (tmp_path / "x.xlsx").read_bytes()
    assert b"<f>" not in whole


def test_one_thing_said_to_many_is_one_note(notes: RowNotes) -> None:
    """The same sentence for several customers is one note with all of them."""
    notes.take(found(2, receiver="town"))
    notes.take(found(2, receiver="isle"))
    [(row, [note])] = notes.of("VARER")
    assert (row, note.receivers, note.everybody) == (2, {"town", "isle"}, False)


def test_the_gravest_severity_stands(notes: RowNotes) -> None:
    """What is a warning to everybody and an error to one customer is that customer's error."""
    notes.take(found(2, severity=Severity.WARN))
    notes.take(found(2, receiver="isle"))
    [(_, [note])] = notes.of("VARER")
    assert (note.severity, note.receivers, note.everybody) == (Severity.ERROR, {"isle"}, False)


def test_rows_come_in_order_however_many(notes: RowNotes) -> None:
    """Notes of more rows than are gathered at once come back whole and in order."""
    for row in range(3 * GATHERED, 1, -1):
        notes.take(found(row, receiver="town"))
    assert [row for row, _ in notes.of("VARER")] == list(range(2, 3 * GATHERED + 1))


def test_what_stands_in_no_row_is_left_to_the_summary(notes: RowNotes) -> None:
    """A finding about the whole file belongs to no row."""
    notes.take(found(None))
    assert list(notes.of("VARER")) == []


def test_titles_are_what_a_spreadsheet_takes() -> None:
    """Short, without forbidden signs, different from each other; a path is only its name."""
    long = "a" * 40
    names = ["in/stamdata.csv", "Stamdata", "x[1]:y", long, f"{long}b", "History"]
    titles = sheet_titles(names, "STAMDATA")
    assert titles["in/stamdata.csv"] == "stamdata"
    assert titles["x[1]:y"] == "x_1__y"
    folded = [title.casefold() for title in titles.values()]
    assert len(set(folded)) == len(folded)
    assert all(0 < len(title) <= 31 for title in folded)
    assert "history" not in folded
