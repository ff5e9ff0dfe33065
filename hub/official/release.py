"""A publisher's release: its stylesheets or Schematron files, and which release it is.

A release is a ZIP file, or several, or the files themselves. In an archive they lie in whatever
folder. Where several have one name, a stylesheet counts before the Schematron it was made of,
and of two alike (one for trying out, say) the one least deep.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from hub.errors import ConfigurationError
from hub.formats.zipbox import DAMAGED_ZIP
from hub.official.declaration import Declaration
from hub.xml.stylesheet import Stylesheet, StylesheetBroken

__all__ = ["Release", "Sheet", "Source", "read_release"]

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 50_000_000
MOST_IN_ALL: Final = 400_000_000
SCHEMATRON: Final = "sch"
"""Ends the names of files that are made into stylesheets here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of rules: what the hub calls it, the version of XSLT, its text as it came."""

    name: str
    version: str
    ending: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given: its name and hash."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it came: ``name`` is what its files call it, such as 1.2.3.

    ``genuine`` is whether every source is, byte by byte, one that the mapping folder knows;
    None where it knows none of that name.
    """

    authority: str
    name: str
    sources: tuple[Source, ...]
    genuine: bool | None
    sheets: Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class _Found:
    ending: str
    depth: int
    data: bytes
    source: Path
    where: str

    def before(self, other: "_Found") -> bool:
        """Whether this file counts, and not the other one of its name."""
        return (self.ending == SCHEMATRON, self.depth) < (other.ending == SCHEMATRON, other.depth)


def read_release(paths: Sequence[Path], declarations: Sequence[Declaration]) -> Release:
    """Read a release; raises ``ConfigurationError`` for what is none of these publishers."""
    for path in paths:
        _known_kind(path, declarations)
    for declared in declarations:
        held = {path: _files(path, declared) for path in paths}
        if not any(held.values()):
            continue
        said = f"holds nothing that is part of a release of {declared.authority}"
        strange = [f"{path}: {said}, as the others do" for path in paths if not held[path]]
        if strange:
            raise ConfigurationError(strange)
        files: dict[str, _Found] = {}
        for name, one in chain.from_iterable(here.items() for here in held.values()):
            if name not in files or one.before(files[name]):
                files[name] = one
        return _release(paths, declared, files)
    names = ", ".join(one.authority for one in declarations) or "no mapping folder"
    said = f"holds no stylesheets as a release has them ({names} looked)"
    raise ConfigurationError([f"{paths[0]}: {said}; give the publisher's archive of stylesheets"])


def _known_kind(path: Path, declarations: Sequence[Declaration]) -> None:
    if path.is_file():
        if zipfile.is_zipfile(path):
            return
        if any(one.file.fullmatch(path.name) for one in declarations):
            return
    said = "is not a ZIP archive" if path.exists() else "there is no such file"
    raise ConfigurationError(
        [f"{path}: {said}; give the archive as the publisher offers it for download"]
    )


def _files(path: Path, declared: Declaration) -> dict[str, _Found]:
    """Return the files of rules in an archive by what the hub calls them."""
    found: dict[str, _Found] = {}
    for name, one in _matching(path, declared):
        if name not in found or one.before(found[name]):
            found[name] = one
    return found


def _matching(path: Path, declared: Declaration) -> Iterator[tuple[str, _Found]]:
    if not zipfile.is_zipfile(path):
        matched = declared.file.fullmatch(path.name)
        if matched is not None:
            data = path.read_bytes()
            _not_too_big(path, path.name, len(data), len(data))
            yield matched["sheet"], _Found(matched["ending"], 0, data, path, path.name)
        return
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:MOST_FILES]:
                folders, _, name = member.filename.rpartition("/")
                matched = declared.file.fullmatch(name)
                if matched is None:
                    continue
                with archive.open(member) as file:
                    # The size that an archive claims is only a claim.
                    data = file.read(MOST_BYTES + 1)
                total += len(data)
                _not_too_big(path, member.filename, len(data), total)
                depth, where = folders.count("/"), member.filename
                yield matched["sheet"], _Found(matched["ending"], depth, data, path, where)
    except (*DAMAGED_ZIP, RuntimeError) as error:
        raise ConfigurationError([f"{path}: the archive is damaged ({error})"]) from error


def _not_too_big(path: Path, name: str, size: int, total: int) -> None:
    if size > MOST_BYTES or total > MOST_IN_ALL:
        raise ConfigurationError([f"{path}: {name}: is too big"])


def _release(paths: Sequence[Path], declared: Declaration, files: Mapping[str, _Found]) -> Release:
    """Return the release that files are; every one must be readable."""
    mistakes: list[str] = []
    sheets: dict[str, Sheet] = {}
    said: dict[Path, set[str]] = {path: set() for path in paths}
    for name, found in sorted(files.items()):
        try:
            sheet = Stylesheet(found.data)
        except StylesheetBroken as error:
            mistakes.append(f"{found.source}: the stylesheet of {name}: {error}")
            continue
        sheets[name] = Sheet(name, sheet.version, found.ending, found.data)
        matched = None if declared.release is None else declared.release.search(sheet.texts)
        if matched is not None:
            said[found.source].add(matched[1])
    if not mistakes and not declared.documents:
        mistakes += _of_one_release(paths[0], {one for names in said.values() for one in names})
    if mistakes:
        raise ConfigurationError(mistakes)
    sources = tuple(
        Source(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths
    )
    name = _called(said)
    genuine = _genuine(declared, name, sources)
    return Release(declared.authority, name, sources, genuine, sheets)


def _called(said: Mapping[Path, set[str]]) -> str:
    """Return what a release is called: by its files, an archive that says nothing by its name."""
    spoken = any(said.values())
    named = (
        ", ".join(sorted(names)) or path.stem
        for path, names in said.items()
        if names or not spoken or zipfile.is_zipfile(path)
    )
    return ", ".join(dict.fromkeys(named))


def _of_one_release(path: Path, said: set[str]) -> Iterator[str]:
    """Yield what is wrong where all files have to be of one release, and say so."""
    if not said:
        yield f"{path}: no stylesheet says which release it is of"
    if len(said) > 1:
        several = ", ".join(sorted(said))
        yield f"{path}: the stylesheets are of different releases: {several}"


def _genuine(declared: Declaration, name: str, sources: Sequence[Source]) -> bool | None:
    """Whether archives are the known ones of their name; a build's mark after it plays no part."""
    known = set(declared.archives.values())
    if all(source.sha256 in known for source in sources):
        return True
    named = any(name == one or name.startswith(f"{one}.") for one in declared.archives)
    return False if named else None
