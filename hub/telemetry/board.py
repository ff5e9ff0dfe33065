"""What the processes of one ``hub run`` tell each other about being alive.

One of them answers for all when an orchestrator asks. Files in a folder of the home, because
a process that hangs or was killed can be read about there all the same::

    loop.worker.4711     the time until which this loop promised to be heard of again
    link.relay.4710      "up" or "down", and since when

Times are those of the machine's monotonic clock, which all its processes share.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Board", "Link", "Loop", "take_down"]

RENEWED = 1.0
"""Seconds for which a note is good enough: an idle loop turns ten times in it."""

LENGTH = 32
"""Bytes of a note."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A role's loop in one process; ``due`` is when it is next to be heard of."""

    role: str
    process: int
    due: float


@dataclass(frozen=True, slots=True)
class Link:
    """A role's link to the broker in one process, and since when it is as it is."""

    role: str
    process: int
    up: bool
    since: float


class Board:
    """Notes of this process, and the notes of all.

    Args:
        folder: shared by the processes; None when there is only this one.
        clock: seconds that never go back.
    """

    def __init__(
        self, folder: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self._folder = folder
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._notes: dict[str, str] = {}
        self._files: dict[str, int] = {}
        self._said: dict[str, tuple[float, float]] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def tick(self, role: str, quiet: float = 0.0) -> None:
        """This loop turns; it may not be heard of again for ``quiet`` seconds."""
        now = self.clock()
        when, promised = self._said.get(role, (-RENEWED, -1.0))
        if promised != quiet or now - when >= RENEWED:
            self._said[role] = now, quiet
            self._write(f"loop.{role}.{self._process}", f"{now + quiet:.3f}")

    def link(self, role: str, *, up: bool) -> None:
        """The link of this role stands now, or is gone; said again, it changes nothing."""
        name = f"link.{role}.{self._process}"
        word = "up" if up else "down"
        if not self._notes.get(name, "").startswith(f"{word} "):
            self._write(name, f"{word} {self.clock():.3f}")

    def loops(self) -> list[Loop]:
        """Return every loop that has been heard of."""
        return [Loop(role, process, float(words[0])) for role, process, words in self._read("loop")]

    def links(self) -> list[Link]:
        """Return every link that has been heard of."""
        return [
            Link(role, process, words[0] == "up", float(words[1]))
            for role, process, words in self._read("link")
        ]

    def _write(self, name: str, text: str) -> None:
        with self._guard:
            self._notes[name] = text
            if self._folder is None:
                return
            if name not in self._files:
                flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
                self._files[name] = os.open(self._folder / name, flags, 0o640)
            # In place and always as long: a worker does this before every document.
            os.pwrite(self._files[name], text.ljust(LENGTH).encode("ascii"), 0)

    def _read(self, what: str) -> Iterator[tuple[str, int, list[str]]]:
        for name, text in sorted(self._all().items()):
            kind, _, rest = name.partition(".")
            role, _, process = rest.rpartition(".")
            if kind == what:
                yield role, int(process), text.split()

    def _all(self) -> dict[str, str]:
        if self._folder is None:
            with self._guard:
                return dict(self._notes)
        found = {}
        for path in self._folder.glob("l*.*.*"):
            try:
                text = path.read_text(encoding="ascii")
            except FileNotFoundError:
                continue  # its process has just been found dead
            if text:  # else it is just being begun
                found[path.name] = text
        return found


def take_down(folder: Path, process: int) -> None:
    """Forget the notes of a process that ended."""
    for path in folder.glob(f"*.{process}"):
        path.unlink(missing_ok=True)
