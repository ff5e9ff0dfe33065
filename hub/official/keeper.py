"""Keeps the process that runs stylesheets: starts it, asks it, ends it when it takes too long."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import msgspec

import hub
from hub.official.reasons import BROKE_DOWN, NOT_STARTED, TOO_SLOW
from hub.official.wire import Answer, Question, read_frame, write_frame

__all__ = ["Keeper", "Leash"]

START_WITHIN: Final = 60.0
_FROM_OUTSIDE: Final = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""What the process may know of the hub's environment: nothing that holds a password."""


@dataclass(frozen=True, slots=True)
class Leash:
    """``seconds`` of processor time for one document, ``memory`` in bytes for the process.

    A busy machine may need ``patience`` times as long by the clock.
    """

    seconds: float = 30.0
    memory: int = 2 << 30
    patience: float = 4.0


class Keeper:
    """One process for stylesheets, started when it is first needed and again after its death."""

    def __init__(self, leash: Leash) -> None:
        self._leash = leash
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: set[str] = set()

    def __enter__(self) -> Self:
        """Return the keeper."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def ask(self, key: str, sheet: Callable[[], bytes], document: bytes) -> Answer:
        """Let a document be judged by a stylesheet; trouble is an answer as well.

        Args:
            key: names the stylesheet.
            sheet: gives its text, where the process does not know it yet.
            document: the bytes to be judged.
        """
        process = self._process or self._start()
        if process is None:
            return Answer(trouble=NOT_STARTED)
        text = b"" if key in self._sent else sheet()
        question = Question(key, text, document, int(self._leash.seconds))
        with _deadline(process, self._leash.seconds * self._leash.patience) as late:
            answer = _asked(process, question)
        if answer is None:
            self.close()
            if late.is_set() or process.returncode == -signal.SIGXCPU:
                return Answer(trouble=TOO_SLOW.fill(seconds=f"{self._leash.seconds:g}"))
            return Answer(trouble=BROKE_DOWN)
        if answer.trouble is None:
            self._sent.add(key)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        self._sent.clear()
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _shut(stream)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        """Start the process and wait until it is ready; None where it does not get so far."""
        home = str(Path(hub.__file__).parent.parent)
        environment = {name: os.environ[name] for name in _FROM_OUTSIDE if name in os.environ}
        process = self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "hub.official.child", str(self._leash.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=environment | {"PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        with _deadline(process, START_WITHIN):
            ready = process.stdout is not None and read_frame(process.stdout) is not None
        if not ready:
            self.close()
        return self._process


@contextmanager
def _deadline(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[threading.Event]:
    """End a process that takes too long for what is done here; the event says whether it did."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _asked(process: "subprocess.Popen[bytes]", question: Question) -> Answer | None:
    """Return what a process answers; None where it is gone."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        write_frame(process.stdin, question)
        data = read_frame(process.stdout)
    except (BrokenPipeError, ConnectionResetError):
        return None
    return None if data is None else msgspec.msgpack.decode(data, type=Answer)


def _shut(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        # What was still to be written has no reader any more.
        return
