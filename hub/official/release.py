"""A publisher's release archive: its stylesheets, and which release it is.

A release is a ZIP file with one stylesheet for each kind of document, in whatever folder.
Where several have one name (stylesheets for trying out, say), the one least deep counts.
"""

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.errors import ConfigurationError
from hub.official.declaration import Declaration
from hub.xml.stylesheet import Stylesheet, StylesheetBroken

__all__ = ["Release", "Sheet", "read_release"]

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 50_000_000
MOST_IN_ALL: Final = 400_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One stylesheet: the root of its documents, the version of XSLT, its text."""

    root: str
    version: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it came: ``name`` is what its stylesheets call it, such as 1.2.3.

    ``genuine`` is whether the archive is, byte by byte, one that the mapping folder knows;
    None where it knows none of that name.
    """

    authority: str
    name: str
    sha256: str
    source: str
    genuine: bool | None
    sheets: Mapping[str, Sheet]


def read_release(path: Path, declarations: Sequence[Declaration]) -> Release:
    """Read an archive; raises ``ConfigurationError`` for what is no release of a publisher."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        said = "is not a ZIP archive; give the archive as the publisher offers it for download"
        raise ConfigurationError([f"{path}: {said}"])
    for declared in declarations:
        files = _stylesheets(path, declared)
        if files:
            return _release(path, declared, files)
    names = ", ".join(one.authority for one in declarations) or "no mapping folder"
    said = f"holds no stylesheets as a release has them ({names} looked)"
    raise ConfigurationError([f"{path}: {said}; give the publisher's archive of stylesheets"])


def _stylesheets(path: Path, declared: Declaration) -> dict[str, bytes]:
    """Return the stylesheets of an archive by the root of their documents."""
    found: dict[str, tuple[int, bytes]] = {}
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:MOST_FILES]:
                folders, _, name = member.filename.rpartition("/")
                matched = declared.file.fullmatch(name)
                if matched is None:
                    continue
                depth = folders.count("/")
                if matched["root"] in found and found[matched["root"]][0] <= depth:
                    continue
                with archive.open(member) as file:
                    # The size that an archive claims is only a claim.
                    data = file.read(MOST_BYTES + 1)
                total += len(data)
                if len(data) > MOST_BYTES or total > MOST_IN_ALL:
                    raise ConfigurationError([f"{path}: {member.filename}: is too big"])
                found[matched["root"]] = depth, data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ConfigurationError([f"{path}: the archive is damaged ({error})"]) from error
    return {root: data for root, (_, data) in sorted(found.items())}


def _release(path: Path, declared: Declaration, files: Mapping[str, bytes]) -> Release:
    """Return the release that stylesheets are; every one must be readable and say which."""
    mistakes: list[str] = []
    sheets: dict[str, Sheet] = {}
    said: Counter[str] = Counter()
    for root, data in files.items():
        try:
            sheet = Stylesheet(data)
        except StylesheetBroken as error:
            mistakes.append(f"{path}: the stylesheet of {root}: {error}")
            continue
        sheets[root] = Sheet(root, sheet.version, data)
        found = declared.release.search(sheet.texts)
        if found is not None:
            said[found[1]] += 1
    if not mistakes and not said:
        mistakes.append(f"{path}: no stylesheet says which release it is of")
    if not mistakes and len(said) > 1:
        several = ", ".join(sorted(said))
        mistakes.append(f"{path}: the stylesheets are of different releases: {several}")
    if mistakes:
        raise ConfigurationError(mistakes)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (name,) = said
    return Release(
        declared.authority, name, digest, path.name, _genuine(declared, name, digest), sheets
    )


def _genuine(declared: Declaration, name: str, digest: str) -> bool | None:
    """Whether an archive is the known one of its name; a build's mark after it plays no part."""
    if digest in declared.archives.values():
        return True
    known = any(name == one or name.startswith(f"{one}.") for one in declared.archives)
    return False if known else None
