"""What a stand-in holds, kept in a folder from one file to the next."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from hub.errors import ConfigurationError

__all__ = ["Shelf", "Version"]


class Version(Struct, frozen=True):
    """One version of a catalogue or price book, with its items by number."""

    version: str
    starts: dt.date
    items: dict[str, dict[str, str]]


class _Kept(Struct):
    setup: dict[str, str] = {}
    versions: dict[str, list[Version]] = {}


class Shelf:
    """Versions by kind and key: the one in force, and at most one that waits for its day.

    Args:
        folder: keeps ``<system>.json``; written whole or not at all.
        system: whose shelf it is.
    """

    def __init__(self, folder: Path, system: str) -> None:
        self._path = folder / f"{system}.json"
        self._kept = _Kept()
        if self._path.is_file():
            try:
                self._kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
            except msgspec.DecodeError as error:
                message = f"{self._path}: cannot be read ({error}); remove it to begin anew"
                raise ConfigurationError([message]) from error

    @property
    def setup(self) -> dict[str, str]:
        """How the system is set up; what is put in stays."""
        return self._kept.setup

    def active(self, kind: str, key: str, day: dt.date) -> Version | None:
        """Return the version that is in force on a day."""
        begun = [one for one in self._all(kind, key) if one.starts <= day]
        return begun[-1] if begun else None

    def keys(self, kind: str) -> Iterator[str]:
        """Yield the keys of which there is any version of a kind."""
        for name in self._kept.versions:
            found, _, key = name.partition("|")
            if found == kind:
                yield key

    def put(self, kind: str, key: str, made: Version, day: dt.date) -> None:
        """Add a version; it replaces the one in force, or the one that waits."""
        active = self.active(kind, key, day)
        stays = [] if active is None or made.starts <= day else [active]
        self._kept.versions[f"{kind}|{key}"] = [*stays, made]

    def save(self) -> None:
        """Write the shelf."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".part")
        unfinished.write_bytes(msgspec.json.encode(self._kept))
        unfinished.replace(self._path)

    def _all(self, kind: str, key: str) -> list[Version]:
        return self._kept.versions.get(f"{kind}|{key}", [])
