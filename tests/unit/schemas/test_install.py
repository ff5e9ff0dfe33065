"""Installing schemas from a folder, zip or wheel; what is damaged is said."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from hub.errors import SchemasMissing
from hub.schemas.install import ORIGIN, SetState, install, status
from hub.schemas.manifest import load_manifest, render_manifest
from hub.schemas.sources import schema_files
from hub.xml.canonical import canonical


def installed_files(home: Path) -> dict[tuple[str, str], bytes]:
    """Every trusted file of an installation."""
    return {
        (t.set_name, t.path): (home / t.set_name / t.path).read_bytes() for t in load_manifest()
    }


def states(home: Path) -> list[SetState]:
    """How the sets of an installation stand."""
    return [found.state for found in status(home)]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with the given members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_manifest_is_what_the_installed_files_render_to(schemas_home: Path) -> None:
    """The committed manifest can be made again from the files it lists."""
    text = render_manifest(installed_files(schemas_home))
    assert Path("xsd/manifest.toml").read_text(encoding="utf-8") == text


def test_a_folder_is_installed_with_its_origin(schemas_home: Path, tmp_path: Path) -> None:
    """Each set lands in its place, whole, with a note of where it came from."""
    counts: list[tuple[int, int]] = []
    install(tmp_path / "home", schemas_home, lambda done, total: counts.append((done, total)))
    assert states(tmp_path / "home") == [SetState.INSTALLED] * 3
    origin = json.loads((tmp_path / "home/ubl-2.0" / ORIGIN).read_text(encoding="utf-8"))
    assert origin["source"] == schemas_home.name
    assert counts[-1] == (len(load_manifest()),) * 2
    assert [path.name for path in sorted((tmp_path / "home").iterdir())] == [
        "ubl-2.0",
        "ubl-2.1",
        "ubl-2.2",
    ]


def test_line_ends_and_folders_of_a_source_do_not_matter(
    schemas_home: Path, tmp_path: Path
) -> None:
    """A zip with other folders, CRLF and hostile names gives the very same installation."""
    members = {
        f"../../{number}/{path}": data.replace(b"\n", b"\r\n")
        for number, ((_, path), data) in enumerate(installed_files(schemas_home).items())
    }
    archive = tmp_path / "schemas.zip"
    archive.write_bytes(zipped(members | {"../evil.xsd": b"<a/>", "x/readme.txt": b"x"}))
    install(tmp_path / "deep" / "home", archive)
    assert installed_files(tmp_path / "deep" / "home") == installed_files(schemas_home)
    assert not list(tmp_path.rglob("evil.xsd"))
    origin = json.loads((tmp_path / "deep/home/ubl-2.1" / ORIGIN).read_text(encoding="utf-8"))
    assert origin["sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()


def test_one_changed_file_installs_nothing(schemas_home: Path, tmp_path: Path) -> None:
    """A file that differs is named, and what stood there before stays."""
    members = {path: data for (_, path), data in installed_files(schemas_home).items()}
    name = "maindoc/UBL-Invoice-2.1.xsd"
    members[name] = members[name].replace(b'minOccurs="1"', b'minOccurs="0"')
    archive = tmp_path / "schemas.zip"
    archive.write_bytes(zipped(members))
    home = tmp_path / "home"
    with pytest.raises(SchemasMissing, match=r"UBL-Invoice-2\.1\.xsd is not the file"):
        install(home, archive)
    assert states(home) == [SetState.MISSING] * 3
    assert list(home.iterdir()) == []


def test_damage_is_found_and_repaired(schemas_home: Path, tmp_path: Path) -> None:
    """A changed or missing file makes a set damaged; installing again repairs it."""
    home = tmp_path / "home"
    install(home, schemas_home)
    (home / "ubl-2.2/maindoc/UBL-Order-2.2.xsd").write_bytes(b"<a/>")
    (home / "ubl-2.2/maindoc/UBL-Invoice-2.2.xsd").unlink()
    damaged = status(home)[2]
    assert damaged.state is SetState.DAMAGED
    assert damaged.wrong == ("maindoc/UBL-Invoice-2.2.xsd", "maindoc/UBL-Order-2.2.xsd")
    install(home, schemas_home)
    assert states(home) == [SetState.INSTALLED] * 3


def test_what_is_in_place_is_not_fetched_again(schemas_home: Path, tmp_path: Path) -> None:
    """Without a source a whole installation is left as it is, and nothing is downloaded."""
    install(tmp_path, schemas_home)
    before = (tmp_path / "ubl-2.0" / ORIGIN).stat().st_mtime_ns
    install(tmp_path)
    assert (tmp_path / "ubl-2.0" / ORIGIN).stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\x03\x04broken"])
def test_an_unusable_source_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A source that is absent or no archive gives one clear sentence."""
    source = tmp_path / "schemas.whl"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(SchemasMissing, match=r"schemas\.whl: not a wheel, zip file or folder"):
        install(tmp_path / "home", source)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_a_truncated_archive_is_refused(tmp_path: Path, method: int) -> None:
    """An archive whose content is damaged ends in a sentence, not in a trace of the library."""
    archive = tmp_path / "schemas.zip"
    data = bytearray(zipped({"a/b.xsd": b"<a/>" * 5000}, method))
    data[40:60] = b"\0" * 20
    archive.write_bytes(bytes(data))
    with pytest.raises(SchemasMissing, match="damaged"):
        list(schema_files(archive))


def test_canonical_forgets_what_does_not_matter() -> None:
    """Line ends, declaration, quotes and DOCTYPE are forgotten; content is not."""
    one = b'<?xml version="1.0"?>\r\n<!DOCTYPE a [<!ENTITY e "x">]>\r\n<a b=\'1\' a="2">\r\n&e;</a>'
    other = b'<a a="2" b="1">\nx</a>\n'
    assert canonical(one) == canonical(other)
    assert canonical(other) != canonical(other.replace(b"2", b"3"))
    assert canonical(b"<a>") is None
