"""What is at hand while a document is worked on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from hub.formats.registry import Formats
from hub.matching.terms import Terms
from hub.model.report import Witness
from hub.pipeline.memory import Memory
from hub.pipeline.party import Directory
from hub.rules.profile import Profiles
from hub.rules.rule import NO_LOOKUPS, Lookups

__all__ = ["FEW", "Workbench"]

FEW = 8
"""Documents of an interchange whose small outputs may be in memory until they are handed over."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything ``process`` may use; ``folder`` takes the outputs and belongs to one run.

    Without ``memory`` (a rehearsal at a desk) nothing is known of earlier documents, and
    rules that ask for it are reported as skipped. ``lookups`` are tables of the operator.
    A ``witness`` hears of every finding, also of those that reports only count.
    """

    formats: Formats
    profiles: Profiles
    directory: Directory
    memory: Memory | None
    folder: Path
    lookups: Lookups = NO_LOOKUPS
    within: str = ""
    """Which document of an interchange, and which route of it, this is for: ``1.2``."""
    witness: Witness | None = None
    columns: Mapping[str, Terms] = field(default_factory=dict)
    """What customers make of bills that differ from their orders, by the name of the column."""
    weighs: bool = False
    """Whether what was written is read back and compared, for a certificate."""

    @property
    def crowded(self) -> bool:
        """Whether this is a later document of an interchange that holds many."""
        return int(self.within.partition(".")[0] or 0) > FEW

    def for_supplier(self, key: str) -> Self:
        """Return the same with what this sender has settled about its own words."""
        settled = self.lookups.of_supplier(key)
        return self if settled is self.lookups else replace(self, lookups=settled)

    def part(self, number: int) -> Self:
        """Return the same with a folder of its own, so that outputs of one name do not meet.

        Those of all routes lie beside each other: making folders takes time.
        """
        if not self.within:
            return replace(self, folder=self.folder / str(number), within=str(number))
        within = f"{self.within}.{number}"
        return replace(self, folder=self.folder.with_name(within), within=within)
