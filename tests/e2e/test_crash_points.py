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


def environment() -> dict[str, str]:
    """The environment of a hub process."""
    given = {key: value for key, value in os.environ.items() if key != "HUB_FAILPOINT"}
    given["PYTHONPATH"] = str(ROOT)
    # The same modules are loaded by many processes: compiled once, wherever that is allowed.
    given["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "hub-test-bytecode")
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given


class Servant:
    """Lets one new hub process after another do everything there is to do."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close
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
def running(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A supervised hub."""
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), "run", str(home)],
            env=environment(),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


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


def children(process: int) -> dict[str, int]:
    """The children of a supervisor: their first roles and process ids."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue  # it ended while we looked
        if parent == process and b"child" in words:
            role = words[words.index(b"child") + 2].decode().partition("@")[0]
            found[role] = int(entry.name)
    return found


def test_every_process_is_killed_in_turn(tmp_path: Path) -> None:
    """Worker, ways and supervisor are killed one after the other; all arrives once, in order."""
    total = 0

    def drop_some() -> None:
        nonlocal total
        for _ in range(10):
            drop(tmp_path, "mill", f"f{total:03}.txt", f"catalogue K-{total:03} good north")
            total += 1

    def arrived() -> bool:
        return len(outputs(tmp_path)) == total

    drop_some()
    with running(tmp_path) as hub:
        for role in ("worker", "intake"):
            until(arrived, tmp_path)
            until(lambda role=role: role in children(hub.pid), tmp_path)  # type: ignore[misc]
            drop_some()
            os.kill(children(hub.pid)[role], signal.SIGKILL)
        until(lambda: len(outputs(tmp_path)) > total - 10, tmp_path)
        hub.kill()
        hub.wait()
    drop_some()
    with running(tmp_path) as hub:
        until(arrived, tmp_path)
        until(lambda: len(list((tmp_path / "in/mill/done").glob("*.json"))) == total, tmp_path)
        time.sleep(0.3)
    assert hub.returncode == 0
    assert len(files(tmp_path / "in" / "mill")) == total * 3
    store = SqlStore.embedded(tmp_path, SystemClock())
    sent = [
        (event["number"], event["details"]["number"])
        for one in store.archive.search("mill", 1000)
        for event in store.archive.trace(one["id"])
        if event["event"] == "delivered"
    ]
    store.close()
    assert [number for _, number in sorted(sent)] == sorted(number for _, number in sent)
    assert len(sent) == total


def test_stopping_lets_the_document_in_hand_end(tmp_path: Path) -> None:
    """A second hub is refused; SIGTERM ends the first one without wasting an attempt."""
    with running(tmp_path) as hub:
        until((tmp_path / "in/mill/done").is_dir, tmp_path)
        second = subprocess.run(
            [sys.executable, str(SCRIPT), "run", str(tmp_path)],
            env=environment(),
            cwd=ROOT,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 3
        assert f"another hub (process {hub.pid}) already works" in second.stderr.decode()
        drop(tmp_path, "mill", "slow.txt", "catalogue K-1 good north")
        begun = tmp_path / "work" / "worker-1"
        until(lambda: begun.is_dir() and any(begun.iterdir()), tmp_path)
    assert hub.returncode == 0
    store = SqlStore.embedded(tmp_path, SystemClock())
    found = store.archive.search("slow.txt")[0]
    assert (found["state"], found["attempts"]) == ("ended", 1)
    store.close()
