"""A file of one table: its header row is found, its rows become lines."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from hub.formats.folder import Folder, Mistakes
from hub.formats.payload import Payload
from hub.formats.rowcolumns import ColumnNames
from hub.formats.rowtable import RowTable, RowTableReader
from hub.formats.rowtrouble import RowFault
from hub.formats.sheetout import SheetOut
from hub.formats.table import load_table
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.model.values import Amount, Identifier, Quantity, Text

TABLE = """
document = "catalogue"
notation = "rows"

[header]
"id" = { path = "LIST", type = "identifier" }

[line]
"id" = { path = "NO", type = "identifier", required = true }
"item.name" = { path = "NAME", type = "text" }
"orderable_unit" = { path = "UNIT", type = "text" }
"content_unit_quantity" = { path = "HOLDS", type = "quantity" }
"content_unit_quantity.unit_code" = { path = "UNIT", type = "code" }
"required_item_location_quantity.price.price_amount" = { path = "PRICE", type = "amount" }
[line."required_item_location_quantity.price.price_amount.currency_id"]
path = "C"
type = "code"
default = "EUR"
"""
NAMES = {
    "list": "LIST",
    "no": "NO",
    "name": "NAME",
    "unit": "UNIT",
    "holds": "HOLDS",
    "price": "PRICE",
}
FORM = FormatId("sheet", "catalogue", "1")


@pytest.fixture
def shape(tmp_path: Path) -> RowTable:
    """A table of six columns."""
    (tmp_path / "table.toml").write_text(TABLE)
    mistakes = Mistakes()
    table = load_table(Folder(tmp_path), "table.toml", mistakes)
    assert table is not None, mistakes.sentences
    rules = {RowFault.VALUE: "X-VALUE", RowFault.MISSING: "X-MISSING"}
    return RowTable(FORM, table, ColumnNames(NAMES), rules=rules, words=True, comma=True)


def read(shape: RowTable, text: str) -> tuple[Any, list[Any], Report]:
    """Read a CSV file."""
    report = Report("list.csv")
    payload = Payload.of_bytes(text.encode(), "list.csv")
    for document in RowTableReader(shape).read(payload, report):
        return document, list(document.lines(report)), report
    return None, [], report


def test_rows_become_lines(shape: RowTable) -> None:
    """The header row may stand below a title; empty rows are none."""
    document, lines, report = read(
        shape, "Our list;;;;\n\nno;name;unit;holds;price\n1;Flour;KGM;1;2.50\n\n2;Rice;;;\n"
    )
    assert document.format == FORM
    assert [line.number for line in lines] == [1, 2]
    first, second = (line.body for line in lines)
    assert first.content_unit_quantity == Quantity(Decimal(1), "KGM")
    price = first.required_item_location_quantity[0].price.price_amount
    assert price == Amount(Decimal("2.50"), "EUR")
    assert second.item.name == Text("Rice")
    assert second.required_item_location_quantity == ()
    assert report.valid
    place = lines[0].locate("required_item_location_quantity[0].price.price_amount")
    assert (place.sheet, place.row, place.column) == ("list.csv", 4, "price")


def test_headings_are_known_as_people_dress_them(shape: RowTable) -> None:
    """A line break, a hard blank or a star in a heading does not make it another one."""
    _, (line,), report = read(shape, 'no. *;"na\nme";uni\u00a0t:;holds;price\n1;Flour;KGM;1;2.50\n')
    assert line.body.item.name == Text("Flour")
    assert line.body.orderable_unit == Text("KGM")
    assert report.valid
    assert not report.findings()


def test_defaults_are_told(shape: RowTable) -> None:
    """What the table put in is derived, once for each row."""
    _, _, report = read(shape, "no;name;price\n1;Flour;2.50\n")
    path = "required_item_location_quantity.price.price_amount.currency_id"
    assert [(x.field, x.kind.value, x.examples) for x in report.losses] == [
        (path, "derived", ("EUR",))
    ]


def test_the_head_is_the_same_in_all_rows(shape: RowTable) -> None:
    """A row of another list is refused."""
    document, lines, report = read(shape, "list;no;name\nL1;1;Flour\nL2;2;Rice\n")
    assert document.header.id == Identifier("L1")
    assert [line.body is None for line in lines] == [False, True]
    (found,) = report.findings()
    assert (found.rule, found.place.row, found.place.column) == ("X-VALUE", 3, "list")
    assert found.expected == "L1"


def test_units_and_commas_of_people(shape: RowTable) -> None:
    """An everyday word becomes a code, a decimal comma a point; both are told."""
    _, (line,), report = read(shape, 'no;name;unit;price\n1;Flour;krt;"2,50"\n')
    assert line.body.orderable_unit == Text("CT")
    price = line.body.required_item_location_quantity[0].price.price_amount
    assert price.value == Decimal("2.50")
    assert [(f.rule, f.severity.value) for f in report.findings()] == [
        ("UOM-02", "fix"), ("X-VALUE", "fix"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "expected"),
    [("7", "1234 / 1.2340"), ('"7,50"', "1234"), ("7.50", None)],
)
def test_a_point_before_three_digits_is_not_guessed_at(
    shape: RowTable, beside: str, expected: str | None
) -> None:
    """A sheet has no decimal mark of its own: its column tells, or the sender has to."""
    _, lines, report = read(shape, f"no;name;price\n1;Flour;1.234\n2;Rice;{beside}\n")
    assert (lines[0].body is None) is (expected is not None)
    found = [f.expected for f in report.findings() if f.severity.refuses]
    assert found == ([] if expected is None else [expected])


def test_what_was_repaired_is_said_as_done(shape: RowTable) -> None:
    """The sender is told how a comma was read, and not to write something else."""
    _, _, report = read(shape, 'no;name;price\n1;Flour;"19,95"\n')
    (finding,) = report.findings()
    assert finding.message.da == "19,95 er læst som 19.95."


def test_a_refused_row_keeps_what_could_be_read(shape: RowTable) -> None:
    """So that what else is wrong with it can be told at once; it has no body to go on with."""
    _, (line,), _ = read(shape, "no;name;price\n1;Flour;much\n")
    assert line.body is None
    assert line.draft is not None
    assert line.draft.body.item.name == Text("Flour")
    assert line.draft.tells("item.name")
    assert not line.draft.tells("required_item_location_quantity[0].minimum_quantity")


def test_a_sheet_without_rows_is_said_to_be_empty(shape: RowTable) -> None:
    """A template that nobody filled in is no document."""
    document, _, report = read(shape, "no;name;price\n")
    assert document is None
    assert [(f.rule, f.value) for f in report.findings()] == [("ROW-no-rows", "list.csv")]


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (";Flour;1", "X-MISSING", "no"),
        ("1;Flour;much", "X-VALUE", "price"),
        ("1;#REF!;1", "ROW-cell-error", "name"),
        ("3.21E+17;Flour;1", "ROW-cell-damaged", "no"),
    ],
)
def test_wrong_rows_are_refused(shape: RowTable, row: str, rule: str, column: str) -> None:
    """With row and column; the others go on."""
    _, lines, report = read(shape, f"no;name;price\n{row}\n2;Rice;1\n")
    assert [line.body is None for line in lines] == [True, False]
    (found,) = report.findings()
    assert (found.rule, found.place.row, found.place.column) == (rule, 2, column)


def test_a_file_without_the_columns_is_refused(shape: RowTable) -> None:
    """Needed columns are named; without a header row there is no table."""
    document, _, report = read(shape, "name;unit;price\nFlour;KGM;1\n")
    assert document is None
    assert [(f.rule, f.value) for f in report.findings()] == [("ROW-columns-missing", "NO")]
    document, _, report = read(shape, "one;two\n1;2\n")
    assert document is None
    assert [f.rule for f in report.findings()] == ["ROW-empty"]


def test_unknown_columns_are_a_loss(shape: RowTable) -> None:
    """They are warned of and counted."""
    _, _, report = read(shape, "no;name;price;colour\n1;Flour;1;white\n")
    assert ("colour", ("white",)) in [(x.field, x.examples) for x in report.losses]
    assert [f.rule for f in report.findings()] == ["ROW-column-unknown"]


def test_a_second_sheet_with_the_same_headings_is_not_left_out_in_silence(
    shape: RowTable, tmp_path: Path
) -> None:
    """Which sheet was read and which was not is said; other headings are another matter."""
    out = SheetOut(tmp_path, "list.xlsx")
    for title, heads in (
        ("Office", ["no", "name", "price"]),
        ("Kitchen", ["no", "name", "price"]),
        ("Notes", ["who", "what", "when"]),
    ):
        out.sheet(title, heads)
        out.row(["1", "Flour", "2.50"])
    report = Report("list.xlsx")
    payload = Payload.of_file(out.finish().path)
    (document,) = RowTableReader(shape).read(payload, report)
    assert len(list(document.lines(report))) == 1
    (finding,) = (one for one in report.findings() if one.rule == "ROW-sheet-unread")
    assert (finding.value, finding.expected, finding.severity.value) == (
        "Kitchen",
        "Office",
        "warn",
    )


def test_what_a_sheet_hides_is_told(shape: RowTable) -> None:
    """A row that a filter left out of sight is read, and its sender hears of it."""
    out = io.BytesIO()
    with Workbook(out) as made:
        sheet = made.add_worksheet("List")
        for row, cells in enumerate((("no", "name", "price"), ("1", "Flour", 2), ("2", "Rice", 3))):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
    report = Report("list.xlsx")
    payload = Payload.of_bytes(out.getvalue(), "list.xlsx")
    (document,) = RowTableReader(shape).read(payload, report)
    assert len(list(document.lines(report))) == 2
    assert [(one.rule, one.value) for one in report.findings()] == [
        ("ROW-hidden-rows", "3"), ("ROW-hidden-columns", "B (name)"),
    ]  # fmt: skip
