"""Folders of accounts and ports: no two may be one, and none may lie inside another."""

import os
from collections.abc import Iterable, Iterator, Mapping

from hub.config.folder import PartyFile
from hub.config.remarks import KeyPath
from hub.pipeline.party import Account, Port

__all__ = ["check_folders"]

Owner = tuple[str, str, str]
"""Party, table and key of an account or port."""


def check_folders(
    accounts: Iterable[Account], ports: Iterable[Port], files: Mapping[str, PartyFile]
) -> None:
    """Note folders that would mix documents.

    A way out inside a way in would be taken in again; two ways into one folder would leave it
    open who sent a document.
    """
    owners: dict[str, Owner] = {}
    for path, owner in _used(accounts, ports):
        first = owners.setdefault(path, owner)
        if first is not owner:
            _mistake(files, owner, f"{path} is the folder of {_named(first)} already")
    for path, owner in owners.items():
        for above in _above(path):
            if above in owners:
                _mistake(files, owner, f"{path} lies inside the folder of {_named(owners[above])}")


def _used(accounts: Iterable[Account], ports: Iterable[Port]) -> Iterator[tuple[str, Owner]]:
    for account in accounts:
        if "path" in account.settings:
            yield (
                os.path.normpath(account.settings["path"]),
                (account.party, "account", account.key),
            )
    for port in ports:
        if "path" in port.settings:
            yield os.path.normpath(port.settings["path"]), (port.party, "port", port.key)


def _above(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) not in {path, ""}:  # noqa: PTH120 - a string is ten times faster
        yield parent
        path = parent


def _named(owner: Owner) -> str:
    return f"{owner[1]} {owner[2]}"


def _mistake(files: Mapping[str, PartyFile], owner: Owner, sentence: str) -> None:
    file = files[owner[0]]
    file.sheet.mistake(_place(file, owner), sentence)


def _place(file: PartyFile, owner: Owner) -> KeyPath:
    _, table, key = owner
    for entry in file.table[table]:
        if entry.get("name", file.key) == key.rpartition(".")[2]:
            return (table, entry["#"], "path")
    return (table,)
