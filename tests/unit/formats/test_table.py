"""Field tables are loaded strictly."""

from pathlib import Path

from hub.formats.folder import Folder, Mistakes
from hub.formats.table import load_table


def folder(path: Path, parent: Folder | None = None, **files: str) -> Folder:
    """Write a mapping folder; ``a__b_toml`` is the file a/b.toml."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        target = path / name.replace("__", "/").replace("_toml", ".toml").replace(
            "_py", ".py"
        ).replace("_csv", ".csv")
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Folder(path, parent)


def sentences(own: Folder, file: str = "catalogue.toml") -> list[str]:
    """Return what is wrong with a table."""
    mistakes = Mistakes()
    load_table(own, file, mistakes)
    return mistakes.sentences


GOOD = """
document = "catalogue"
lines = "cac:CatalogueLine"
[header]
id = { path = "cbc:ID", type = "identifier", required = true }
note = { path = "cbc:Note", type = "text", each = true }
[line]
item = { path = "cac:Item", type = "item" }
[group.item]
name = { path = "cbc:Name", type = "text" }
"""


def test_a_sound_table_becomes_groups_of_fields(tmp_path: Path) -> None:
    """A table without mistakes is loaded with its model classes resolved."""
    mistakes = Mistakes()
    table = load_table(folder(tmp_path, catalogue_toml=GOOD), "catalogue.toml", mistakes)
    assert not mistakes
    assert table is not None
    assert [f.name for f in table.header.fields] == ["id", "note"]
    assert table.header.fields[0].required
    assert table.groups["item"].struct.__name__ == "Item"


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Every mistake is named with file and key, not only the first."""
    text = GOOD.replace("required = true", 'compulsory = true, where = "x"').replace(
        'name = { path = "cbc:Name", type = "text" }',
        'name = { path = "Name", type = "words" }\n'
        'nickname = { path = "cbc:Nick", type = "text" }\n'
        'keyword = { path = "cbc:Keyword", type = "amount" }\n'
        'pack_size_numeric = { path = "cbc:PackSizeNumeric", type = "decimal", each = true }',
    )
    found = "\n".join(sentences(folder(tmp_path, catalogue_toml=text)))
    for part in (
        "catalogue.toml: header.id.compulsory: unknown",
        "header.id.where: must be a table of constants",
        "group.item.name.path: 'Name' is no element path",
        "group.item.name.type: 'words' is neither a group nor one of",
        "group.item.nickname: the model's Item has no field 'nickname'",
        "group.item.keyword: type 'amount' does not fit, the model holds Text",
        "group.item.pack_size_numeric: each does not fit",
    ):
        assert part in found


def test_a_dialect_names_only_differences(tmp_path: Path) -> None:
    """A table that extends its parent's changes words, adds fields and takes fields away."""
    parent = folder(tmp_path / "base", catalogue_toml=GOOD)
    child = folder(
        tmp_path / "dialect",
        parent,
        catalogue_toml='extends = "catalogue.toml"\n[header]\nnote = false\n'
        'id = { const = "7" }\nname = { path = "cbc:Name", type = "text" }\n',
    )
    mistakes = Mistakes()
    table = load_table(child, "catalogue.toml", mistakes)
    assert mistakes.sentences == []
    assert table is not None
    fields = {f.name: f for f in table.header.fields}
    assert set(fields) == {"id", "name"}
    assert fields["id"].required
    assert fields["id"].const == "7"


def test_rows_use_dotted_model_paths(tmp_path: Path) -> None:
    """In a table of rows a key is a path through the model, down to an attribute."""
    text = """
document = "catalogue"
notation = "rows"
[header]
[line]
"item.name" = { path = "ITEM_NAME", type = "text" }
"content_unit_quantity.unit_code" = { path = "ITEM_BASE_UNIT", type = "code" }
_stock = { path = "ITEM_STOCK", const = "0", type = "text" }
[part.prices]
"required_item_location_quantity.price.price_amount" = { path = "PRICE", type = "amount" }
"""
    mistakes = Mistakes()
    table = load_table(folder(tmp_path, catalogue_toml=text), "catalogue.toml", mistakes)
    assert mistakes.sentences == []
    assert table is not None
    assert table.line is not None
    steps = table.line.fields[1].steps
    assert [(s.name, s.holds) for s in steps][-1] == ("unit_code", str)
    assert table.line.fields[2].steps == ()
    assert table.parts["prices"].fields[0].steps[0].many


def test_functions_and_codes_come_from_the_folder_or_its_parent(tmp_path: Path) -> None:
    """A child uses its parent's functions and code lists; a missing one is a mistake."""
    parent = folder(
        tmp_path / "base",
        functions_py="def read_shout(text):\n    return text.upper()\n",
        codes__units_csv="ours,theirs\nEA,PCE\nEA,STK\n",
    )
    child = folder(
        tmp_path / "dialect",
        parent,
        catalogue_toml='document = "catalogue"\n[header]\n'
        'name = { path = "cbc:Name", type = "text", call = "shout" }\n'
        'action_code = { path = "cbc:ActionCode", type = "code", codes = "units" }\n'
        'uuid = { path = "cbc:UUID", type = "identifier", call = "whisper" }\n',
    )
    mistakes = Mistakes()
    assert load_table(child, "catalogue.toml", mistakes) is None
    assert len(mistakes.sentences) == 1
    assert "neither read_whisper nor write_whisper" in mistakes.sentences[0]
    call = child.call("shout")
    assert call is not None
    assert call.read is not None
    assert call.read("a") == "A"
    codes = child.codes("units", mistakes)
    assert codes is not None
    assert codes.to_ours["STK"] == "EA"
    assert codes.to_theirs["EA"] == "PCE"
