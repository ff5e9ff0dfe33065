"""The parties of an installation, loaded from its configuration folder.

A folder has ``parties/``: one TOML file per party, named after its short name, and beside it
``<party>.endpoints.csv`` with its addresses. Loading is strict, and tells every mistake of
every file at once.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from hub.config.doubts import note_doubts
from hub.config.folder import ConfigFolder, read_folder
from hub.config.partyfile import build_party
from hub.config.references import Index, build_index
from hub.config.remarks import Remark, Remarks
from hub.config.vocabulary import ProfileTerms, Vocabulary
from hub.errors import ConfigurationError
from hub.model.context import Agreement
from hub.model.identity import EndpointID, FormatId
from hub.pipeline.party import Account, Enrolment, Party, Port

__all__ = ["ConfiguredDirectory", "check", "load_directory"]


class ConfiguredDirectory:
    """Who is who, as configured; implements ``hub.pipeline.party.Directory``."""

    def __init__(self, index: Index, version: str, names: Mapping[EndpointID, str]) -> None:
        self._index = index
        self._version = version
        self._names = names
        self._by_seller = _by_seller(index)

    @property
    def version(self) -> str:
        """A hash of every byte of the configuration, kept in the trace."""
        return self._version

    @property
    def parties(self) -> tuple[Party, ...]:
        """All parties by key."""
        return tuple(self._index.parties.values())

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All ways in, in the order of their owners."""
        return tuple(self._index.accounts.values())

    @property
    def ports(self) -> tuple[Port, ...]:
        """All ways out, in the order of their owners."""
        return tuple(self._index.ports.values())

    def account(self, key: str) -> Account | None:
        """Return an account by its key."""
        return self._index.accounts.get(key)

    def party(self, key: str) -> Party | None:
        """Return a party by its key."""
        return self._index.parties.get(key)

    def party_at(self, endpoint: EndpointID) -> Party | None:
        """Return the party that an address, or a number such as its CVR, belongs to."""
        key = self._index.endpoints.get(endpoint)
        return None if key is None else self._index.parties[key]

    def name_at(self, endpoint: EndpointID) -> str | None:
        """Return whose door an address is, such as the name of a school."""
        return self._names.get(endpoint)

    def agreements_of(self, seller: str) -> tuple[Agreement, ...]:
        """Return the agreements of a seller, ordered by buyer and id."""
        return self._by_seller.get(seller, ())

    def agreement(self, seller: str, buyer: str, key: str) -> Agreement | None:
        """Return one agreement of a seller with a buyer."""
        wanted = (agreement for agreement in self.agreements_of(seller) if agreement.id == key)
        return next((agreement for agreement in wanted if agreement.buyer == buyer), None)

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return a seller's admission to a buyer's system."""
        party = self.party(buyer)
        entries = () if party is None else party.enrolments
        return next((entry for entry in entries if entry.seller == seller), None)

    def port(self, key: str) -> Port | None:
        """Return a port by its key."""
        return self._index.ports.get(key)


def load_directory(
    folder: Path,
    home: Path,
    *,
    known_formats: frozenset[FormatId] | None = None,
    known_profiles: Mapping[str, ProfileTerms] | None = None,
    known_columns: Collection[str] | None = None,
    former_formats: Mapping[FormatId, FormatId] = MappingProxyType({}),
) -> ConfiguredDirectory:
    """Load every party of a configuration folder.

    Args:
        folder: the configuration folder, which holds ``parties/``.
        home: the hub's own folder; relative folders of accounts and ports begin there.
        known_formats: formats that may be named; None leaves them unchecked.
        known_profiles: profiles that may be named, with their formats and options; None leaves
            them unchecked.
        known_columns: columns of matching rules that may be named; None leaves them unchecked.
        former_formats: formats that are only read, and which may be named in their place.

    Raises:
        ConfigurationError: with every mistake: file, line, key and what to do.
    """
    remarks = Remarks()
    columns = None if known_columns is None else tuple(sorted(known_columns))
    vocabulary = Vocabulary(known_formats, known_profiles, former_formats, columns)
    read, index = _load(folder, home, vocabulary, remarks)
    if mistakes := remarks.mistakes():
        raise ConfigurationError(mistakes)
    names = {
        entry.endpoint: entry.name
        for file in read.files.values()
        for entry in file.addresses
        if entry.name
    }
    return ConfiguredDirectory(index, read.version, names)


def check(
    folder: Path,
    home: Path,
    today: dt.date,
    *,
    known_formats: frozenset[FormatId] | None = None,
    known_profiles: Mapping[str, ProfileTerms] | None = None,
    known_columns: Collection[str] | None = None,
    former_formats: Mapping[FormatId, FormatId] = MappingProxyType({}),
) -> list[Remark]:
    """Return every mistake and every warning about a configuration, mistakes first.

    The other arguments are those of ``load_directory``. Raises ``ConfigurationError`` only when
    there is no configuration at all.
    """
    remarks = Remarks()
    columns = None if known_columns is None else tuple(sorted(known_columns))
    vocabulary = Vocabulary(known_formats, known_profiles, former_formats, columns)
    read, index = _load(folder, home, vocabulary, remarks)
    note_doubts(index, read.files, today)
    return remarks.ordered()


def _load(
    folder: Path, home: Path, vocabulary: Vocabulary, remarks: Remarks
) -> tuple[ConfigFolder, Index]:
    read = read_folder(folder, remarks)
    parties = {
        key: build_party(key, file.table, tuple(entry.endpoint for entry in file.addresses), home)
        for key, file in read.files.items()
    }
    return read, build_index(parties, read.files, vocabulary)


def _by_seller(index: Index) -> dict[str, tuple[Agreement, ...]]:
    found: dict[str, list[Agreement]] = {}
    for party in index.parties.values():
        for agreement in party.agreements:
            found.setdefault(agreement.seller, []).append(agreement)
    return {
        seller: tuple(sorted(agreements, key=lambda a: (a.buyer, a.id)))
        for seller, agreements in found.items()
    }
