"""Which findings can be mended, and how: ``suggestions.toml`` of the mapping folders.

::

    [mend]
    BIZ-07 = ["number", "date"]       # the first way that proposes something
    [beside]
    name = "ITEM_NAME"                # the column of a row that holds the item's name
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hub.errors import MappingError
from hub.suggest.menders import MENDERS

__all__ = ["FILE", "Kinds", "load_kinds"]

FILE = "suggestions.toml"
_PARTS = ("name", "group")
_SECTIONS = frozenset({"mend", "beside"})
_OWN = MappingProxyType(
    {
        **dict.fromkeys(("UOM-01", "UOM-02", "UOM-02a", "UOM-02b", "UOM-03"), ("unit",)),
        **dict.fromkeys(("UNS-02", "UNS-03"), ("classification",)),
        **dict.fromkeys(("ID-GTIN", "ROW-cell-damaged"), ("gtin",)),
        "ROW-fraction": ("percent",),
    }
)
"""Of the rules that any profile may take from the hub."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The ways of mending by rule id, and the columns with a name or group of an item."""

    mend: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, frozenset[str]]


def load_kinds(folders: Iterable[Path]) -> Kinds:
    """Read the file of every folder that has one.

    Raises ``MappingError`` with all mistakes: an unknown way, a rule that two folders mend
    differently.
    """
    mend: dict[str, tuple[str, ...]] = dict(_OWN)
    beside: dict[str, set[str]] = {part: set() for part in _PARTS}
    mistakes: list[str] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        where = f"{folder.name}/{FILE}"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            mistakes.append(f"{where}: is not readable as TOML: {error}")
            continue
        mistakes += [f"{where}: {key}: no such section" for key in data.keys() - _SECTIONS]
        for rule, ways in data.get("mend", {}).items():
            mistakes += _judge(f"{where}: mend.{rule}", ways)
            if mend.setdefault(rule, tuple(ways)) != tuple(ways):
                mistakes.append(f"{where}: mend.{rule}: another folder mends it differently")
        for part, column in data.get("beside", {}).items():
            if part not in beside:
                known = ", ".join(_PARTS)
                mistakes.append(f"{where}: beside.{part}: is not one of {known}")
            else:
                beside[part].add(str(column))
    if mistakes:
        raise MappingError(mistakes)
    return Kinds(mend, {part: frozenset(columns) for part, columns in beside.items()})


def _judge(where: str, ways: object) -> list[str]:
    if not isinstance(ways, list) or not ways:
        return [f'{where}: must be a list of ways, such as ["number"]']
    known = ", ".join(MENDERS)
    return [f"{where}: {way!r} is not one of {known}" for way in ways if way not in MENDERS]
