"""The folder port: one file for each output, whatever lies there already."""

import dataclasses
import errno
import os
from pathlib import Path

import pytest

from hub.errors import PortUnavailable
from hub.formats.payload import Payload
from hub.pipeline.enclosure import ENCLOSURE, Enclosure
from hub.pipeline.protocols import Consignment
from hub.ports.folder import FolderPort
from tests.world import files

ID = "aaaaaaaa-2222-3333-4444-555555555555"


def consignment(text: bytes = b"new", name: str = "a.xml", attempt: int = 1) -> Consignment:
    """Something to hand over."""
    return Consignment(
        id=ID,
        kind="output",
        port="p",
        lane="l",
        epoch=1,
        number=7,
        interchange="i",
        document="d",
        account="mill",
        name=name,
        media_type="application/xml",
        payload=Payload.of_bytes(text, name),
        attempt=attempt,
        claimed=0.0,
    )


@pytest.fixture
def port(tmp_path: Path) -> FolderPort:
    """A folder port."""
    return FolderPort(tmp_path / "out")


def test_sends_the_bytes(port: FolderPort, tmp_path: Path) -> None:
    """The receiver finds exactly the bytes under the name; nothing else is there."""
    receipt = port.send(consignment())
    port.flush()
    assert receipt.where == str(tmp_path / "out" / "a.xml")
    assert files(tmp_path / "out") == {"a.xml": "new"}


def test_repeat_shows_once(port: FolderPort, tmp_path: Path) -> None:
    """A repeat after a crash overwrites the same file."""
    port.send(consignment())
    port.send(consignment(attempt=2))
    assert files(tmp_path / "out") == {"a.xml": "new"}


def test_remains_of_a_crash_are_replaced(port: FolderPort, tmp_path: Path) -> None:
    """A half-written hidden file of an earlier attempt is used up by the next one."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / f".{ID}.part").write_text("half")
    port.send(consignment(attempt=2))
    assert files(tmp_path / "out") == {"a.xml": "new"}


@pytest.mark.parametrize("attempt", [1, 2])
def test_foreign_file_is_left_alone(port: FolderPort, tmp_path: Path, attempt: int) -> None:
    """A file that somebody else put there stays; the output goes beside it, once."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.xml").write_text("theirs")
    for again in range(attempt, attempt + 2):
        port.send(consignment(attempt=again))
    assert files(tmp_path / "out") == {"a.xml": "theirs", "a+aaaaaaaa.xml": "new"}


def test_link_in_the_way_is_not_followed(port: FolderPort, tmp_path: Path) -> None:
    """A link under the wanted name is never written through."""
    (tmp_path / "out").mkdir()
    (tmp_path / "victim").write_text("precious")
    (tmp_path / "out" / "a.xml").symlink_to(tmp_path / "victim")
    (tmp_path / "out" / f".{ID}.part").symlink_to(tmp_path / "victim")
    with pytest.raises(PortUnavailable):
        port.send(consignment())
    port.send(consignment(attempt=2))
    assert (tmp_path / "victim").read_text() == "precious"
    assert (tmp_path / "out" / "a+aaaaaaaa.xml").read_text() == "new"


@pytest.mark.parametrize("name", ["../../a.xml", "/etc/a.xml", "a\x00b\n.xml", "x" * 300 + ".xml"])
def test_names_stay_in_the_folder(port: FolderPort, tmp_path: Path, name: str) -> None:
    """Whatever an output is called, it lands in the folder under a name that fits."""
    where = Path(port.send(consignment(name=name)).where)
    assert where.parent == tmp_path / "out"
    assert where.read_bytes() == b"new"
    assert len(where.name.encode()) <= 200


def test_folder_in_the_way_is_unavailable(tmp_path: Path) -> None:
    """A folder that cannot be made is the world's trouble."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PortUnavailable, match="out"):
        FolderPort(tmp_path / "out").send(consignment())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
def test_failing_disk_is_unavailable(
    port: FolderPort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A full, read-only or forbidden disk is tried again, and leaves no half file behind."""
    real = os.fsync

    def fails(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(PortUnavailable, match=os.strerror(code)):
        port.send(consignment())
    assert files(tmp_path / "out") == {}
    monkeypatch.setattr(os, "fsync", real)
    port.send(dataclasses.replace(consignment(), attempt=2))
    assert files(tmp_path / "out") == {"a.xml": "new"}


def test_a_pdf_for_people_lies_beside_the_document(tmp_path: Path) -> None:
    """It has the document's name, and another one's file of that name is left alone."""
    enclosed = Enclosure("7", "Ordre 7", "Nummer: 7\n", b"%PDF-1")
    beside = Payload.of_bytes(enclosed.encode(), "enclosure.json", ENCLOSURE)
    port = FolderPort(tmp_path)
    for attempt in (1, 2):
        given = consignment(b"<o/>", name="o.xml", attempt=attempt)
        port.send(dataclasses.replace(given, companion=beside))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["o.xml", "o.xml.pdf"]
        assert (tmp_path / "o.xml.pdf").read_bytes() == b"%PDF-1"
    (tmp_path / "p.xml.pdf").write_bytes(b"somebody else's")
    port.send(dataclasses.replace(consignment(b"<p/>", name="p.xml"), companion=beside))
    assert (tmp_path / "p.xml.pdf").read_bytes() == b"somebody else's"
    assert (tmp_path / "p.xml+aaaaaaaa.pdf").read_bytes() == b"%PDF-1"
