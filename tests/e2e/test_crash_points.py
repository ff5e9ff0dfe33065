"""A hub that is killed at the worst moments loses nothing and shows nothing twice."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.app.clock import SystemClock
from hub.app.failpoints import FAILPOINTS
from hub.store.store import SqlStore
from tests.world import drop, files

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("hub_process.py")

DROPPED = {
    "one.txt": "catalogue K-1 good north south",
    "two.txt": "catalogue K-2 good north south",
    "bad.txt": "catalogue K-3 bad north",
    "three.txt": "catalogue K-4 good north",
}
SHOWN = {
    "north/K-1.txt": "K-1 good for north\n",
    "north/K-2.txt": "K-2 good for north\n",
    "north/K-4.txt": "K-4 good for north\n",
    "south/K-1.txt": "K-1 good for south\n",
    "south/K-2.txt": "K-2 good for south\n",
}
ENDED = {"done": ["one.txt", "three.txt", "two.txt"], "rejected": ["bad.txt"]}


def environment(failpoint: str | None = None) -> dict[str, str]:
    """The environment of a hub process."""
    given = {key: value for key, value in os.environ.items() if key != "HUB_FAILPOINT"}
    given["PYTHONPATH"] = str(ROOT)
    # The same modules are loaded by many processes: compiled once, wherever that is allowed.
    given["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "hub-test-bytecode")
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given if failpoint is None else given | {"HUB_FAILPOINT": failpoint}


class Servant:
    """Lets one new hub process after another do everything there is to do."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), "serve"],
            env=environment(),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def once(self, home: Path, failpoint: str = "-") -> int:
        """Return how the process ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{home} {failpoint}\n".encode())
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
def servant() -> Iterator[Servant]:
    """A starter of hub processes."""
    started = Servant()
    yield started
    started.close()


@contextmanager
def running(home: Path, failpoint: str | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """A supervised hub."""
    log = (home / "log").open("ab")
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "run", str(home)],
        env=environment(failpoint),
        cwd=ROOT,
        stdout=log,
        stderr=log,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


def until(reached: Callable[[], bool], home: Path, seconds: float = 30.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, (home / "log").read_text()[-4000:]
        time.sleep(0.05)


def outputs(home: Path) -> dict[str, str]:
    """What the receivers see: hidden files are none of theirs."""
    shown = files(home / "out") if (home / "out").is_dir() else {}
    return {
        path: text for path, text in shown.items() if not path.rpartition("/")[2].startswith(".")
    }


def check_ending(home: Path) -> None:
    """Everything arrived once, was answered once, in order, and the trace says so."""
    assert outputs(home) == SHOWN
    sender = home / "in" / "mill"
    for verdict, names in ENDED.items():
        beside = [f"{name}{end}" for name in names for end in ("", ".report.json", ".report.txt")]
        assert sorted(path.name for path in (sender / verdict).iterdir()) == sorted(beside)
    assert not list((sender / "taken").iterdir())
    assert [path.name for path in sender.iterdir() if path.is_file()] == []
    store = SqlStore.embedded(home, SystemClock())
    found = store.archive.search("mill")
    assert len(found) == len(DROPPED)
    assert {one["state"] for one in found} == {"ended"}
    for one in found:
        events = [event["event"] for event in store.archive.trace(one["id"])]
        assert events.count("received") == 1
        assert events.count("answered") == 1
        whole = store.archive.interchange(one["id"])
        assert whole is not None
        sent = [row for row in whole["deliveries"] if row["kind"] == "output"]
        assert events.count("delivered") == len(sent)
        verdict = "done" if one["name"] in ENDED["done"] else "rejected"
        report = json.loads((sender / verdict / f"{one['name']}.report.json").read_text())
        assert report["interchange"] == one["id"]
    store.close()


@pytest.mark.parametrize("moment", FAILPOINTS)
def test_killed_at(moment: str, tmp_path: Path, servant: Servant) -> None:
    """Killed at this moment and started again, the hub ends as if nothing had happened."""
    for name, text in DROPPED.items():
        drop(tmp_path, "mill", name, text)
        time.sleep(0.002)  # the order of acceptance is that of the files' times
    assert servant.once(tmp_path, moment) == -signal.SIGKILL
    assert (tmp_path / f"failpoint.{moment}").exists()
    assert servant.once(tmp_path) == 0
    check_ending(tmp_path)


@pytest.mark.parametrize(
    "moment", ["intake.after-commit", "worker.in-transaction", "port.after-send"]
)
def test_supervisor_starts_again(moment: str, tmp_path: Path) -> None:
    """A child that is killed at work is replaced, and nothing shows of it."""
    for name, text in DROPPED.items():
        drop(tmp_path, "mill", name, text)
    with running(tmp_path, moment) as hub:
        rejected = tmp_path / "in" / "mill" / "rejected" / "bad.txt"
        until(lambda: len(outputs(tmp_path)) == len(SHOWN) and rejected.exists(), tmp_path)
        until(lambda: not list((tmp_path / "in" / "mill" / "taken").iterdir()), tmp_path)
        time.sleep(0.3)
    assert hub.returncode == 0
    assert (tmp_path / f"failpoint.{moment}").exists()
    check_ending(tmp_path)
