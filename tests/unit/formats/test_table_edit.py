"""Single cells corrected in a file, everything else as it was."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from hub.formats.celledit import CellEdit, EditFault, edits_by_row
from hub.formats.csvedit import edit_csv
from hub.formats.csvtext import Dialect
from hub.formats.owntables import own_tables
from hub.formats.payload import Payload
from hub.formats.tableedit import correct


def rows(path: Path, name: str) -> dict[str, list[list[str]]]:
    """Return the tables of a file."""
    payload = Payload.of_file(path, name)
    return {table.name: [cells for _, cells in table.rows()] for table in own_tables(payload)}


def book(fill: Callable[[Workbook], None]) -> bytes:
    """Return a workbook."""
    out = io.BytesIO()
    with Workbook(out) as made:
        fill(made)
    return out.getvalue()


def test_csv_keeps_every_other_byte(tmp_path: Path) -> None:
    """Encoding, delimiter, line ends and quotation marks stay; a quoted cell stays quoted."""
    text = 'Nr;Navn;Pris\r\n1;"Bræt; 2 m";"1,50"\r\n\r\n2;Søm "stort;7,00\n3;"a ""b""";9\n'
    text = text.replace('Søm "stort', "Søm stort")
    payload = Payload.of_bytes(text.encode("cp1252"), "a.csv")
    edits = [
        CellEdit("a.csv", 2, 2, "1,50", "1.50"),
        CellEdit("a.csv", 4, 1, "Søm stort", "Søm; stort"),
        CellEdit("a.csv", 5, 2, "9", "9.0"),
    ]
    target = tmp_path / "out.csv"
    assert correct(payload, edits, target) == []
    expected = text.replace('"1,50"', '"1.50"').replace("Søm stort", '"Søm; stort"')
    assert target.read_bytes() == expected.replace(";9\n", ";9.0\n").encode("cp1252")


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_what_spreadsheets_save_is_corrected_in_place(
    tmp_path: Path, encoding: str, end: str
) -> None:
    """The mark, the line that hints at the delimiter and the line ends stay."""
    text = end.join(["\ufeffsep=;", "Nr;Pris", '1;"1,50 æ"', "", "2;7,00", '"3"x;9', "4;8"])
    payload = Payload.of_bytes(text.encode(encoding), "a.csv")
    edits = [
        CellEdit("a.csv", 3, 1, "1,50 æ", "1.50"),
        CellEdit("a.csv", 5, 1, "7,00", "7.00"),
        CellEdit("a.csv", 7, 1, "8", "behind the broken row"),
    ]
    target = tmp_path / "out.csv"
    assert correct(payload, edits, target) == [(edits[2], EditFault.NOT_FOUND)]
    expected = text.replace("1,50 æ", "1.50").replace("7,00", "7.00")
    assert target.read_bytes() == expected.encode(encoding)


CELL = st.text(st.sampled_from('ab";,\r\næ '), max_size=6)


@given(st.data())
def test_any_csv_that_can_be_written_can_be_corrected(data: st.DataObject) -> None:
    """Whatever stands around it, in quotation marks or over several lines, stays."""
    rows = data.draw(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=2, max_size=5))
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=quoting).writerows(rows)
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    new = data.draw(CELL)
    edit = CellEdit("a", row + 1, column, rows[row][column], new)
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
    out, dialect = io.BytesIO(), Dialect(encoding, ";")
    source = io.BytesIO(text.getvalue().encode(encoding))
    assert edit_csv(source, out, dialect, edits_by_row([edit])) == []
    rows[row][column] = new
    written = io.StringIO(out.getvalue().decode(encoding), newline="")
    assert list(csv.reader(written, delimiter=";", strict=True)) == rows


def test_a_broken_end_is_copied(tmp_path: Path) -> None:
    """What stands behind the last readable row is not lost, and does not stop the rest."""
    text = b'Nr;Navn\n1;a\n"2"x;b\n3;c\n'
    target = tmp_path / "out.csv"
    payload = Payload.of_bytes(text, "a.csv")
    assert correct(payload, [CellEdit("a.csv", 2, 1, "a", "A")], target) == []
    assert target.read_bytes() == text.replace(b"1;a", b"1;A")


def test_what_changed_or_does_not_fit_is_left(tmp_path: Path) -> None:
    """Another text in the cell, a row that is gone and a character the encoding lacks."""
    payload = Payload.of_bytes("Nr;Navn\n1;Bræt\n".encode("cp1252"), "a.csv")
    edits = [
        CellEdit("a.csv", 2, 0, "2", "3"),
        CellEdit("a.csv", 2, 1, "Bræt", "Bræt Ω"),
        CellEdit("a.csv", 9, 1, "x", "y"),
        CellEdit("b.csv", 1, 1, "x", "y"),
    ]
    target = tmp_path / "out.csv"
    faults = {edit.new: fault for edit, fault in correct(payload, edits, target)}
    assert faults["3"] is EditFault.CHANGED
    assert faults["Bræt Ω"] is EditFault.ENCODING
    assert faults["y"] is EditFault.NOT_FOUND
    assert not target.exists()


