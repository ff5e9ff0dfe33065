"""Closed code lists: loaded from a folder of a mapping, asked, and searched for near misses.

A folder holds ``lists.toml`` (per list its ids, agency and version) and one CSV per list
with the columns ``code`` and, where there are names, ``name``.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from hub.errors import ConfigurationError, MappingError
from hub.facts.nearest import nearest

__all__ = ["CodeList", "load_code_lists"]

_KEYS = frozenset({"ids", "agency", "version"})


class CodeList(Struct, frozen=True):
    """One closed list.

    Attributes:
        name: what mappings call it; the name of its file.
        codes: code to name; the name is empty where the list has none. Upper and lower case
            differ.
        ids: the ``listID`` values that name it in a document, the one to write last.
        agency: its ``listAgencyID``.
        version: its version.
    """

    name: str
    codes: Mapping[str, str]
    ids: tuple[str, ...] = ()
    agency: str | None = None
    version: str | None = None

    def __contains__(self, code: object) -> bool:
        """Whether the list holds a code, letter by letter."""
        return code in self.codes

    def __iter__(self) -> Iterator[str]:
        """Yield the codes in the order of the list."""
        return iter(self.codes)

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self.codes)

    @property
    def list_id(self) -> str | None:
        """The ``listID`` to write."""
        return self.ids[-1] if self.ids else None

    def nearest(self, value: str, count: int = 3) -> tuple[str, ...]:
        """Return the codes that look most like ``value`` by code or name, best first."""
        forms = {name: code for code, name in self.codes.items() if name}
        return nearest(value, {**forms, **{code: code for code in self.codes}}, count)


def load_code_lists(folder: Path) -> Mapping[str, CodeList]:
    """Return every list of a folder by its name.

    Raises ``MappingError`` with all mistakes: a list without file, a file without entry, an
    unknown key, a code twice or with blanks around it.
    """
    index = folder / "lists.toml"
    mistakes: list[str] = []
    try:
        described = tomllib.loads(index.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise MappingError([f"{index}: cannot be read: {trouble}"]) from trouble
    lists: dict[str, CodeList] = {}
    for name, entry in described.items():
        found = _load(folder, name, entry, mistakes)
        if found is not None:
            lists[name] = found
    mistakes.extend(
        f"{index}: {path.name} has no entry"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in described
    )
    if mistakes:
        raise MappingError(mistakes)
    return MappingProxyType(lists)


def _load(folder: Path, name: str, entry: object, mistakes: list[str]) -> CodeList | None:
    place = f"{folder / 'lists.toml'}: {name}"
    if not isinstance(entry, dict):
        mistakes.append(f"{place}: must be a table")
        return None
    mistakes.extend(f"{place}: unknown key {key!r}" for key in sorted(set(entry) - _KEYS))
    ids = entry.get("ids", [])
    texts = [entry.get("agency", ""), entry.get("version", "")]
    if not isinstance(ids, list) or not all(isinstance(text, str) for text in (*ids, *texts)):
        mistakes.append(f"{place}: ids must be a list of texts, agency and version texts")
        return None
    try:
        codes = _read_codes(folder / f"{name}.csv")
    except ConfigurationError as trouble:
        mistakes.extend(trouble.mistakes)
        return None
    return CodeList(name, codes, tuple(ids), entry.get("agency"), entry.get("version"))


def _read_codes(path: Path) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    mistakes: list[str] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if "code" not in (rows.fieldnames or ()):
                raise ConfigurationError([f"{path}: column code is missing"])
            for row in rows:
                code = row["code"] or ""
                if not code or code != code.strip():
                    mistakes.append(f"{path}, row {rows.line_num}: {code!r} is empty or has blanks")
                elif code in codes:
                    mistakes.append(f"{path}, row {rows.line_num}: {code} stands there twice")
                codes[code] = (row.get("name") or "").strip()
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise ConfigurationError([f"{path}: cannot be read as a UTF-8 CSV: {trouble}"]) from trouble
    if mistakes:
        raise ConfigurationError(mistakes)
    return MappingProxyType(codes)
