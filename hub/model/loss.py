"""What a conversion could not carry over, field by field with counts."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from hub.model.concealment import Concealed

__all__ = ["Loss", "LossKind", "LossPart", "LossReport"]

EXAMPLES = 3
EXAMPLE_LENGTH = 80


class LossKind(StrEnum):
    """In which way a value did not arrive as it was."""

    NO_HOME = "no-home"
    """The target (or the canonical document) has no place for it."""
    CUT = "cut"
    ROUNDED = "rounded"
    NARROWED = "narrowed"
    """A code or value became a coarser one."""
    JOINED = "joined"
    """The value stands in this field of the target together with what is there besides."""
    DERIVED = "derived"
    """The value was not in the source: a named domain rule or the configuration gave it."""


class LossPart(StrEnum):
    """Of which part of a document something was lost."""

    HEAD = "head"
    LINE = "line"
    BOTH = "both"


class Loss(Struct, frozen=True):
    """One field's loss over a whole document; ``of_lines`` so many times it was of a line.

    Paths of the head and of a line can be the same: both have a note.
    """

    field: str
    kind: LossKind
    count: int
    examples: tuple[str, ...] = ()
    of_lines: int = 0

    @property
    def part(self) -> LossPart:
        """Which part of the document lost it."""
        if not self.of_lines:
            return LossPart.HEAD
        return LossPart.LINE if self.of_lines == self.count else LossPart.BOTH


class _Tally:
    """How often one field was lost in one way, and a few of the values."""

    __slots__ = ("count", "examples", "of_lines")

    def __init__(self) -> None:
        self.count = 0
        self.of_lines = 0
        self.examples: list[str] = []

    def show(self, example: str) -> None:
        """Keep an example, shortened, unless there are enough or it is there already."""
        if len(example) > EXAMPLE_LENGTH:
            example = example[: EXAMPLE_LENGTH - 1] + "…"
        if len(self.examples) < EXAMPLES and example not in self.examples:
            self.examples.append(example)


class LossReport:
    """Counts losses while a document streams by; holds a few examples of each.

    ``personal`` are the values that no example may show. Whoever goes from the head to the lines
    says so with ``at_lines``: from then on what is lost is a line's.
    """

    def __init__(self, personal: Concealed | None = None) -> None:
        self.personal = Concealed() if personal is None else personal
        self.at_lines = False
        self._tallies: dict[tuple[str, LossKind], _Tally] = {}

    def add(self, field: str, kind: LossKind, example: str | None = None, count: int = 1) -> None:
        """Note that ``field`` was lost ``count`` times in the way ``kind``."""
        tally = self._tallies.get((field, kind))
        if tally is None:
            tally = self._tallies[field, kind] = _Tally()
        tally.count += count
        if self.at_lines:
            tally.of_lines += count
        # Called for every lost value of every line, most of which show nothing new.
        shown = tally.examples
        if example is not None and len(shown) < EXAMPLES and example not in shown:
            tally.show(example)

    def extend(self, losses: "LossReport") -> None:
        """Add everything another report counted."""
        for key, other in losses._tallies.items():  # noqa: SLF001 - of its own kind
            tally = self._tallies.setdefault(key, _Tally())
            tally.count += other.count
            tally.of_lines += other.of_lines
            for example in other.examples:
                tally.show(example)

    def clear(self) -> None:
        """Forget everything: what was being written is not used."""
        self._tallies.clear()

    def __iter__(self) -> Iterator[Loss]:
        """Yield the losses, sorted by field and kind."""
        for key in sorted(self._tallies):
            tally = self._tallies[key]
            shown = tuple(map(self.personal.hide, tally.examples))
            yield Loss(key[0], key[1], tally.count, shown, tally.of_lines)

    def __len__(self) -> int:
        """Return the number of distinct losses."""
        return len(self._tallies)

    def __bool__(self) -> bool:
        """Return whether anything was lost."""
        return bool(self._tallies)
