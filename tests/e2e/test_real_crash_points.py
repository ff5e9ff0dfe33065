"""Killed at the worst moments with real documents in hand, the hub loses and doubles nothing."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.failpoints import FAILPOINTS
from tests.e2e.installation import EXAMPLES, Installation

SCRIPT = Path(__file__).with_name("real_process.py")
CATALOGUE = EXAMPLES / "catalogues" / "fjordmad.xlsx"
MOMENTS = [moment for moment in FAILPOINTS if moment.startswith(("worker.", "port.", "answer."))]
DROPPED = {
    "catalogue.xlsx": ("fjordmad", "done", CATALOGUE),
    "invoice.xml": ("nordlys", "done", EXAMPLES / "documents" / "faktura-5001.xml"),
    "letter.txt": ("nordlys", "rejected", EXAMPLES / "documents" / "brev.txt"),
}


class Servant:
    """Lets one new hub process after another do everything there is to do."""

    def __init__(self, folder: Path, schemas: Path) -> None:
        self.schemas = schemas
        self._log = (folder / "log").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(CATALOGUE)],
            env=Installation(folder, schemas, HUB_SETTLE="0").environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def once(self, home: Path, failpoint: str = "-") -> int:
        """Return how the process ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{home} {failpoint}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        if not said.strip():
            self._log.seek(0)
            pytest.fail(self._log.read().decode()[-4000:])
        return int(said)

    def close(self) -> None:
        """End it."""
        self._process.communicate()
        self._log.close()


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
    assert len([path for path in found if path.endswith(".xml")]) >= 5
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
