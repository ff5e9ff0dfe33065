"""UNSPSC codes: cleaning, levels, product groups, and the table an operator loads.

The full table is the property of its publisher and is not part of the hub: an operator
gives a CSV ``code,level,title_en[,title_da]`` of the version in use. Rules UNS-01 to UNS-05.
"""

import csv
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Self

from msgspec import Struct

from hub.errors import ConfigurationError

__all__ = ["UnspscEntry", "UnspscLevel", "UnspscTable", "clean_unspsc", "in_groups", "level_of"]

_CODE = re.compile(r"[0-9]{8}")
_PAIRS = re.compile(r"[0-9]{2}(?:[ .\-\u00a0]?[0-9]{2}){3}")
_COLUMNS = ("code", "level", "title_en")
_MISTAKES = 50


class UnspscLevel(StrEnum):
    """The four levels, from the widest to the deepest."""

    SEGMENT = "segment"
    FAMILY = "family"
    CLASS = "class"
    COMMODITY = "commodity"


def clean_unspsc(text: str) -> str | None:
    """Return the eight digits, also of ``50 20 17 09``; None when there are not eight (UNS-01)."""
    plain = text.strip()
    if not _PAIRS.fullmatch(plain):
        return None
    return re.sub(r"[^0-9]", "", plain)


def level_of(code: str) -> UnspscLevel:
    """Return the level, told from trailing pairs of zeros.

    Raises ``ValueError`` for anything but eight digits: clean the code first.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no UNSPSC code; it has eight digits")
    if code.endswith("000000"):
        return UnspscLevel.SEGMENT
    if code.endswith("0000"):
        return UnspscLevel.FAMILY
    if code.endswith("00"):
        return UnspscLevel.CLASS
    return UnspscLevel.COMMODITY


def _stem(code: str) -> str:
    """Return the digits that everything below a code begins with."""
    width = {
        UnspscLevel.SEGMENT: 2,
        UnspscLevel.FAMILY: 4,
        UnspscLevel.CLASS: 6,
        UnspscLevel.COMMODITY: 8,
    }
    return code[: width[level_of(code)]]


def in_groups(code: str, groups: Iterable[str]) -> bool:
    """Whether a code belongs to a product group of an agreement (UNS-05, PRI-08).

    A group is a code of any level (``44120000``) or a bare prefix (``4412``).
    """
    return any(
        code.startswith(_stem(group) if _CODE.fullmatch(group) else group)
        for group in groups
        if group
    )


class UnspscEntry(Struct, frozen=True):
    """One row of the table."""

    code: str
    level: UnspscLevel
    title_en: str
    title_da: str = ""


class UnspscTable:
    """One version of UNSPSC in memory, sorted; about two hundred bytes a code.

    Args:
        version: for example ``19.0501``, None when the operator named none.
        entries: rows in any order, each code once.
    """

    def __init__(self, version: str | None, entries: Iterable[UnspscEntry]) -> None:
        self.version = version
        ordered = sorted(entries, key=lambda entry: entry.code)
        self._codes = array("I", (int(entry.code) for entry in ordered))
        self._english = tuple(entry.title_en for entry in ordered)
        self._danish = tuple(entry.title_da for entry in ordered)

    @classmethod
    def load(cls, path: Path, version: str | None = None) -> Self:
        """Read a CSV table; raises ``ConfigurationError`` with every mistake and its row."""
        mistakes: list[str] = []
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file)
                missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
                if missing:
                    raise ConfigurationError(
                        [
                            f"{path}: column {name} is missing; expected code,level,"
                            "title_en[,title_da]"
                            for name in missing
                        ]
                    )
                entries = dict(_read_rows(path, rows, mistakes))
        except (OSError, UnicodeDecodeError, csv.Error) as trouble:
            raise ConfigurationError(
                [f"{path}: cannot be read as a UTF-8 CSV: {trouble}"]
            ) from trouble
        if mistakes:
            raise ConfigurationError(mistakes[:_MISTAKES])
        return cls(version, entries.values())

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self._codes)

    def __iter__(self) -> Iterator[UnspscEntry]:
        """Yield every row in the order of the codes."""
        return (self._at(place) for place in range(len(self)))

    def __contains__(self, code: object) -> bool:
        """Whether a code exists in this version (UNS-03)."""
        return isinstance(code, str) and self.get(code) is not None

    def get(self, code: str) -> UnspscEntry | None:
        """Return the row of a code."""
        if not _CODE.fullmatch(code):
            return None
        place = bisect_left(self._codes, int(code))
        if place == len(self) or self._codes[place] != int(code):
            return None
        return self._at(place)

    def children(self, code: str, limit: int | None = None) -> tuple[UnspscEntry, ...]:
        """Return the rows one level below a code, at most ``limit`` of them (UNS-02).

        A commodity has none; neither has a code that the table does not hold below.
        """
        level = level_of(code)
        if level is UnspscLevel.COMMODITY:
            return ()
        below = tuple(UnspscLevel)[tuple(UnspscLevel).index(level) + 1]
        stem = _stem(code)
        first = bisect_left(self._codes, int(code) + 1)
        last = bisect_left(self._codes, (int(stem) + 1) * 10 ** (8 - len(stem)))
        found: list[UnspscEntry] = []
        for place in range(first, last):
            if limit is not None and len(found) == limit:
                break
            entry = self._at(place)
            if entry.level is below:
                found.append(entry)
        return tuple(found)

    def _at(self, place: int) -> UnspscEntry:
        code = f"{self._codes[place]:08d}"
        return UnspscEntry(code, level_of(code), self._english[place], self._danish[place])


def _read_rows(
    path: Path, rows: "csv.DictReader[str]", mistakes: list[str]
) -> Iterator[tuple[str, UnspscEntry]]:
    """Yield good rows by code and note the mistakes of the others."""
    seen: dict[str, int] = {}
    for row in rows:
        code, level = (row.get(name) or "" for name in ("code", "level"))
        place = f"{path}, row {rows.line_num}"
        if not _CODE.fullmatch(code):
            mistakes.append(f"{place}: code {code!r} must have eight digits")
        elif level.strip().lower() != level_of(code).value:
            mistakes.append(f"{place}: {code} is a {level_of(code)}, not {level!r}")
        elif code in seen:
            mistakes.append(f"{place}: {code} stands in row {seen[code]} already")
        else:
            seen[code] = rows.line_num
            titles = (row.get("title_en") or "", row.get("title_da") or "")
            yield code, UnspscEntry(code, level_of(code), *titles)
