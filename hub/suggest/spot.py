"""What a mender sees of the place that something was found in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.facts.unit_reading import UnitOrigin, UnitReader
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list
from hub.facts.unspsc import UnspscTable
from hub.suggest.classes import ClassFinder

__all__ = ["Means", "Spot"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell and what a rule said of it.

    ``expected`` is what the finding expected, ``refuses`` whether it stops the line, and
    ``beside`` holds texts of the same row by their part: ``name``, ``group``.
    """

    cell: str
    expected: str = ""
    refuses: bool = True
    beside: Mapping[str, str] = field(default_factory=dict)


def _unit_reader() -> UnitReader:
    return UnitReader(unit_list(UnitList.OIOUBL), unit_words("da", "nl"), origin=UnitOrigin.SHEET)


@dataclass(frozen=True, slots=True)
class Means:
    """What menders may look into.

    The operator's table, what this supplier settled before, and what it chooses now for cells
    by what stands in them.
    """

    unspsc: UnspscTable | None = None
    finder: ClassFinder | None = None
    units: UnitReader = field(default_factory=_unit_reader)
    settled: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
