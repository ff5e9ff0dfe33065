"""Mapping folders become formats, or all their mistakes are told at once."""

from pathlib import Path

import pytest

from hub.errors import MappingError
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.xml.schemas import SchemaStore


def write(folder: Path, **files: str) -> Path:
    """Write a mapping folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def mistakes(*folders: Path) -> str:
    """Return what is wrong with folders."""
    with pytest.raises(MappingError) as raised:
        load_formats(folders, SchemaStore())
    return "\n".join(raised.value.mistakes)


def test_the_projects_own_folders_are_sound(formats: Formats) -> None:
    """Every folder loads, every reader and writer can be made, and ids are unique."""
    ids = [found.id for found in formats]
    assert len(set(ids)) == len(ids) > 200
    for found in formats.all():
        assert found.readable or found.writer is not None
        assert not found.readable or found.reader is not None
        assert found.title
        assert formats.get(found.id) is found
    writable = {str(found.id) for found in formats.all() if found.writer is not None}
    assert {
        "hub:catalogue:1",
        "oioubl:catalogue:2.02",
        "oioubl:catalogue:2.1",
        "ubl:catalogue:2.0",
        "ubl:catalogue:2.1",
    } <= writable


def test_mistakes_of_all_folders_come_together(tmp_path: Path) -> None:
    """Unknown words, wrong ids, missing parents and doubles are all named with their file."""
    first = write(
        tmp_path / "a",
        format_toml='authority = "a"\ncolour = "red"\nparent = "nobody"\n'
        '[[document]]\nkind = "invoice"\nversion = "1"\nroot = "X"\nshape = 1\n'
        '[[document]]\nkind = "invoice"\nversion = "1"\nroot = "X"\n'
        '[[document]]\nkind = "In Voice"\nversion = "1"\n'
        '[[document]]\nkind = "catalogue"\nversion = "1"\ntable = "none.toml"\n'
        "[[family]]\nroots = []\n",
    )
    second = write(tmp_path / "b", format_toml='title = "no authority"\n')
    third = write(tmp_path / "c", format_toml="authority = ")
    told = mistakes(first, second, third)
    for part in (
        "a/format.toml: colour: unknown",
        "a/format.toml: parent: 'nobody' is no mapping folder",
        "a/format.toml: document[0].shape: unknown",
        "a:invoice:1 is declared twice",
        "'a:In Voice:1' is not a format id",
        "a/none.toml: there is no such file",
        "a/format.toml: family[0]: needs roots",
        "b/format.toml: authority: is missing",
        "c/format.toml: is not readable as TOML",
    ):
        assert part in told


def test_folders_may_not_be_each_others_parents(tmp_path: Path) -> None:
    """A circle of parents is a mistake, and so are two folders of one name."""
    first = write(tmp_path / "a", format_toml='authority = "a"\nparent = "b"\n')
    second = write(tmp_path / "b", format_toml='authority = "b"\nparent = "a"\n')
    assert "'a' is its own ancestor" in mistakes(first, second)
    twin = write(tmp_path / "more" / "a", format_toml='authority = "c"\n')
    assert "has the same name" in mistakes(first, second, twin)


def test_a_third_partys_folder_adds_a_format(tmp_path: Path, schemas_home: Path) -> None:
    """A folder named by ``HUB_MAPPINGS`` extends the project's own, without a change to it."""
    write(
        tmp_path / "mine",
        format_toml='authority = "mine"\nparent = "ubl"\n[[document]]\nkind = "catalogue"\n'
        'version = "1"\nroot = "Catalogue"\nschema = "ubl-2.1"\ntable = "catalogue.toml"\n'
        'identity = { customization_id = "mine-1" }\n',
        catalogue_toml='extends = "catalogue.toml"\n[header]\nnote = false\n',
    )
    folders = mapping_folders({"HUB_MAPPINGS": str(tmp_path)})
    formats = load_formats(folders, SchemaStore(schemas_home))
    found = formats.get(FormatId("mine", "catalogue", "1"))
    assert found.writer is not None
    assert found.table is not None
    assert "note" not in {field.name for field in found.table.header.fields}


def test_a_folder_may_bring_a_reader_of_its_own(tmp_path: Path, schemas_home: Path) -> None:
    """A format that is no XML is recognised and read by the folder's own Python."""
    write(
        tmp_path / "lines",
        format_toml='authority = "lines"\n[[document]]\nkind = "catalogue"\nversion = "2"\n'
        "write = false\n",
        reader_py="def recognise(payload):\n"
        "    return 'catalogue' if payload.head(5) == b'LINES' else None\n"
        "def reader(target):\n    return ('reader of', target.id)\n",
    )
    formats = load_formats(
        mapping_folders({"HUB_MAPPINGS": str(tmp_path)}), SchemaStore(schemas_home)
    )
    found = formats.identify(Payload.of_bytes(b"LINES 1", "x"), Report("x"))
    assert found is not None
    assert found.reader == ("reader of", FormatId("lines", "catalogue", "2"))
    assert found.writer is None


def test_a_missing_folder_is_told() -> None:
    """``HUB_MAPPINGS`` must name folders that exist."""
    with pytest.raises(MappingError, match="there is no such folder"):
        mapping_folders({"HUB_MAPPINGS": "/nowhere/at/all"})


def test_versions_of_a_document_may_share_their_words(tmp_path: Path, schemas_home: Path) -> None:
    """A list of versions declares the document once for each; version and versions exclude."""
    text = """authority = "mine"
[[document]]
kind = "order"
versions = ["1", "2"]
root = "Order"
"""
    folder = write(tmp_path / "mine", format_toml=text)
    found = load_formats((folder,), SchemaStore(schemas_home))
    assert [str(one.id) for one in found] == ["mine:order:1", "mine:order:2"]
    both = write(tmp_path / "both", format_toml=text.replace("root", 'version = "3"\nroot'))
    assert "document[0].versions: is a list, instead of version" in mistakes(both)
