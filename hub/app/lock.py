"""One running hub per home folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.errors import ConfigurationError

__all__ = ["AlreadyRunning", "hold"]

PATIENCE = 20.0
"""Seconds to wait for what a killed hub left behind to end."""


class AlreadyRunning(ConfigurationError):
    """Another hub works on this home folder."""


@contextmanager
def hold(home: Path, role: str) -> Iterator[int]:
    """Hold the lock of a role in a home folder; gives the open file, to be passed on to children.

    The lock lasts as long as any of them lives, so that a new hub cannot begin beside the
    children of one that was killed. Raises ``AlreadyRunning`` and says who holds it.
    """
    path = home / f"lock.{role}"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, path)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        os.fsync(handle)
        yield handle
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            if _alive(holder) or time.monotonic() > deadline:
                mistake = (
                    f"{path}: another hub (process {holder or 'unknown'}) already works in "
                    "this folder; stop it first, or set HUB_HOME to another folder"
                )
                raise AlreadyRunning([mistake]) from error
            time.sleep(0.1)
        else:
            return


def _alive(holder: str) -> bool:
    if not holder.isdigit():
        return True
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _zombie(int(holder))


def _zombie(process: int) -> bool:
    """Whether a process has ended and only its parent has not noticed yet."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[:1] == ["Z"]
