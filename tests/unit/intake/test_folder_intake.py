"""The drop folder: when a file is taken, and how its sender gets an answer."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.errors import PortUnavailable
from hub.formats.payload import Payload
from hub.intake.folder import FolderIntake
from hub.pipeline.protocols import Acceptance, Arrival, Consignment
from tests.world import FakeClock, files

ID = "11111111-2222-3333-4444-555555555555"
NOBODY = 65534


@pytest.fixture
def intake(tmp_path: Path) -> FolderIntake:
    """A drop folder that takes what does not change for two seconds."""
    (tmp_path / "work").mkdir()
    return FolderIntake("mill", tmp_path / "in", tmp_path / "work", FakeClock(), settle=2.0)


@pytest.fixture
def plain_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody who may not read everything, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    if os.geteuid():
        yield
        return
    os.chown(tmp_path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


def look(intake: FolderIntake, seconds: float = 0.0) -> list[Arrival]:
    """Look into the folder after some time."""
    intake._ripeness._clock.advance(seconds)  # type: ignore[attr-defined]
    return intake.arrivals(100)


def put(tmp_path: Path, name: str, text: str = "text") -> Path:
    """Put a file into the folder."""
    (tmp_path / "in").mkdir(exist_ok=True)
    path = tmp_path / "in" / name
    path.write_text(text)
    return path


def answer(name: str, verdict: str = "done", identity: str = ID) -> Consignment:
    """An answer to hand back."""
    report = f'{{"interchange": "{identity}"}}'.encode()
    return Consignment(
        id="a",
        kind="return",
        port="account:mill",
        lane="l",
        epoch=1,
        number=1,
        interchange=identity,
        document=None,
        account="mill",
        name=name,
        media_type="application/json",
        payload=Payload.of_bytes(report, "r"),
        attempt=1,
        claimed=0.0,
        companion=Payload.of_bytes(b"words", "t"),
        verdict=verdict,
    )


def test_takes_what_has_settled(intake: FolderIntake, tmp_path: Path) -> None:
    """A file is taken once it stayed the same for the settling time, and not before."""
    put(tmp_path, "a.xml", "<a/>")
    assert look(intake) == []
    assert look(intake, 1.9) == []
    arrival = look(intake, 0.1)[0]
    assert (arrival.account, arrival.name, arrival.payload.head(99)) == ("mill", "a.xml", b"<a/>")


def test_growing_file_is_waited_for(intake: FolderIntake, tmp_path: Path) -> None:
    """A file that still grows starts its settling time anew."""
    path = put(tmp_path, "a.xml", "<a")
    assert look(intake) == []
    path.write_text("<a/> and more")
    assert look(intake, 2) == []
    assert intake.settling()
    assert look(intake, 2)[0].payload.head(99) == b"<a/> and more"


def test_marker_says_complete(intake: FolderIntake, tmp_path: Path) -> None:
    """A marker beside a file replaces the settling time, and goes with it."""
    put(tmp_path, "a.xml")
    put(tmp_path, "a.xml.done", "")
    put(tmp_path, "gone.xml.ready", "")
    arrivals = look(intake)
    assert [one.name for one in arrivals] == ["a.xml"]
    intake.taken([(arrivals[0], Acceptance(ID, 1))])
    assert sorted(files(tmp_path / "in")) == ["gone.xml.ready", f"taken/{ID}~a.xml"]


@pytest.mark.parametrize("name", [".a.xml", "a.xml.part", "a.tmp", "a.FILEPART", "a.xml~"])
def test_temporary_names_are_left(intake: FolderIntake, tmp_path: Path, name: str) -> None:
    """A name that says "still being written" is never taken."""
    put(tmp_path, name)
    look(intake)
    assert look(intake, 100) == []


def test_empty_file_settles_longer(intake: FolderIntake, tmp_path: Path) -> None:
    """An empty file is given ten times as long, then taken as it is."""
    put(tmp_path, "a.xml", "")
    look(intake)
    assert look(intake, 19) == []
    assert look(intake, 1)[0].payload.size == 0


def test_same_delivery_has_the_same_key(intake: FolderIntake, tmp_path: Path) -> None:
    """Seen again after a crash it is the same delivery; dropped again it is another."""
    path = put(tmp_path, "a.xml")
    look(intake)
    first = look(intake, 2)[0]
    again = FolderIntake("mill", tmp_path / "in", tmp_path / "work", FakeClock(), settle=0.0)
    assert again.arrivals(9)[0].key == first.key
    stamp = path.stat().st_mtime_ns
    path.unlink()
    put(tmp_path, "a.xml")
    os.utime(path, ns=(stamp, stamp))
    assert again.arrivals(9)[0].key != first.key


def test_taking_may_be_repeated(intake: FolderIntake, tmp_path: Path) -> None:
    """Taking a file that was taken already changes nothing."""
    put(tmp_path, "a.xml")
    look(intake)
    arrival = look(intake, 2)[0]
    for _ in range(2):
        intake.taken([(arrival, Acceptance(ID, 1))])
    assert list(files(tmp_path / "in")) == [f"taken/{ID}~a.xml"]


def test_replaced_file_is_not_taken_for_the_old_one(intake: FolderIntake, tmp_path: Path) -> None:
    """A new file of the same name, there before the move, stays and is a new delivery."""
    put(tmp_path, "a.xml")
    look(intake)
    arrival = look(intake, 2)[0]
    put(tmp_path, "b.xml", "other text").rename(tmp_path / "in" / "a.xml")
    intake.taken([(arrival, Acceptance(ID, 1))])
    assert files(tmp_path / "in") == {"a.xml": "other text"}


def test_large_file_is_copied_and_the_copy_goes(intake: FolderIntake, tmp_path: Path) -> None:
    """A large file is read from a copy that cannot change, which goes once it is accepted."""
    put(tmp_path, "a.xml", "x" * 300_000)
    look(intake)
    arrival = look(intake, 2)[0]
    assert arrival.payload.path is not None
    assert arrival.payload.path.parent == tmp_path / "work"
    intake.taken([(arrival, Acceptance(ID, 1))])
    assert list((tmp_path / "work").iterdir()) == []


def test_links_and_devices_are_never_opened(intake: FolderIntake, tmp_path: Path) -> None:
    """A link, pipe or socket is left where it is, and the sender finds a note."""
    secret = tmp_path / "secret"
    secret.write_text("not for you")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.xml").symlink_to(secret)
    (tmp_path / "in" / "dangling.xml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "in" / "pipe.xml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "in" / "s.xml"))
        look(intake)
        assert look(intake, 100) == []
    notes = sorted(path.name for path in (tmp_path / "in" / "rejected").iterdir())
    assert notes == [f"{name}.xml.report.txt" for name in ("dangling", "link", "pipe", "s")]
    assert (tmp_path / "in" / "link.xml").is_symlink()


@pytest.mark.usefixtures("plain_user")
def test_files_that_may_not_be_read_hold_up_nobody() -> None:
    """Others are taken; sender and operator are told once, and the file is taken when it can be."""
    told: list[Path] = []
    folder, work = Path("in"), Path("work")
    work.mkdir()
    clock = FakeClock()
    intake = FolderIntake("mill", folder, work, clock, settle=0.0, closed=told.append)
    for number in range(70):
        put(Path(), f"{number}.xml").chmod(0)
        os.utime(folder / f"{number}.xml", (number, number))
    put(Path(), "later.xml")
    for _ in range(2):
        assert [one.name for one in intake.arrivals(64)] == ["later.xml"]
    assert sorted(told) == sorted(folder / f"{number}.xml" for number in range(70))
    notes = folder / "rejected"
    assert (notes / "7.xml.report.txt").read_text().startswith("7.xml may not be read")
    (folder / "7.xml").chmod(0o600)
    assert [one.name for one in intake.arrivals(64)] == ["7.xml", "later.xml"]
    assert len(list(notes.iterdir())) == 69
    assert len(told) == 70


@pytest.mark.usefixtures("plain_user")
@pytest.mark.parametrize("later", [False, True])
def test_a_note_takes_no_reports_place(*, later: bool) -> None:
    """A true report of an earlier file of this name stays, and the sender is told all the same."""
    folder, notes = Path("in"), Path("in/rejected")
    Path("work").mkdir()
    notes.mkdir(parents=True)
    report, note = notes / "price.xml.report.txt", notes / "price.xml.not-read.report.txt"
    if not later:
        report.write_text("Line 7 has no price.")
    intake = FolderIntake("mill", folder, Path("work"), FakeClock(), settle=0.0)
    put(Path(), "price.xml").chmod(0)
    assert intake.arrivals(64) == []
    told = report if later else note
    assert told.read_text().startswith("price.xml may not be read")
    report.write_text("Line 7 has no price.")
    (folder / "price.xml").chmod(0o600)
    assert [one.name for one in intake.arrivals(64)] == ["price.xml"]
    assert list(notes.iterdir()) == [report]
    assert report.read_text() == "Line 7 has no price."


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a\nb.xml", "a_b.xml"),
        ("\x1b[31mred.xml", "_[31mred.xml"),
        ("a\\..\\evil.xml", "a_.._evil.xml"),
        ("x" * 251 + ".xml", "x" * 196 + ".xml"),
        ("\u202efdp.xml", "_fdp.xml"),
        (os.fsdecode(b"caf\xe9.xml"), "caf_.xml"),
        ("price list (1).xml", "price list (1).xml"),
    ],
)
def test_strange_names_become_harmless(
    intake: FolderIntake, tmp_path: Path, name: str, safe: str
) -> None:
    """A file is accepted under a name that no terminal, disk or folder stumbles over."""
    put(tmp_path, name)
    look(intake)
    arrival = look(intake, 2)[0]
    assert arrival.name == safe
    intake.taken([(arrival, Acceptance(ID, 1))])
    intake.answer(answer(arrival.name))
    assert len(list((tmp_path / "in" / "done").iterdir())) == 3


def test_answer_brings_the_file_back(intake: FolderIntake, tmp_path: Path) -> None:
    """The file lies in done or rejected with its report and text; a repeat changes nothing."""
    put(tmp_path, "a.xml", "<a/>")
    look(intake)
    intake.taken([(look(intake, 2)[0], Acceptance(ID, 1))])
    for _ in range(2):
        receipt = intake.answer(answer("a.xml", "rejected"))
    intake.flush()
    assert receipt.where == str(tmp_path / "in" / "rejected" / "a.xml")
    assert files(tmp_path / "in") == {
        "rejected/a.xml": "<a/>",
        "rejected/a.xml.report.json": f'{{"interchange": "{ID}"}}',
        "rejected/a.xml.report.txt": "words",
    }


def test_answers_to_one_name_do_not_meet(intake: FolderIntake, tmp_path: Path) -> None:
    """A second file of the same name comes back beside the first one, each with its report."""
    other = "99999999-2222-3333-4444-555555555555"
    intake.arrivals(1)
    intake.answer(answer("a.xml"))
    intake.answer(answer("a.xml", identity=other))
    intake.answer(answer("a.xml", identity=other))
    names = sorted(path.name for path in (tmp_path / "in" / "done").iterdir())
    assert names == sorted(
        f"a{mark}.xml{end}" for mark in ("", "~99999999") for end in (".report.json", ".report.txt")
    )


def test_folder_that_is_no_folder_is_unavailable(tmp_path: Path) -> None:
    """A folder that cannot be looked into is the world's trouble, to be tried again."""
    (tmp_path / "in").write_text("a file")
    intake = FolderIntake("mill", tmp_path / "in", tmp_path, FakeClock())
    with pytest.raises(PortUnavailable, match="in"):
        intake.arrivals(9)
    with pytest.raises(PortUnavailable):
        intake.answer(answer("a.xml"))


@pytest.mark.parametrize("name", ["taken", "done", "rejected"])
def test_links_to_other_folders_are_not_used(
    intake: FolderIntake, tmp_path: Path, name: str
) -> None:
    """A sender cannot have its files moved into somebody else's folder."""
    (tmp_path / "other").mkdir()
    put(tmp_path, "a.xml")
    (tmp_path / "in" / name).symlink_to(tmp_path / "other")
    with pytest.raises(PortUnavailable, match="is a link"):
        look(intake)
    with pytest.raises(PortUnavailable, match="is a link"):
        intake.answer(answer("a.xml", "rejected"))
    assert files(tmp_path / "other") == {}


def test_note_is_not_written_through_a_link(intake: FolderIntake, tmp_path: Path) -> None:
    """The note about a link goes nowhere else."""
    (tmp_path / "in" / "rejected").mkdir(parents=True)
    (tmp_path / "in" / "link.xml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in/rejected/link.xml.report.txt").symlink_to(tmp_path / "victim")
    look(intake)
    assert not (tmp_path / "victim").exists()
