"""The installed release of a publisher, beside the schemas.

::

    <schemas>/official-<authority>/RELEASE.json     which release, hashes of all files
    <schemas>/official-<authority>/<Root>.xsl
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
from hub.official.release import Release

__all__ = ["InstalledRelease", "InstalledSheet", "install", "installed"]

NOTE: Final = "RELEASE.json"
_PREFIX: Final = "official-"


class InstalledSheet(Struct, frozen=True):
    """A stylesheet of an installed release: version of XSLT, and hash of its file."""

    version: str
    sha256: str


class InstalledRelease(Struct, frozen=True):
    """What is installed, as its note says."""

    authority: str
    name: str
    source: str
    sha256: str
    genuine: bool | None
    installed: str
    sheets: dict[str, InstalledSheet]

    def sheet(self, home: Path, root: str) -> bytes | None:
        """Return a stylesheet, None where the release has none for such documents.

        Raises ``ConfigurationError`` when the file is not what was installed.
        """
        note = self.sheets.get(root)
        if note is None:
            return None
        path = folder_of(home, self.authority) / f"{root}.xsl"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != note.sha256:
            said = "is not the file that was installed; install the release again"
            raise ConfigurationError([f"{path}: {said} (hub rules install official FILE)"])
        return data

    def damaged(self, home: Path) -> tuple[str, ...]:
        """Return the roots whose stylesheet is missing or changed."""
        wrong = []
        for root in self.sheets:
            try:
                self.sheet(home, root)
            except ConfigurationError:
                wrong.append(root)
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
        release.source,
        release.sha256,
        release.genuine,
        datetime.now(UTC).isoformat(timespec="seconds"),
        {
            root: InstalledSheet(sheet.version, hashlib.sha256(sheet.data).hexdigest())
            for root, sheet in release.sheets.items()
        },
    )
    target = folder_of(home, release.authority)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=home) as made:
            new = Path(made) / "new"
            new.mkdir()
            for root, sheet in release.sheets.items():
                (new / f"{root}.xsl").write_bytes(sheet.data)
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
        raise ConfigurationError([f"{path}: {said} (hub rules install official FILE)"]) from error
