"""The list of fields of a format: every column of its table, said in three languages."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hub.formats.fieldlist import field_list
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.fieldlist import FieldList
from hub.model.report import Report
from hub.render.fieldbook import write_field_book
from hub.render.fieldpage import field_markdown, field_page
from hub.render.wording import Wording
from hub.resources import resource
from hub.xml.schemas import SchemaStore


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """Every format."""
    folders = mapping_folders({})
    return load_formats(folders, SchemaStore(schemas_home), folders)


@pytest.fixture(scope="module")
def lists(formats: Formats) -> dict[str, FieldList]:
    """The formats that are tables of rows."""
    found = {str(one.id): field_list(one) for one in formats.all()}
    return {name: fields for name, fields in found.items() if fields is not None}


def test_every_column_is_listed(formats: Formats, lists: dict[str, FieldList]) -> None:
    """The specification has each column of the field table, and says what each one is."""
    assert {"bizisland:catalogue:1", "digiinkoop:catalogue:1", "opus:catalogue:1"} <= lists.keys()
    for one in formats.all():
        table, fields = one.table, lists.get(str(one.id))
        if table is None or fields is None:
            continue
        groups = [table.header, *table.parts.values(), *([table.line] if table.line else [])]
        wanted = {f.path for group in groups for f in group.fields if f.path[0] != "_"}
        listed = {column.name for sheet in fields.sheets for column in sheet.columns}
        assert wanted <= listed, str(one.id)
        if fields.fillable:
            said = [column for sheet in fields.sheets for column in sheet.columns]
            assert all(c.says and c.says.en and c.says.da and c.says.nl for c in said)


def test_what_is_said_of_fields_is_of_known_ones(formats: Formats) -> None:
    """No file of fields names a column that no reader knows."""
    for path in sorted(resource("mappings").glob("*/fields/*.csv")):
        folder = path.parent.parent.name
        [form] = [
            one for one in formats.all()
            if one.folder.name == folder and one.kind == path.stem
        ]  # fmt: skip
        table = form.table
        assert table is not None
        groups = [table.header, *table.parts.values(), *([table.line] if table.line else [])]
        known = {f.path for group in groups for f in group.fields} | table.ignore.keys()
        columns = path.parent.parent / "columns.csv"
        if columns.is_file():
            with columns.open(encoding="utf-8") as stream:
                known |= {row["column"] for row in csv.DictReader(stream)}
        with path.open(encoding="utf-8") as stream:
            assert {row["column"] for row in csv.DictReader(stream)} <= known


def test_a_page_names_what_is_required(lists: dict[str, FieldList]) -> None:
    """Page and Markdown have a table for each sheet, in the reader's language."""
    fields = lists["bizisland:catalogue:1"]
    page = "".join(field_page(fields, Wording("da")))
    assert '<html lang="da">' in page
    assert "Jeres varenummer" in page
    text = "".join(field_markdown(fields, Wording("en")))
    [row] = [line for line in text.splitlines() if line.startswith("| ITEM\\_UNIT |")] or [
        line for line in text.splitlines() if line.startswith("| ITEM_UNIT |")
    ]
    assert "| yes |" in row
    assert "## PRISER" in text


@pytest.mark.parametrize("name", ["bizisland:catalogue:1", "digiinkoop:catalogue:1"])
def test_a_filled_in_template_is_read(
    formats: Formats, lists: dict[str, FieldList], tmp_path: Path, name: str
) -> None:
    """The workbook is recognised as its format, with its example values written into it."""
    path = tmp_path / "skabelon.xlsx"
    write_field_book(path, lists[name], Wording("nl"))
    book = CalamineWorkbook.from_path(path)
    for sheet in lists[name].sheets:
        heads = book.get_sheet_by_name(sheet.name).to_python()
        across = [column.name for column in sheet.columns if column.layout == "rows"]
        if across:
            assert heads[0] == across
    found = formats.identify(Payload.of_file(path), Report("skabelon.xlsx"))
    assert found is not None
    assert str(found.id) == name
