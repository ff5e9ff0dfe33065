"""Units of measure: which codes which list holds, and the curated way between the lists.

Two lists matter and do not fit together: UN/ECE Recommendation 20 of 2002 as OIOUBL closes
it (1,093 codes), and revision 11e with package codes behind an ``X`` (Peppol, EN 16931).
``PF`` is a pallet in one and ``XPF`` a pen in the other, so no code is ever made by gluing
letters: a code that stands in one list only goes to the other by a row of our own table,
with a factor, or not at all (UOM-04, UOM-05).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from hub.facts.codes import CodeList

__all__ = ["Unit", "UnitList", "read_facts", "unit_list", "units"]

_DATA = Path(__file__).parent / "data"


class UnitList(StrEnum):
    """The unit lists the hub knows."""

    OIOUBL = "oioubl"
    """Recommendation 20 of 2002, closed by OIOUBL rule F-LIB318."""
    REC20 = "rec20"
    """Recommendation 20 revision 11e with Recommendation 21 (EN 16931 rule BR-CL-23)."""


class Unit(Struct, frozen=True):
    """One unit code.

    Attributes:
        code: upper and lower case as in the list.
        name: English; empty for codes that were withdrawn long ago.
        lists: where the code is valid.
        successor: the curated code of the other list, None when there is no safe one or
            when the code is valid in both.
        factor: how many of the successor one of this unit is.
    """

    code: str
    name: str
    lists: frozenset[UnitList]
    successor: str | None = None
    factor: Decimal = Decimal(1)


@cache
def units() -> Mapping[str, Unit]:
    """Return every unit code the hub knows."""
    return MappingProxyType({row["code"]: _unit(row) for row in read_facts("units.csv")})


@cache
def unit_list(name: UnitList) -> CodeList:
    """Return one list with English names; its ids are those documents write."""
    codes = {unit.code: unit.name for unit in units().values() if name in unit.lists}
    ids = {UnitList.OIOUBL: ("UN/ECE rec 20",), UnitList.REC20: ("UNECERec20",)}
    return CodeList(name.value, MappingProxyType(codes), ids[name], agency="6")


def _unit(row: Mapping[str, str]) -> Unit:
    lists = frozenset(name for name in UnitList if row[name.value])
    if not row["successor"]:
        return Unit(row["code"], row["name_en"], lists)
    return Unit(row["code"], row["name_en"], lists, row["successor"], Decimal(row["factor"]))


def read_facts(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV of this package; lines that begin with ``#`` explain it."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(_without_comments(file))


def _without_comments(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if not line.startswith("#"))
