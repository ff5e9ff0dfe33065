"""A folder that a sender drops files into, and the way back to it.

::

    DROP/price.xml -> DROP/taken/ID~price.xml -> DROP/done/price.xml
                                              or DROP/rejected/price.xml
                                                 with price.xml.report.json and .report.txt
"""

import os
import shutil
import stat
from collections.abc import Callable, Sequence
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
    finds a note about it in ``rejected``. So is a file that the hub may not read: ``closed``
    is told its path once, and the others are taken.
    """

    def __init__(  # noqa: PLR0913 - where it looks, when a file is complete, who is told
        self,
        account: str,
        folder: Path,
        workshop: Path,
        clock: Clock,
        *,
        tenant: str = "main",
        settle: float = 2.0,
        checkpoint: Checkpoint | None = None,
        closed: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self._account = account
        self._folder = folder
        self._workshop = workshop
        self._tenant = tenant
        self._ripeness = Ripeness(clock, settle)
        self._checkpoint = checkpoint
        self._tell = closed
        self._closed: dict[str, tuple[Path, bytes] | None] = {}
        """Files that could not be read, and the notes about them that this process wrote."""

    def arrivals(self, limit: int) -> list[Arrival]:
        """Return complete files, oldest first; raises ``PortUnavailable`` when it cannot look."""
        try:
            self._prepare()
            found = sorted(self._complete(), key=lambda f: (f.seen.mtime_ns, f.path.name))
        except OSError as error:
            raise PortUnavailable(f"{self._folder}: {error.strerror}") from error
        arrivals: list[Arrival] = []
        size = 0
        for one in found:
            if len(arrivals) == limit or (arrivals and size + one.seen.size > TOGETHER):
                break
            arrival = self._read(one)
            # What cannot be read now takes nobody's place.
            if arrival is not None:
                size += one.seen.size
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
        self._closed = {name: note for name, note in self._closed.items() if name in names}
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
            self._leave_closed(found.path)
            return None
        self._open(found.path)
        if changed or payload.size != found.seen.size:
            if payload.path is not None:
                payload.path.unlink(missing_ok=True)
            return None
        return Arrival(self._account, self._tenant, CHANNEL, key, name, payload, place=found)

    def _refuse(self, path: Path) -> None:
        text = "is a link or a device, not a file. It was not read. Put the file itself there."
        self._write_note(path, text)

    def _leave_closed(self, path: Path) -> None:
        """Tell of a file that may not be read, once; it is looked at again all the same."""
        if path.name not in self._closed:
            text = "may not be read by the hub. Let it be read, or leave it anew."
            self._closed[path.name] = self._write_note(path, text)
            self._tell(path)

    def _open(self, path: Path) -> None:
        """Take back what was said of a file that may be read by now."""
        written = self._closed.pop(path.name, None)
        if written is None:
            return
        place, note = written
        with suppress(FileNotFoundError):
            # Meanwhile it may be the report of another file of this name.
            if _holds(place, note):
                place.unlink()

    def _write_note(self, path: Path, text: str) -> tuple[Path, bytes] | None:
        """Return where a note was written, and the note; None where it was told already."""
        note = f"{safe_name(path.name)} {text}\n".encode()
        # A report of an earlier file of this name may lie there: that one stays.
        for mark in ("", ".not-read"):
            place = self._folder / "rejected" / f"{safe_name(path.name)}{mark}.report.txt"
            # Made anew or not at all: whatever lies there already is not written through.
            with suppress(FileExistsError), place.open("xb") as file:
                file.write(note)
                return place, note
            if _holds(place, note):
                break
        return None


def _holds(place: Path, note: bytes) -> bool:
    """Whether an ordinary file has this content; what it is a link to is not looked at."""
    with suppress(FileNotFoundError, PermissionError):
        status = place.lstat()
        same_size = stat.S_ISREG(status.st_mode) and status.st_size == len(note)
        return same_size and place.read_bytes() == note
    return False
