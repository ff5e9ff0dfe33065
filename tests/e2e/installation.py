"""A hub as it is installed: its own folder, the parties of the examples, real processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hub.app.clock import SystemClock
from hub.store.store import SqlStore

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PATIENCE = 60.0


def environment(**settings: str) -> dict[str, str]:
    """The environment of a hub process, with these settings and no other than the schemas."""
    given = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("HUB_") or key == "HUB_SCHEMAS"
    }
    given["PYTHONPATH"] = str(ROOT)
    # The same modules are loaded by many processes: compiled once, wherever that is allowed.
    given["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "hub-test-bytecode")
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given | settings


class Installation:
    """One home folder and what is done there by senders, receivers and operators."""

    def __init__(self, home: Path, schemas: Path, **settings: str) -> None:
        self.home = home
        self.log = home / "hub.log"
        self.environment = environment(
            HUB_HOME=str(home),
            HUB_SCHEMAS=str(schemas),
            **{"HUB_CONFIG": str(EXAMPLES / "config"), "HUB_LISTEN": "none"} | settings,
        )

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        """``hub run``, until it is told to stop as an operator would."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "hub", "run"],
                env=self.environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    def command(self, *words: str, seconds: float = PATIENCE) -> "subprocess.CompletedProcess[str]":
        """What a command says, and how it ends."""
        return subprocess.run(
            [sys.executable, "-m", "hub", *words],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def drop(self, account: str, contents: Path | bytes, name: str) -> Path:
        """Put a file into an account's folder, as a careful sender does."""
        folder = self.home / "in" / account
        folder.mkdir(parents=True, exist_ok=True)
        hidden = folder / f".{name}.part"
        if isinstance(contents, bytes):
            hidden.write_bytes(contents)
        else:
            shutil.copyfile(contents, hidden)
        return hidden.rename(folder / name)

    def sent(self, *parts: str) -> list[str]:
        """Names of what a receiver sees in one of its folders."""
        folder = self.home.joinpath("out", *parts)
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))

    @contextmanager
    def store(self) -> Iterator[SqlStore]:
        """The store, to ask it."""
        opened = SqlStore.embedded(self.home, SystemClock())
        try:
            yield opened
        finally:
            opened.close()

    def all(self) -> list[dict[str, Any]]:
        """Every interchange with its documents and deliveries, oldest first."""
        with self.store() as store:
            found = [store.archive.interchange(one["id"]) for one in store.archive.search("", 1000)]
        return [one for one in reversed(found) if one is not None]

    def called(self, name: str) -> dict[str, Any]:
        """The one interchange whose file had this name."""
        (found,) = [one for one in self.all() if one["name"] == name]
        return found

    def events(self, identity: str) -> list[dict[str, Any]]:
        """The trace of an interchange."""
        with self.store() as store:
            return store.archive.trace(identity)

    def until_ended(self, *names: str, seconds: float = PATIENCE) -> None:
        """Wait until each of these files has ended, with everything handed over."""

        def ended() -> bool:
            if not (self.home / "hub.sqlite").is_file():
                return False
            known = {one["name"]: one for one in self.all()}
            return all(name in known and is_over(known[name]) for name in names)

        self.until(ended, seconds)

    def until(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait for something to become true."""
        deadline = time.monotonic() + seconds
        while not reached():
            said = self.log.read_text() if self.log.is_file() else ""
            assert time.monotonic() < deadline, said[-4000:]
            time.sleep(0.1)


def is_over(interchange: dict[str, Any]) -> bool:
    """Whether nothing more will happen to an interchange by itself."""
    return interchange["state"] != "open" and all(
        one["state"] != "waiting" for one in interchange["deliveries"]
    )
