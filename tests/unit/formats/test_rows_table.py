"""Row tables, compiled for reading and writing."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.folder import Folder, Mistakes
from hub.formats.rowread import RowReader
from hub.formats.rowvalues import Misfit
from hub.formats.rowwrite import RowWriter, harmless
from hub.formats.table import Table, load_table
from hub.model.catalogue import CatalogueLine
from hub.model.item import Item, ItemProperty
from hub.model.loss import LossReport
from hub.model.values import Identifier, Text

TABLE = """
document = "catalogue"
notation = "rows"
[line]
"id" = { path = "NO", type = "identifier" }
"action_code" = { path = "ACTION", type = "code", codes = "action" }
"content_unit_quantity" = { path = "CONTENT", type = "quantity" }
"content_unit_quantity.unit_code" = { path = "UNIT", type = "code" }
"orderable_unit" = { path = "UNIT", type = "text" }
"item.name" = { path = "NAME", type = "text" }
[line."item.additional_item_property.value"]
path = "GROUP"
type = "text"
where = { "item.additional_item_property.name" = "Group" }
[line."required_item_location_quantity.price.price_amount"]
path = "PRICE"
type = "amount"
attr = { currencyID = "DKK" }
where = { "required_item_location_quantity.price.price_type_code" = "CON" }
[ignore]
"item.keyword" = "not wanted here"
"""
COLUMNS = ["NO", "ACTION", "CONTENT", "UNIT", "NAME", "GROUP", "PRICE"]
ROW = ["A-1", "A", "12", "EA", "Pen", "Kontor", "7.50"]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A small table."""
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "action.csv").write_text("ours,theirs\nAdd,A\nUpdate,U\n")
    (tmp_path / "t.toml").write_text(TABLE)
    mistakes = Mistakes()
    made = load_table(Folder(tmp_path), "t.toml", mistakes)
    assert made is not None, mistakes.sentences
    return made


def read(table: Table, cells: list[str], columns: list[str] = COLUMNS) -> tuple[Any, list[Any]]:
    """Read one row."""
    told: list[Any] = []
    assert table.line is not None
    reader = RowReader(table.line, {name: index for index, name in enumerate(columns)})
    body = reader.read(cells, lambda field, text, why, _: told.append((field.path, text, why)))
    return body, told


def write(table: Table, body: Any) -> tuple[list[str], LossReport]:
    """Write one line."""
    losses = LossReport()
    assert table.line is not None
    return RowWriter(table.line, COLUMNS, losses, table.ignore).row(body), losses


def test_a_row_goes_in_and_comes_out_the_same(table: Table) -> None:
    """One table serves both directions, and nothing is lost."""
    body, told = read(table, ROW)
    assert told == []
    assert body.required_item_location_quantity[0].price.price_type_code.value == "CON"
    cells, losses = write(table, body)
    assert cells == ROW
    assert not losses


def test_constants_alone_make_no_group(table: Table) -> None:
    """An empty cell leaves no property with a name and no value."""
    body, _ = read(table, ["A-1", "", "", "", "", "", ""])
    assert body.item is None
    assert body.required_item_location_quantity == ()


def test_an_attribute_without_its_value_belongs_to_nothing(table: Table) -> None:
    """A unit of content is none without content; the sales unit of the same cell is one."""
    body, _ = read(table, ["A-1", "", "", "EA", "", "", ""])
    assert body.content_unit_quantity is None
    assert body.orderable_unit.value == "EA"


def test_what_does_not_fit_is_told_each_time(table: Table) -> None:
    """Also when the same text comes again, which is read from memory otherwise."""
    for _ in range(2):
        _, told = read(table, ["A-1", "X", "1,5", "EA", "Pen", "", "1e3"])
        assert told == [
            ("ACTION", "X", Misfit.CODE),
            ("CONTENT", "1,5", Misfit.NUMBER),
            ("PRICE", "1e3", Misfit.NUMBER),
        ]


def test_a_reader_remembers_values_not_troubles(table: Table) -> None:
    """One reader, the same bad cell twice: two findings."""
    assert table.line is not None
    reader = RowReader(table.line, {name: index for index, name in enumerate(COLUMNS)})
    told: list[str] = []
    for _ in range(2):
        reader.read(["A", "", "x", "EA", "", "", ""], lambda _f, text, _w, _m: told.append(text))
    assert told == ["x", "x"]


def test_what_has_no_column_is_a_loss(table: Table) -> None:
    """A second member of a group and a field without a column, by path; ignored ones are none."""
    body, _ = read(table, ROW)
    item = body.item
    more = ItemProperty(name=Text("Colour"), value=Text("red"))
    richer = replace(
        item,
        keyword=(Text("pen"),),
        brand_name=(Text("Nordlys"),),
        additional_item_property=(*item.additional_item_property, more),
    )
    _, losses = write(table, replace(body, item=richer))
    assert [loss.field for loss in losses] == [
        "item.additional_item_property.name",
        "item.additional_item_property.value",
        "item.brand_name",
    ]


def test_formulas_are_made_harmless(table: Table) -> None:
    """A text that a spreadsheet would execute gets an apostrophe, and that is said."""
    body, _ = read(table, ["A-1", "", "", "", "=cmd|' /C calc'!A0", "", ""])
    cells, losses = write(table, body)
    assert cells[4] == "'=cmd|' /C calc'!A0"
    assert [loss.field for loss in losses] == ["item.name"]
    assert harmless("Pen, 2 stk") == "Pen, 2 stk"


CALLED = """
document = "catalogue"
notation = "rows"
[line]
"id" = { path = "NO", type = "identifier", call = "number", attr = { schemeID = "OWN" } }
"item.keyword" = { path = "WORDS", type = "text", each = true, call = "words" }
"""
FUNCTIONS = """
def read_number(text):
    return text
def write_number(number):
    return number.value
def read_words(text):
    return tuple(text.split(","))
def write_words(words):
    return ",".join(word.value for word in words)
"""


def test_what_stands_beside_a_value_is_a_loss_where_a_function_writes_it(tmp_path: Path) -> None:
    """The language of a word, the list of a number; what the table itself says is none."""
    (tmp_path / "t.toml").write_text(CALLED)
    (tmp_path / "functions.py").write_text(FUNCTIONS)
    mistakes = Mistakes()
    made = load_table(Folder(tmp_path), "t.toml", mistakes)
    assert made is not None, mistakes.sentences
    assert made.line is not None
    words = Item(keyword=(Text("pen"), Text("stylo", language_id="fr")))
    losses = LossReport()
    writer = RowWriter(made.line, ["NO", "WORDS"], losses)
    body = CatalogueLine(id=Identifier("A-1", scheme_id="OWN"), item=words)
    assert writer.row(body) == ["A-1", "pen,stylo"]
    assert [(loss.field, loss.examples) for loss in losses] == [
        ("item.keyword.language_id", ("fr",))
    ]
    writer.row(replace(body, id=Identifier("A-1", scheme_id="GLN")))
    assert "id.scheme_id" in [loss.field for loss in losses]
