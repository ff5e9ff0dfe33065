"""Hub processes by the dozen: what they load is loaded once, and each is a fork of that.

A sweep over crash points starts fifty processes; loaded one by one they would take minutes.
``python -m tests.proof.forge FILE`` reads lines of JSON, each asking for one process, and answers
each with a line; ``Forge`` is the other end. ``FILE`` is a document that warms it up.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.rehearsal import rehearse
from hub.app.roles import main
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload

__all__ = ["Forge", "Forged"]


@dataclass(frozen=True)
class Forged:
    """A hub process; the forge is its parent."""

    pid: int
    forge: "Forge"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._ended() is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self.alive:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.signal(signal.SIGKILL)
        self.wait(10)

    def wait(self, seconds: float) -> int:
        """How it ended: an exit code, or a signal as a negative number."""
        deadline = time.monotonic() + seconds
        while (code := self._ended()) is None:
            assert time.monotonic() < deadline, f"still running after {seconds} s"
            time.sleep(0.02)
        return code

    def _ended(self) -> int | None:
        code = self.forge.ask(look=self.pid)["code"]
        return None if code is None else int(code)


class Forge:
    """Starts hub processes, cheaply; ends them all when it is closed."""

    def __init__(self, settings: Mapping[str, str], document: Path, log: Path) -> None:
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.forge", str(document)],
            env=dict(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.log = log

    def start(self, roles: Sequence[str], settings: Mapping[str, str], log: Path) -> Forged:
        """Start a process for some roles, with settings and a log of its own."""
        asked = self.ask(roles=roles, settings=dict(settings), log=str(log))
        return Forged(asked["pid"], self)

    def ask(self, **words: Any) -> dict[str, Any]:
        """Ask the forge and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the forge has gone\n{self.log.read_text()[-4000:]}"
        told: dict[str, Any] = json.loads(answer)
        return told

    def close(self) -> None:
        """End it and all that it started."""
        self._process.communicate()
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _serve(example: Path) -> None:
    tools = Toolbox(Settings.from_environment())
    with tempfile.TemporaryDirectory() as folder:
        payload = Payload.of_file(example, example.name)
        rehearse(tools, payload, (), None, Path(folder))
    children: dict[int, int | None] = {}
    lifelines: list[int] = []
    for line in sys.stdin:
        asked = json.loads(line)
        if "look" in asked:
            answer = {"code": _look(children, asked["look"])}
        else:
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                for end in (*lifelines, writer):
                    os.close(end)
                _settle(reader, asked["log"])
                _work(asked["roles"], asked["settings"], tools)
            os.close(reader)
            lifelines.append(writer)
            children[child] = None
            answer = {"pid": child}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for child, code in children.items():
        if code is None:
            os.kill(child, signal.SIGKILL)


def _look(children: dict[int, int | None], child: int) -> int | None:
    if children[child] is None:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            children[child] = os.waitstatus_to_exitcode(status)
    return children[child]


def _settle(lifeline: int, log: str) -> None:
    """Give a new process its own input, output and process group."""
    os.setpgid(0, 0)
    printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for source, target in ((lifeline, 0), (printed, 1), (printed, 2)):
        os.dup2(source, target)


def _work(roles: list[str], settings: dict[str, str], loaded: Toolbox) -> None:
    """Be a hub process; never returns."""
    os.environ.update(settings)

    def opened() -> Hub:
        own = Settings.from_environment()
        tools = Toolbox(own)
        tools.schemas, tools.formats, tools.profiles = (
            loaded.schemas,
            loaded.formats,
            loaded.profiles,
        )
        return open_hub(own, tools=tools)

    code = 70
    try:
        code = main(roles, opened)
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
