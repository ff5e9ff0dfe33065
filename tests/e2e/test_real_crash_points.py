"""Killed at the worst moments with real documents in hand, the hub loses and doubles nothing."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.failpoints import FAILPOINTS
from tests.e2e.installation import EXAMPLES, Installation
from tests.e2e.servant import Servant

CATALOGUE = EXAMPLES / "catalogues" / "fjordmad.xlsx"
MOMENTS = [moment for moment in FAILPOINTS if moment.startswith(("worker.", "port.", "answer."))]
DROPPED = {
    "catalogue.xlsx": ("fjordmad", "done", CATALOGUE),
    "invoice.xml": ("nordlys", "done", EXAMPLES / "documents" / "faktura-5001.xml"),
    "letter.txt": ("nordlys", "rejected", EXAMPLES / "documents" / "brev.txt"),
}


@pytest.fixture(scope="module")
def servant(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Iterator[Servant]:
    """A starter of hub processes."""
    started = Servant(tmp_path_factory.mktemp("servant"), schemas_home)
    yield started
    started.close()


def dropped(home: Path, servant: Servant) -> Installation:
    """An installation with every document waiting in its sender's folder."""
    made = Installation(home, servant.schemas)
    for name, (account, _, path) in DROPPED.items():
        made.drop(account, path, name)
    return made


def shown(installation: Installation) -> dict[str, bytes]:
    """What receivers see, without the answers: these name the interchange."""
    out = installation.home / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.parent.name != "answers"
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, servant: Servant) -> dict[str, bytes]:
    """What receivers see when nothing happens to the hub."""
    made = dropped(tmp_path_factory.mktemp("undisturbed"), servant)
    assert servant.once(made.home) == 0
    check_ending(made)
    found = shown(made)
    assert len([path for path in found if path.endswith(".xml")]) >= 4
    return found


def check_ending(installation: Installation) -> None:
    """Each document ended once, its sender was answered once, every output sent once."""
    found = {one["name"]: one for one in installation.all()}
    assert len(installation.all()) == len(DROPPED)
    for name, (account, verdict, _) in DROPPED.items():
        whole = found[name]
        assert whole["state"] == "ended"
        sender = installation.home / "in" / account
        assert not list((sender / "taken").iterdir())
        assert (sender / verdict / name).is_file()
        report = json.loads((sender / verdict / f"{name}.report.json").read_bytes())
        assert report["interchange"] == whole["id"]
        events = [event["event"] for event in installation.events(whole["id"])]
        outputs = [one for one in whole["deliveries"] if one["kind"] == "output"]
        assert events.count("received") == 1
        assert events.count("accepted") + events.count("rejected") == 1
        assert events.count("delivered") == len(outputs)
        assert events.count("answered") == len(whole["deliveries"]) - len(outputs)
        assert {one["state"] for one in whole["deliveries"]} == {"delivered"}
    assert installation.sent("nordlys", "answers") == [
        "invoice.xml.report.json",
        "letter.txt.report.json",
    ]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at(
    moment: str, tmp_path: Path, servant: Servant, undisturbed: dict[str, bytes]
) -> None:
    """Killed at this moment and started again, receivers see the same files, byte for byte."""
    made = dropped(tmp_path, servant)
    assert servant.once(tmp_path, moment) == -signal.SIGKILL
    assert servant.once(tmp_path) == 0
    check_ending(made)
    assert shown(made) == undisturbed
