"""What every command needs, loaded once and only when asked for."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypedDict

from hub.app.settings import Settings
from hub.config.directory import ConfiguredDirectory, load_directory
from hub.config.settled import SettledUnits
from hub.errors import ConfigurationError
from hub.facts.unspsc import UnspscTable
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.matching.terms import Terms, load_terms
from hub.model.identity import FormatId
from hub.official.declaration import Declaration, load_declarations
from hub.official.second import SecondOpinion
from hub.resources import resource
from hub.rules.pages import Pages, load_pages
from hub.rules.profile import Profile, Profiles, load_profiles
from hub.rules.rule import Lookups
from hub.xml.schemas import SchemaStore

__all__ = ["Toolbox", "Vocabulary", "own_pages"]

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)+")
_WITH_PAGES = ("hub.app", "hub.formats", "hub.matching", "hub.rules", "hub.xml")


def own_pages() -> Iterator[Path]:
    """Yield the folders of the hub itself that have pages about what it says."""
    return (Path(str(files(name))) for name in _WITH_PAGES)


class Vocabulary(TypedDict):
    """What configurations are checked against."""

    known_formats: frozenset[FormatId]
    known_profiles: Mapping[str, Profile]
    known_columns: frozenset[str]
    former_formats: Mapping[FormatId, FormatId]


class Toolbox:
    """Formats, profiles and parties of an installation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The mapping folders: the hub's own, the installation's, those of packages."""
        return mapping_folders()

    @cached_property
    def schemas(self) -> SchemaStore:
        """The installed schema sets."""
        return SchemaStore(self.settings.schemas)

    @cached_property
    def formats(self) -> Formats:
        """Every format; raises ``MappingError`` with all mistakes in folders not of the hub."""
        own = resource("mappings")
        proven = [folder for folder in self.folders if folder.parent == own]
        return load_formats(self.folders, self.schemas, proven)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of document that mapping folders name, read without loading formats."""
        named = set()
        for folder in self.folders:
            path = folder / "format.toml"
            if path.is_file():
                declared = tomllib.loads(path.read_text(encoding="utf-8"))
                named |= {one["kind"] for one in declared.get("document", ()) if "kind" in one}
        return frozenset(named)

    @cached_property
    def profiles(self) -> Profiles:
        """Every receiving profile."""
        return load_profiles(self.folders)

    @cached_property
    def pages(self) -> Pages:
        """What is told of rules besides their sentences; ``MappingError`` lists all mistakes."""
        return load_pages((*own_pages(), *self.folders))

    @cached_property
    def columns(self) -> Mapping[str, Terms]:
        """What receiving systems make of bills that differ, by the name of the mapping folder."""
        named = (folder / "matching.toml" for folder in self.folders)
        return {path.parent.name: load_terms(path) for path in named if path.is_file()}

    @cached_property
    def publishers(self) -> tuple[Declaration, ...]:
        """What mapping folders say of their publishers' releases; raises ``MappingError``."""
        return load_declarations(self.folders)

    def second_opinion(self) -> SecondOpinion:
        """Return what asks installed stylesheets; let go of it with ``close``.

        Raises ``ConfigurationError``: no release is installed.
        """
        asked = SecondOpinion(self.settings.schemas, self.publishers)
        if not asked.releases:
            said = "there is no release of a publisher; type: hub rules install official FILE"
            raise ConfigurationError([f"{self.settings.schemas}: {said}"])
        return asked

    @cached_property
    def lookups(self) -> Lookups:
        """The operator's tables; raises ``ConfigurationError`` with all mistakes.

        A UNSPSC table is named after its version: ``unspsc-19.0501.csv`` is version 19.0501.
        """
        path = self.settings.unspsc
        settled = SettledUnits(self.settings.home).of
        if path is None:
            return Lookups(settled_of=settled)
        version = _VERSION.search(path.stem)
        table = UnspscTable.load(path, version[0] if version else path.stem)
        return Lookups(table, settled_of=settled)

    @cached_property
    def directory(self) -> ConfiguredDirectory:
        """The parties; raises ``ConfigurationError`` with all mistakes."""
        self._need_config()
        return load_directory(self.settings.config, self.settings.home, **self.vocabulary)

    @cached_property
    def register(self) -> ConfiguredDirectory:
        """The parties for a process that needs no formats: names of formats stay unchecked."""
        self._need_config()
        return load_directory(self.settings.config, self.settings.home)

    @cached_property
    def mappings_version(self) -> str:
        """A hash of every file of the mapping folders, kept in the trace."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(f"{folder.name}/{path.relative_to(folder)}\0".encode())
                    digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:16]

    @cached_property
    def schemas_version(self) -> str:
        """The installed schema sets, each with a hash of its files, kept in the trace."""
        found = []
        for documents in sorted(self.settings.schemas.glob("[!.]*/maindoc")):
            home = documents.parent
            digest = hashlib.sha256()
            for path in sorted(home.rglob("*.xsd")):
                digest.update(f"{path.relative_to(home)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
            found.append(f"{home.name}:{digest.hexdigest()[:16]}")
        return " ".join(found)

    def _need_config(self) -> None:
        if not self.settings.config.is_dir():
            mistake = (
                f"{self.settings.config}: there is no such folder; set HUB_CONFIG to the "
                "folder with your parties, or copy examples/config there to begin with"
            )
            raise ConfigurationError([mistake])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The formats and profiles that a configuration may name."""
        return Vocabulary(
            known_formats=frozenset(one.id for one in self.formats.all()),
            known_profiles=self.profiles.by_id,
            known_columns=frozenset(self.columns),
            former_formats={
                one.id: one.declared.instead
                for one in self.formats.all()
                if one.declared.instead is not None
            },
        )
