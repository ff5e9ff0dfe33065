"""A configuration folder as it is read: every party file, its addresses, a hash of it all."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.config.endpoints import Entry, read_endpoints
from hub.config.keys import NAME, PARTY
from hub.config.remarks import Remarks, Sheet
from hub.config.tables import cleaned
from hub.errors import ConfigurationError

__all__ = ["PARTIES", "ConfigFolder", "PartyFile", "read_folder"]

PARTIES = "parties"
_TOML = ".toml"
_ENDPOINTS = ".endpoints.csv"
_AT_LINE = re.compile(r"\(at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class PartyFile:
    """One party as written.

    ``table`` holds what is right in it; where something was wrong, ``sheet`` has said so.
    ``ports`` are the names of all its ports, also of those left out for another mistake.
    """

    key: str
    sheet: Sheet
    table: Mapping[str, Any]
    ports: frozenset[str] = frozenset()
    addresses: tuple[Entry, ...] = ()
    addresses_sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class ConfigFolder:
    """All party files by key, and a hash that changes with any byte of them."""

    files: Mapping[str, PartyFile]
    version: str


def read_folder(folder: Path, remarks: Remarks) -> ConfigFolder:
    """Read ``parties/`` of a configuration folder; mistakes go to ``remarks``.

    Raises:
        ConfigurationError: there is no such folder.
    """
    parties = folder / PARTIES
    if not parties.is_dir():
        raise ConfigurationError(
            [f"{parties}: there is no such folder; it holds one file <party>{_TOML} per party"]
        )
    digest = hashlib.sha256()
    names = sorted(path.name for path in parties.iterdir() if not path.name.startswith("."))
    sheets = {name for name in names if name.endswith(_ENDPOINTS)}
    files: dict[str, PartyFile] = {}
    for name in names:
        if name in sheets:
            continue
        if not name.endswith(_TOML):
            remarks.sheet(f"{PARTIES}/{name}").mistake((), _stray(name))
            continue
        key = name.removesuffix(_TOML)
        addresses = key + _ENDPOINTS
        files[key] = _party_file(
            key, parties, addresses if addresses in sheets else None, remarks, digest
        )
    for name in sorted(sheets):
        if name.removesuffix(_ENDPOINTS) not in files:
            owner = name.removesuffix(_ENDPOINTS) + _TOML
            remarks.sheet(f"{PARTIES}/{name}").mistake(
                (), f"belongs to no party: there is no {owner} beside it"
            )
    return ConfigFolder(files, digest.hexdigest()[:16])


def _party_file(
    key: str, parties: Path, addresses: str | None, remarks: Remarks, digest: Any
) -> PartyFile:
    text = _text(parties / (key + _TOML), remarks, digest)
    sheet = remarks.sheet(f"{PARTIES}/{key}{_TOML}", text or "")
    if not NAME.fullmatch(key):
        sheet.mistake((), "a party's short name, so its file name, has only a-z, 0-9, - and _")
    raw = _parsed(text, sheet) if text is not None else None
    table = {} if raw is None else cleaned(raw, PARTY, (), sheet)
    ports = _port_names(raw or {})
    if addresses is None:
        return PartyFile(key, sheet, table, ports)
    listed = _text(parties / addresses, remarks, digest)
    csv_sheet = remarks.sheet(f"{PARTIES}/{addresses}")
    entries = read_endpoints(listed, csv_sheet) if listed is not None else ()
    return PartyFile(key, sheet, table, ports, entries, csv_sheet)


def _text(path: Path, remarks: Remarks, digest: Any) -> str | None:
    """Read a file into the hash; its mark of byte order, if any, is no part of the text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        remarks.sheet(f"{PARTIES}/{path.name}").mistake((), f"cannot be read: {error.strerror}")
        return None
    digest.update(f"{path.name}\0{len(content)}\0".encode())
    digest.update(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        remarks.sheet(f"{PARTIES}/{path.name}").mistake(
            (), "is not UTF-8; save it again with the encoding UTF-8"
        )
        return None


def _parsed(text: str, sheet: Sheet) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        bare = "; text stands in quotes" if "Invalid value" in str(error) else ""
        sheet.mistake_at(int(place[1]) if place else 1, "", f"is not TOML: {error}{bare}")
        return None


def _port_names(raw: Mapping[str, Any]) -> frozenset[str]:
    entries = raw.get("port")
    if not isinstance(entries, list):
        return frozenset()
    names = (entry.get("name") for entry in entries if isinstance(entry, dict))
    return frozenset(name for name in names if isinstance(name, str))


def _stray(name: str) -> str:
    return (
        f"is neither a party (<party>{_TOML}) nor its addresses (<party>{_ENDPOINTS}); "
        f"take {name!r} out of the folder"
    )
