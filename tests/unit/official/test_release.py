"""A publisher's archive is taken in whole, or refused with what to do."""

import os
import zipfile
from pathlib import Path

import pytest

from hub.errors import ConfigurationError
from hub.formats.registry import mapping_folders
from hub.official.declaration import load_declarations
from hub.official.release import Release, read_release
from hub.official.shelf import folder_of, install, installed
from tests.publisher import release, rule, stylesheet

GARBLED = "is no regular expression: missing ), unterminated subpattern at position 0"
INVOICE = stylesheet(rule("F-INV999", "true()"))


def read(*paths: Path) -> Release:
    """Read files with what the project's mapping folders say."""
    return read_release(paths, load_declarations(mapping_folders(os.environ)))


@pytest.mark.parametrize("folder", ["Stylesheets/", "", "OIOUBL_2026/Stylesheets/"])
def test_the_layouts_of_the_archives_are_known(tmp_path: Path, folder: str) -> None:
    """Wherever the stylesheets lie, their kinds and the release are found."""
    found = read(release(tmp_path / "a.zip", {"Invoice": INVOICE, "Order": INVOICE}, folder))
    assert (found.authority, found.name, sorted(found.sheets)) == (
        "oioubl",
        "1.17.2.test",
        ["Invoice", "Order"],
    )
    assert found.genuine is False  # it says 1.17.2, and is not the archive of that release
    assert found.sheets["Invoice"].version == "1.0"


def test_old_stylesheets_are_in_another_encoding(tmp_path: Path) -> None:
    """UTF-16, as early releases have it, is read as well; nobody knows such a release's hash."""
    path = tmp_path / "a.zip"
    text = '<?xml version="1.0" encoding="UTF-16"?>' + stylesheet(release="1.4.2")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Stylesheets/OIOUBL_Order_Schematron.xsl", text.encode("utf-16"))
    found = read(path)
    assert (found.name, found.genuine) == ("1.4.2", None)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({}, "holds no stylesheets as a release has them"),
        ({"Invoice": "<a/>"}, "the stylesheet of Invoice: it is not a stylesheet"),
        ({"Invoice": "<a"}, "the stylesheet of Invoice: it cannot be read as XML"),
        ({"Invoice": stylesheet(release="")}, "no stylesheet says which release"),
        (
            {"Invoice": INVOICE, "Order": stylesheet(release="1.16.1")},
            "different releases: 1.16.1, 1.17.2.test",
        ),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, sheets: dict[str, str], said: str) -> None:
    """What is no release is named as such, and nothing of it is kept."""
    with pytest.raises(ConfigurationError, match=said):
        read(release(tmp_path / "a.zip", sheets))


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    """The message says what to give."""
    path = tmp_path / "a.zip"
    path.write_text("x")
    with pytest.raises(ConfigurationError, match="is not a ZIP archive; give the archive as"):
        read(path)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_a_damaged_archive_is_refused(tmp_path: Path, method: int) -> None:
    """However its members are packed."""
    path = tmp_path / "a.zip"
    name = "Stylesheets/OIOUBL_Invoice_Schematron.xsl"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, INVOICE)
        middle = 30 + len(name) + archive.getinfo(name).compress_size // 2
    whole = path.read_bytes()
    path.write_bytes(
        whole[:middle] + bytes(one ^ 0xFF for one in whole[middle:][:20]) + whole[middle + 20 :]
    )
    with pytest.raises(ConfigurationError, match=r"a\.zip: the archive is damaged"):
        read(path)


def test_an_installed_release_is_watched_over(tmp_path: Path) -> None:
    """A stylesheet that was changed afterwards is named and never run; a new release replaces."""
    home = tmp_path / "schemas"
    install(home, read(release(tmp_path / "a.zip", {"Invoice": INVOICE, "Order": INVOICE})))
    note = installed(home, "oioubl")
    assert note is not None
    assert note.damaged(home) == ()
    assert note.sheet(home, "Invoice") == INVOICE.encode()
    (folder_of(home, "oioubl") / "Order.xsl").write_text("<other/>")
    assert note.damaged(home) == ("Order",)
    with pytest.raises(ConfigurationError, match="is not the file that was installed"):
        note.sheet(home, "Order")
    newer = stylesheet(release="1.18.1")
    install(home, read(release(tmp_path / "b.zip", {"Statement": newer})))
    note = installed(home, "oioubl")
    assert note is not None
    assert (note.name, list(note.sheets)) == ("1.18.1", ["Statement"])
    assert not (folder_of(home, "oioubl") / "Order.xsl").exists()


