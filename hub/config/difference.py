"""What changes between two configurations, for ``hub config diff``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.config.folder import PartyFile, read_folder
from hub.config.keys import PARTY, Holds, Section
from hub.config.remarks import Remarks
from hub.errors import ConfigurationError
from hub.facts.schemes import masked_address
from hub.model.identity import EndpointID

__all__ = ["Change", "diff"]

_HIDDEN = "(not shown)"
_SECRET_WORDS = ("password", "secret", "token", "passphrase", "credential", "private")
_LONGEST = 80
_EXAMPLES = 3
_NAMED_BY: Mapping[str, Sequence[str]] = {
    "account": ("name",),
    "port": ("name",),
    "receives": ("kind", "port"),
    "agreement": ("seller", "id"),
    "enrolment": ("seller",),
}
"""What tells entries of a repeated table apart; the rest of them may change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``old`` None means added, ``new`` None removed; both are ready to be shown. ``key`` is
    empty when it is about the whole party.
    """

    party: str
    key: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        """Return one line: ``~ town: name: A -> B``."""
        what = f"{self.party}: {self.key}" if self.key else self.party
        if self.old is None:
            return f"+ {what}: {self.new}"
        if self.new is None:
            return f"- {what}: {self.old}"
        return f"~ {what}: {self.old} -> {self.new}"


def diff(old: Path, new: Path) -> list[Change]:
    """Return the differences between two configuration folders, in the order of parties.

    Secrets and personal numbers are never in them.

    Raises:
        ConfigurationError: one of the two has mistakes; comparing it would hide them.
    """
    before, after = _read(old), _read(new)
    changes: list[Change] = []
    for key in sorted({*before, *after}):
        first, second = before.get(key), after.get(key)
        if first is None or second is None:
            changes.append(Change(key, "", _party(first), _party(second)))
        else:
            changes += _tables(key, first, second)
            changes += _addresses(key, first, second)
    return changes


def _read(folder: Path) -> Mapping[str, PartyFile]:
    remarks = Remarks()
    files = read_folder(folder, remarks).files
    if mistakes := remarks.mistakes():
        raise ConfigurationError([f"{folder}/{mistake}" for mistake in mistakes])
    return files


def _party(file: PartyFile | None) -> str | None:
    if file is None:
        return None
    roles = ", ".join(file.table["roles"])
    return f"{file.table['name']} ({roles}), {_count(len(file.addresses), 'address', 'addresses')}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _tables(party: str, before: PartyFile, after: PartyFile) -> Iterator[Change]:
    first, second = _entries(before), _entries(after)
    for entry in dict.fromkeys((*first, *second)):
        one, two = first.get(entry), second.get(entry)
        if one is None or two is None:
            yield Change(party, entry, _summed(one), _summed(two))
            continue
        for key in dict.fromkeys((*one, *two)):
            a, b = one.get(key), two.get(key)
            if a != b:
                name = f"{entry}: {key}" if entry else key
                was, is_now = a.shown if a else None, b.shown if b else None
                same = f"{was} (changed)" if was == is_now else is_now
                yield Change(party, name, was, same)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value to compare, and how to show it."""

    value: Any
    shown: str


Leaves = dict[str, _Value]


def _summed(leaves: Leaves | None) -> str | None:
    if leaves is None:
        return None
    return ", ".join(f"{key} {value.shown}" for key, value in leaves.items()) or "(as by default)"


def _entries(file: PartyFile) -> dict[str, Leaves]:
    """Return the leaves of a party by entry; what stands in no repeated table is under ``""``."""
    entries: dict[str, Leaves] = {"": {}}
    for name, value in file.table.items():
        if PARTY[name].holds is not Holds.TABLES:
            entries[""].update(_leaves({name: value}, PARTY, ""))
            continue
        for table in value:
            label = _label(file.key, name, table)
            number = 2
            while label in entries:
                label = f"{_label(file.key, name, table)} ({number})"
                number += 1
            rest = {k: v for k, v in table.items() if k not in (*_NAMED_BY[name], "#")}
            section = PARTY[name].section(table.get("kind"))
            entries[label] = dict(_leaves(rest, section, ""))
    return entries


def _label(party: str, name: str, table: Mapping[str, Any]) -> str:
    return " ".join((name, "/".join(table.get(key, party) for key in _NAMED_BY[name])))


def _leaves(
    table: Mapping[str, Any], section: Section, within: str
) -> Iterator[tuple[str, _Value]]:
    for name, value in table.items():
        key = section.get(name)
        if isinstance(value, Mapping):
            yield from _leaves(value, key.section() if key else {}, f"{within}{name}.")
            continue
        secret = (key is not None and key.secret) or any(w in name.lower() for w in _SECRET_WORDS)
        yield f"{within}{name}", _Value(value, _HIDDEN if secret else _shown(name, value))


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        text = ", ".join(str(one) for one in value) or "(none)"
    else:
        text = masked_address(EndpointID(name, str(value))).value
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _addresses(party: str, before: PartyFile, after: PartyFile) -> Iterator[Change]:
    first = {entry.endpoint: entry.name for entry in before.addresses}
    second = {entry.endpoint: entry.name for entry in after.addresses}
    gone = [address for address in first if address not in second]
    come = [address for address in second if address not in first]
    if gone:
        yield Change(party, "endpoints", _listed(gone, first), None)
    if come:
        yield Change(party, "endpoints", None, _listed(come, second))
    renamed = [a for a in first if a in second and first[a] != second[a]]
    if renamed:
        yield Change(party, "names of endpoints", _listed(renamed, first), _listed(renamed, second))
    if first and second and next(iter(first)) != next(iter(second)):
        mains = [str(masked_address(next(iter(side)))) for side in (first, second)]
        yield Change(party, "main endpoint", *mains)


def _listed(addresses: Sequence[EndpointID], names: Mapping[EndpointID, str]) -> str:
    """Return a count and the first few."""
    shown = [f"{masked_address(a)} {names[a]}".rstrip() for a in addresses[:_EXAMPLES]]
    more = len(addresses) - len(shown)
    examples = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"{_count(len(addresses), 'address', 'addresses')}: {examples}"
