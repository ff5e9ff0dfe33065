"""The installed release of a publisher, beside the schemas.

::

    <schemas>/official-<authority>/RELEASE.json     which release, hashes of all files
    <schemas>/official-<authority>/<Name>.xsl
"""

import hashlib
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hub.errors import ConfigurationError
from hub.official.release import Release, Source

__all__ = ["InstalledRelease", "InstalledSheet", "install", "installed"]

NOTE: Final = "RELEASE.json"
_PREFIX: Final = "official-"


class InstalledSheet(Struct, frozen=True):
    """A stylesheet of an installed release: version of XSLT, its file, and that file's hash."""

    version: str
    file: str
    sha256: str


class InstalledRelease(Struct, frozen=True):
    """What is installed, as its note says."""

    authority: str
    name: str
    sources: tuple[Source, ...]
    genuine: bool | None
    installed: str
    sheets: dict[str, InstalledSheet]

    def sheet(self, home: Path, name: str) -> bytes | None:
        """Return a stylesheet, None where the release has none of that name.

        Raises ``ConfigurationError`` when the file is not what was installed.
        """
        note = self.sheets.get(name)
        if note is None:
            return None
        path = folder_of(home, self.authority) / note.file
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != note.sha256:
            said = "is not the file that was installed; install the release again"
            raise ConfigurationError([f"{path}: {said} (hub rules install {self.authority} FILE)"])
        return data

    def damaged(self, home: Path) -> tuple[str, ...]:
        """Return the names of stylesheets that are missing or changed."""
        wrong = []
        for name in self.sheets:
            try:
                self.sheet(home, name)
            except ConfigurationError:
                wrong.append(name)
        return tuple(wrong)


def folder_of(home: Path, authority: str) -> Path:
    """Return where a publisher's release lies."""
    return home / f"{_PREFIX}{authority}"


def install(home: Path, release: Release) -> InstalledRelease:
    """Put a release in the place of what was there, all files or none.

    Raises ``ConfigurationError`` where nothing can be written.
    """
    note = InstalledRelease(
        release.authority,
        release.name,
        release.sources,
        release.genuine,
        datetime.now(UTC).isoformat(timespec="seconds"),
        {
            name: InstalledSheet(
                sheet.version,
                f"{name}.{sheet.ending}",
                hashlib.sha256(sheet.data).hexdigest(),
            )
            for name, sheet in release.sheets.items()
        },
    )
    target = folder_of(home, release.authority)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=home) as made:
            new = Path(made) / "new"
            new.mkdir()
            for name, sheet in release.sheets.items():
                (new / note.sheets[name].file).write_bytes(sheet.data)
            text = json.dumps(msgspec.to_builtins(note), indent=2) + "\n"
            (new / NOTE).write_text(text, encoding="utf-8")
            if target.exists():
                target.rename(Path(made) / "old")
            new.rename(target)
    except OSError as error:
        raise ConfigurationError([f"{home}: cannot install a release there ({error})"]) from error
    return note


def installed(home: Path, authority: str) -> InstalledRelease | None:
    """Return what is installed of a publisher; None where nothing is.

    Raises ``ConfigurationError`` when the note beside it cannot be read.
    """
    path = folder_of(home, authority) / NOTE
    try:
        return msgspec.json.decode(path.read_bytes(), type=InstalledRelease)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        said = f"cannot be read ({error}); install the release again"
        raise ConfigurationError(
            [f"{path}: {said} (hub rules install {authority} FILE)"]
        ) from error
