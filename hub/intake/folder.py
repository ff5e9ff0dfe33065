"""A folder that a sender drops files into, and the way back to it.

::

    DROP/price.xml -> DROP/taken/ID~price.xml -> DROP/done/price.xml
                                              or DROP/rejected/price.xml
                                                 with price.xml.report.json and .report.txt
"""

import os
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from hub.disk import safe_name, sync_folder
from hub.errors import PortUnavailable
from hub.formats.payload import Payload
from hub.intake.returning import hand_back, taken_as
from hub.intake.ripeness import Ripeness, Seen, companion_of, is_marker, is_temporary
from hub.pipeline.protocols import Acceptance, Arrival, Checkpoint, Clock, Consignment, Receipt

__all__ = ["FolderIntake", "Found"]

CHANNEL = "folder"
MINE = ("taken", "done", "rejected")
IN_MEMORY = 256 * 1024
TOGETHER = 64 << 20
"""Bytes of one batch that are copied before they are accepted."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where an arrival was found, and what it was then."""

    path: Path
    seen: Seen


class FolderIntake:
    """One account's drop folder.

    A file is taken when it is complete: it has no temporary name, and it did not change
    for ``settle`` seconds or a marker ``NAME.done`` or ``NAME.ready`` lies beside it. Only
    ordinary files are ever opened; a link or device is left where it is, and the sender
    finds a note about it in ``rejected``.
    """

    def __init__(
        self,
        account: str,
        folder: Path,
        workshop: Path,
        clock: Clock,
        *,
        tenant: str = "main",
        settle: float = 2.0,
        checkpoint: Checkpoint | None = None,
    ) -> None:
        self._account = account
        self._folder = folder
        self._workshop = workshop
        self._tenant = tenant
        self._ripeness = Ripeness(clock, settle)
        self._checkpoint = checkpoint

    def arrivals(self, limit: int) -> list[Arrival]:
        """Return complete files, oldest first; raises ``PortUnavailable`` when it cannot look."""
        try:
            self._prepare()
            found = sorted(self._complete(), key=lambda f: (f.seen.mtime_ns, f.path.name))
        except OSError as error:
            raise PortUnavailable(f"{self._folder}: {error.strerror}") from error
        arrivals: list[Arrival] = []
        size = 0
        for one in found[:limit]:
            size += one.seen.size
            if arrivals and size > TOGETHER:
                break
            arrival = self._read(one)
            if arrival is not None:
                arrivals.append(arrival)
        return arrivals

    def taken(self, accepted: Sequence[tuple[Arrival, Acceptance]]) -> None:
        """Move accepted files to ``taken``; may be called again.

        A file that changed since it was read stays: it is a new delivery.
        """
        for arrival, acceptance in accepted:
            self._take(arrival, acceptance)

    def _take(self, arrival: Arrival, acceptance: Acceptance) -> None:
        found: Found = arrival.place
        place = taken_as(self._folder, acceptance.interchange, found.path.name)
        try:
            # Not made durable: a move that a power cut undoes is recognised and done again.
            if Seen.of(found.path.lstat()) == found.seen:
                found.path.rename(place)
            for marker in companion_of(found.path):
                marker.unlink(missing_ok=True)
        except FileNotFoundError:
            pass  # the sender took it back, or an earlier run moved it
        except OSError as error:
            raise PortUnavailable(f"{self._folder}: {error.strerror}") from error
        finally:
            if arrival.payload.path is not None:
                arrival.payload.path.unlink(missing_ok=True)
        self._ripeness.forget(found.path.name)

    def settling(self) -> bool:
        """Whether a file is there that may be complete soon."""
        return self._ripeness.settling()

    def answer(self, answer: Consignment) -> Receipt:
        """Move the file to ``done`` or ``rejected``, its report beside it; may be repeated."""
        try:
            self._prepare()
            return hand_back(self._folder, answer, self._checkpoint)
        except OSError as error:
            raise PortUnavailable(f"{self._folder}: {error.strerror}") from error

    def flush(self) -> None:
        """Make what was handed back durable, once for many answers."""
        try:
            for name in MINE:
                sync_folder(self._folder / name)
        except OSError as error:
            raise PortUnavailable(f"{self._folder}: {error.strerror}") from error

    def _prepare(self) -> None:
        """Make the hub's own folders; raises ``PortUnavailable`` for a link in their place.

        A sender who could put a link there would have its file moved into another's folder.
        """
        for name in MINE:
            place = self._folder / name
            place.mkdir(parents=True, exist_ok=True)
            if not stat.S_ISDIR(place.lstat().st_mode):
                raise PortUnavailable(f"{place} is a link; remove it, the hub makes a folder there")

    def _complete(self) -> list[Found]:
        with os.scandir(self._folder) as entries:
            names = {entry.name: entry for entry in entries}
        found = []
        for name, entry in names.items():
            if is_temporary(name) or is_marker(entry, names):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            path = self._folder / name
            if stat.S_ISDIR(status.st_mode):
                continue
            if not stat.S_ISREG(status.st_mode):
                self._refuse(path)
                continue
            seen = Seen.of(status)
            marked = any(marker.name in names for marker in companion_of(path))
            if self._ripeness.ripe(name, seen) or marked:
                found.append(Found(path, seen))
        self._ripeness.keep_only(names)
        return found

    def _read(self, found: Found) -> Arrival | None:
        """Copy a file without following links; None when it changed or vanished meanwhile."""
        name = safe_name(found.path.name)
        # The copy of one delivery has one name, so that repeats do not fill the disk.
        key = f"{self._account}/{found.seen.key(found.path.name)}"
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            with os.fdopen(os.open(found.path, flags), "rb") as source:
                if Seen.of(os.fstat(source.fileno())) != found.seen:
                    return None
                if found.seen.size <= IN_MEMORY:
                    payload = Payload.of_bytes(source.read(), name)
                else:
                    copy = self._workshop / f"{uuid5(NAMESPACE_OID, key)}.in"
                    with copy.open("wb") as target:
                        shutil.copyfileobj(source, target, 1 << 20)
                    payload = Payload.of_file(copy, name)
                changed = Seen.of(os.fstat(source.fileno())) != found.seen
        except FileNotFoundError:
            return None
        except PermissionError:
            return None  # not (yet) readable for the hub: looked at again
        if changed or payload.size != found.seen.size:
            if payload.path is not None:
                payload.path.unlink(missing_ok=True)
            return None
        return Arrival(self._account, self._tenant, CHANNEL, key, name, payload, place=found)

    def _refuse(self, path: Path) -> None:
        note = self._folder / "rejected" / f"{safe_name(path.name)}.report.txt"
        text = (
            f"{safe_name(path.name)} is a link or a device, not a file. "
            "It was not read. Put the file itself into the folder.\n"
        )
        # Made anew or not at all: whatever lies there already is not written through.
        with suppress(FileExistsError), note.open("x", encoding="utf-8") as file:
            file.write(text)
