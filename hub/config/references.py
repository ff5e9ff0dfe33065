"""What one party's file says about another's, checked over all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from hub.config.folder import PartyFile
from hub.config.folders import check_folders
from hub.config.remarks import KeyPath, did_you_mean
from hub.config.vocabulary import Vocabulary, check_subscription
from hub.model.identity import EndpointID
from hub.pipeline.party import Account, Party, Port

__all__ = ["Index", "build_index"]

T = TypeVar("T")


@dataclass(slots=True)
class Index:
    """All parties, and what leads to them; filled once, then read only."""

    parties: dict[str, Party] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    endpoints: dict[EndpointID, str] = field(default_factory=dict)


def build_index(
    parties: Mapping[str, Party], files: Mapping[str, PartyFile], vocabulary: Vocabulary
) -> Index:
    """Return the index of all parties; dangling references and doubles are noted."""
    index = Index(dict(parties))
    for key, party in parties.items():
        file = files[key]
        _addresses(party, file, index)
        _ways_in_and_out(party, file, index)
    check_folders(index.accounts.values(), index.ports.values(), files)
    for key, party in parties.items():
        _References(party, files[key], index, files, vocabulary).check()
    return index


def _addresses(party: Party, file: PartyFile, index: Index) -> None:
    """An address or number leads to one party only."""
    for scheme, value in party.card.numbers.items():
        address = EndpointID(scheme, value)
        owner = index.endpoints.setdefault(address, party.key)
        if owner != party.key:
            file.sheet.mistake(("numbers", scheme), _taken(owner))
    for entry in file.addresses:
        owner = index.endpoints.setdefault(entry.endpoint, party.key)
        if owner != party.key and file.addresses_sheet is not None:
            file.addresses_sheet.mistake_at(entry.line, "value", _taken(owner))


def _taken(owner: str) -> str:
    return f"belongs to party {owner} already; a document for it could go to one of them only"


def _ways_in_and_out(party: Party, file: PartyFile, index: Index) -> None:
    for account, entry in zip(party.accounts, file.table.get("account", ()), strict=True):
        first = index.accounts.setdefault(account.key, account)
        if first is not account:
            file.sheet.mistake(
                ("account", entry["#"], "name"),
                f"{account.key!r} is an account of party {first.party} already",
            )
    for port, entry in zip(party.ports, file.table.get("port", ()), strict=True):
        if index.ports.setdefault(port.key, port) is not port:
            file.sheet.mistake(
                ("port", entry["#"], "name"), f"there is a port {entry['name']!r} already"
            )


@dataclass(frozen=True, slots=True)
class _References:
    """The references of one party."""

    party: Party
    file: PartyFile
    index: Index
    files: Mapping[str, PartyFile]
    vocabulary: Vocabulary

    def check(self) -> None:
        """Note everything that leads nowhere."""
        for key in self.party.networks:
            self._party(key, ("networks",), "network")
        for account, path in self._entries(self.party.accounts, "account"):
            for key in account.acts_for:
                self._party(key, (*path, "acts_for"))
            if account.answer_port is not None:
                self._port(account.answer_port, (*path, "answer"))
        self._subscriptions()
        self._matching()
        self._agreements()
        seen: set[str] = set()
        for enrolment, path in self._entries(self.party.enrolments, "enrolment"):
            self._party(enrolment.seller, (*path, "seller"), "seller")
            if enrolment.seller in seen:
                self._mistake((*path, "seller"), f"{enrolment.seller!r} is enrolled already")
            seen.add(enrolment.seller)

    def _subscriptions(self) -> None:
        seen = []
        for wanted, path in self._entries(self.party.subscriptions, "receives"):
            self._port(wanted.port, (*path, "port"))
            if wanted.fallback is not None:
                self._port(wanted.fallback, (*path, "fallback"))
            for key in wanted.senders:
                self._party(key, (*path, "senders"))
            check_subscription(wanted, self.vocabulary, path, self.file.sheet)
            if wanted.when is not None and self.party.matching is None:
                self._mistake((*path, "when"), "needs a table [matching]; without it none is")
            same = (
                *(wanted.kind, wanted.port, wanted.format, wanted.profile, wanted.senders),
                wanted.when,
            )
            if same in seen:
                self._mistake(path, "says the same as an earlier entry; take one out")
            seen.append(same)

    def _matching(self) -> None:
        wanted, columns = self.party.matching, self.vocabulary.columns
        if wanted is None:
            return
        if wanted.report is not None:
            self._port(wanted.report, ("matching", "report"))
        if wanted.rules is not None and columns is not None and wanted.rules not in columns:
            guess = did_you_mean(wanted.rules, columns) or f"; known are {', '.join(columns)}"
            self._mistake(("matching", "rules"), f"{wanted.rules!r} has no matching.toml{guess}")

    def _agreements(self) -> None:
        seen: dict[str, str] = {}
        for agreement, path in self._entries(self.party.agreements, "agreement"):
            if agreement.seller == self.party.key:
                self._mistake((*path, "seller"), "a party has no agreement with itself")
            else:
                self._party(agreement.seller, (*path, "seller"), "seller")
            if agreement.id in seen:
                self._mistake(
                    (*path, "id"), f"{agreement.id!r} is another agreement of this party already"
                )
            seen[agreement.id] = agreement.seller
            start, end = agreement.valid_from, agreement.valid_to
            if start is not None and end is not None and end < start:
                self._mistake((*path, "valid_to"), f"{end} is before valid_from {start}")
        if seen and _has_roles(self.file) and "buyer" not in self.party.roles:
            self._mistake(("agreement", 0), "stands in the file of the buyer; this is none")

    def _party(self, key: str, path: KeyPath, role: str | None = None) -> None:
        file = self.files.get(key)
        if file is None:
            self._mistake(path, f"there is no party {key!r}{did_you_mean(key, self.files)}")
        elif role and _has_roles(file) and role not in self.index.parties[key].roles:
            self._mistake(path, f"party {key!r} has not the role {role}; give it in its own file")

    def _port(self, key: str, path: KeyPath) -> None:
        """Check a port of the party, or of a network it belongs to."""
        owner, _, name = key.partition(".")
        if owner != self.party.key and owner not in self.party.networks:
            self._mistake(path, f"{owner!r} is not among this party's networks")
            return
        file = self.files.get(owner)
        if file is not None and name not in file.ports:
            guess = did_you_mean(name, file.ports)
            self._mistake(path, f"party {owner!r} has no port {name!r}{guess}")

    def _mistake(self, path: KeyPath, sentence: str) -> None:
        self.file.sheet.mistake(path, sentence)

    def _entries(self, built: tuple[T, ...], table: str) -> Iterator[tuple[T, KeyPath]]:
        """Yield what was built with its place in the file."""
        written = self.file.table.get(table, ())
        for one, entry in zip(built, written, strict=True):
            yield one, (table, entry["#"])


def _has_roles(file: PartyFile) -> bool:
    """Whether its roles can be relied on: a mistake in them is told there, and only there."""
    return "roles" in file.table
