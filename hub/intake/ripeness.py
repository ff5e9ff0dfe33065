"""When is a dropped file complete?"""

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hub.pipeline.protocols import Clock

__all__ = ["Ripeness", "Seen", "companion_of", "is_marker", "is_temporary"]

TEMPORARY = (".tmp", ".part", ".filepart", "~")
NAME_MAX = 255
"""Bytes of the longest name a file can have."""
MARKERS = (".done", ".ready")
EMPTY_FACTOR = 10
"""An empty file is often one whose first byte is still on the way."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it looked at one moment; any write, rename or replacement changes it."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Self:
        """Note what identifies the file."""
        return cls(
            status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )

    def key(self, name: str) -> str:
        """Name this one delivery, the same after a crash and never again."""
        named = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        return f"{self.device}:{self.inode}:{self.size}:{self.mtime_ns}:{self.ctime_ns}:{named}"


class Ripeness:
    """Remembers looks at a folder: ripe is what stayed the same for a settling time."""

    def __init__(self, clock: Clock, settle: float) -> None:
        self._clock = clock
        self._settle = settle
        self._looks: dict[str, tuple[Seen, float]] = {}

    def ripe(self, name: str, seen: Seen) -> bool:
        """Note a look, and say whether the file has been like this long enough."""
        now = self._clock.monotonic()
        before = self._looks.get(name)
        if before is None or before[0] != seen:
            self._looks[name] = (seen, now)
            return self._settle == 0
        return now - before[1] >= self._wanted(seen)

    def settling(self) -> bool:
        """Whether a file was seen that may be ripe soon."""
        now = self._clock.monotonic()
        return any(now - since <= self._wanted(seen) for seen, since in self._looks.values())

    def forget(self, name: str) -> None:
        """Forget a file that was taken."""
        self._looks.pop(name, None)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget files that are gone."""
        for name in [name for name in self._looks if name not in names]:
            del self._looks[name]

    def _wanted(self, seen: Seen) -> float:
        return self._settle if seen.size else self._settle * EMPTY_FACTOR


def is_temporary(name: str) -> bool:
    """Whether a name says that the file is still being written."""
    return name.startswith(".") or name.lower().endswith(TEMPORARY)


def companion_of(path: Path) -> list[Path]:
    """Return the markers that would say that a file is complete."""
    room = NAME_MAX - len(os.fsencode(path.name))
    return [path.with_name(path.name + ending) for ending in MARKERS if len(ending) <= room]


def is_marker(entry: "os.DirEntry[str]", names: Mapping[str, object]) -> bool:
    """Whether a file only says that another one is complete.

    It is empty, or the other file is there; an empty one whose file is gone is what a crash
    left, and means nothing any more.
    """
    for ending in MARKERS:
        if entry.name.endswith(ending) and entry.name != ending:
            beside = entry.name[: -len(ending)] in names
            return beside or entry.stat(follow_symlinks=False).st_size == 0
    return False