def test_declarations_are_read_strictly(tmp_path: Path) -> None:
    """All mistakes of an official.toml are told at once, with file and key."""
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "official.toml").write_text(
        '[stylesheets]\nname = "A"\nrelease = "("\nelse = 1\n[chunks]\nlines = -1\n[other]\n'
    )
    with pytest.raises(ConfigurationError) as told:
        load_declarations([folder])
    assert told.value.mistakes == (
        "x/official.toml: other: unknown key",
        "x/official.toml: stylesheets: else: unknown key",
        "x/official.toml: stylesheets: name: needs {root} once",
        f"x/official.toml: stylesheets: release: {GARBLED}",
        "x/official.toml: chunks: lines: is not a number of lines",
    )


def named(*rules: str, said: str = "release 3.1") -> str:
    """Return rules as a publisher that releases Schematron has them."""
    return (
        f"<!-- Last update: {said}. --><schema xmlns='http://purl.oclc.org/dsdl/schematron' "
        f"queryBinding='xslt'>{''.join(rules)}</schema>"
    )


def archive(path: Path, files: dict[str, str]) -> Path:
    """Write an archive with such files."""
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_a_release_of_several_archives_is_one(tmp_path: Path) -> None:
    """Files are known by name; each archive says its own release, or is called by its name."""
    bills = archive(tmp_path / "b.zip", {"x/rules/sch/PEPPOL-EN16931-UBL.sch": named()})
    others = archive(
        tmp_path / "Post-award-2.zip", {"schematron/PEPPOLBIS-T19.sch": named(said="")}
    )
    found = read(bills, others)
    assert (found.authority, found.name) == ("peppol", "3.1, Post-award-2")
    assert sorted(found.sheets) == ["PEPPOL-EN16931-UBL", "PEPPOLBIS-T19"]
    note = install(tmp_path / "home", found)
    assert note.sheet(tmp_path / "home", "PEPPOLBIS-T19") == named(said="").encode()
    assert [source.name for source in note.sources] == ["b.zip", "Post-award-2.zip"]


def test_a_stylesheet_counts_before_the_schema_it_was_made_of(tmp_path: Path) -> None:
    """A schema of several parts beside it, which the hub could not follow, is not looked at."""
    name = "EN16931-UBL-validation"
    files = {
        f"schematron/{name}.sch": named("<include href='x.sch'/>"),
        f"a/b/{name}.xslt": "<!-- Schematron version 1.9 - x -->" + stylesheet(),
    }
    found = read(archive(tmp_path / "a.zip", files))
    assert (found.authority, found.name) == ("en16931", "1.9")
    assert found.sheets[name].ending == "xslt"


def test_single_files_are_taken_as_well(tmp_path: Path) -> None:
    """A publisher may offer its files one by one; what belongs to another publisher is refused."""
    path = tmp_path / "PEPPOLBIS-T71.sch"
    path.write_text(named())
    assert sorted(read(path).sheets) == ["PEPPOLBIS-T71"]
    with pytest.raises(
        ConfigurationError, match="nothing that is part of a release of oioubl, as the others do"
    ):
        read(path, release(tmp_path / "a.zip", {"Invoice": INVOICE}))


def test_files_that_are_named_one_by_one_are_declared_strictly(tmp_path: Path) -> None:
    """Each document has authority and kind, and files; a pattern for names has no place there."""
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "official.toml").write_text(
        '[stylesheets]\nname = "A{root}"\n[documents]\n"bill" = ["A"]\n'
        '"x:order" = []\n"x:bill" = ["B"]\n'
    )
    with pytest.raises(ConfigurationError) as told:
        load_declarations([folder])
    assert told.value.mistakes == (
        "x/official.toml: documents: bill: is not authority:kind",
        "x/official.toml: documents: x:order: needs names of files",
        "x/official.toml: stylesheets: name: is not for files that are named one by one",
    )