def test_an_archive_changes_in_one_member(tmp_path: Path) -> None:
    """Only the CSV file in question differs; other members are byte for byte the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("Stamdata.csv", "ITEM_NO;ITEM_NAME\nA;x\n")
        box.writestr("priser.csv", b"\xef\xbb\xbfITEM_NO;PRICE\nA;1,5\n")
    payload = Payload.of_bytes(out.getvalue(), "k.zip")
    target = tmp_path / "out.zip"
    assert correct(payload, [CellEdit("priser.csv", 2, 1, "1,5", "1.5")], target) == []
    with zipfile.ZipFile(target) as box:
        assert box.namelist() == ["Stamdata.csv", "priser.csv"]
        assert box.read("Stamdata.csv") == b"ITEM_NO;ITEM_NAME\nA;x\n"
        assert box.read("priser.csv") == b"\xef\xbb\xbfITEM_NO;PRICE\nA;1.5\n"


def test_a_workbook_keeps_all_but_the_cells(tmp_path: Path) -> None:
    """Numbers, texts and empty cells become texts in their style; other members are the same."""

    def fill(made: Workbook) -> None:
        bold = made.add_format({"bold": True})
        sheet = made.add_worksheet("Priser & co")
        sheet.set_column(0, 3, 33)
        sheet.write_row(2, 1, ["Nr", "Pris", "Enhed", "Kode"])
        sheet.write_row(3, 1, ["A", 1.5], bold)
        sheet.write_string(3, 3, "<stk>")
        sheet.write_row(4, 1, ["B", 2, "kasse", "x"])
        made.add_worksheet("Andet").write_string(0, 0, "uændret")

    content = book(fill)
    payload = Payload.of_bytes(content, "k.xlsx")
    name = "Priser & co"
    edits = [
        CellEdit(name, 4, 1, "1.5", "1.50"),
        CellEdit(name, 4, 2, "<stk>", 'EA & "x" <'),
        CellEdit(name, 4, 3, "", "44121706"),
        CellEdit(name, 5, 2, "kasse", "CS"),
    ]
    target = tmp_path / "out.xlsx"
    assert correct(payload, edits, target) == []
    read = rows(target, "k.xlsx")
    assert read[name][3] == ["A", "1.50", 'EA & "x" <', "44121706"]
    assert read[name][4] == ["B", "2", "CS", "x"]
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target) as after:
        assert before.namelist() == after.namelist()
        same = [one for one in before.namelist() if before.read(one) == after.read(one)]
        assert set(before.namelist()) - set(same) == {"xl/worksheets/sheet1.xml"}
        assert b'<c r="C4" s="1" t="inlineStr">' in after.read("xl/worksheets/sheet1.xml")


def test_a_computed_cell_is_left(tmp_path: Path) -> None:
    """A formula is corrected by who wrote it; the other cell is corrected all the same."""

    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("P")
        sheet.write_row(0, 0, ["Nr", "Pris"])
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_string(1, 0, "a")

    payload = Payload.of_bytes(book(fill), "k.xlsx")
    edits = [CellEdit("P", 2, 1, "2", "3"), CellEdit("P", 2, 0, "a", "A")]
    target = tmp_path / "out.xlsx"
    assert [fault for _, fault in correct(payload, edits, target)] == [EditFault.COMPUTED]
    assert rows(target, "k.xlsx")["P"][1] == ["A", "2"]


@pytest.mark.parametrize("mark", [b"<!-- x -->", b"<![CDATA[]]>"])
def test_unusual_markup_is_not_edited(tmp_path: Path, mark: bytes) -> None:
    """A sheet in which a cell could only seem to stand is left to its owner."""
    content = book(lambda made: made.add_worksheet("P").write_row(0, 0, ["Nr", "Pris"]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as box, zipfile.ZipFile(out, "w") as other:
        for info in box.infolist():
            text = box.read(info)
            if info.filename.endswith("sheet1.xml"):
                text = text.replace(b"<sheetData>", mark + b"<sheetData>")
            other.writestr(info, text)
    payload = Payload.of_bytes(out.getvalue(), "k.xlsx")
    target = tmp_path / "out.xlsx"
    refused = correct(payload, [CellEdit("P", 1, 0, "Nr", "No")], target)
    assert [fault for _, fault in refused] in ([EditFault.FORM], [EditFault.NOT_FOUND])
    assert not target.exists()
