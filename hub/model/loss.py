"""What a conversion could not carry over, field by field with counts."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from hub.model.concealment import Concealed

__all__ = ["Loss", "LossKind", "LossReport"]

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
    DERIVED = "derived"
    """The value was not in the source: a named domain rule or the configuration gave it."""


class Loss(Struct, frozen=True):
    """One field's loss over a whole document."""

    field: str
    kind: LossKind
    count: int
    examples: tuple[str, ...] = ()


class LossReport:
    """Counts losses while a document streams by; holds a few examples of each.

    ``personal`` are the values that no example may show.
    """

    def __init__(self, personal: Concealed | None = None) -> None:
        self.personal = Concealed() if personal is None else personal
        self._counts: dict[tuple[str, LossKind], int] = {}
        self._examples: dict[tuple[str, LossKind], list[str]] = {}

    def add(self, field: str, kind: LossKind, example: str | None = None, count: int = 1) -> None:
        """Note that ``field`` was lost ``count`` times in the way ``kind``."""
        key = (field, kind)
        self._counts[key] = self._counts.get(key, 0) + count
        if example is None:
            return
        kept = self._examples.setdefault(key, [])
        if len(kept) == EXAMPLES:
            return
        short = example if len(example) <= EXAMPLE_LENGTH else example[: EXAMPLE_LENGTH - 1] + "…"
        if short not in kept:
            kept.append(short)

    def extend(self, losses: "LossReport") -> None:
        """Add everything another report counted."""
        for key, count in losses._counts.items():  # noqa: SLF001 - of its own kind
            self._counts[key] = self._counts.get(key, 0) + count
        for key, examples in losses._examples.items():  # noqa: SLF001
            kept = self._examples.setdefault(key, [])
            kept.extend(e for e in examples if e not in kept)
            del kept[EXAMPLES:]

    def clear(self) -> None:
        """Forget everything: what was being written is not used."""
        self._counts.clear()
        self._examples.clear()

    def __iter__(self) -> Iterator[Loss]:
        """Yield the losses, sorted by field and kind."""
        for key in sorted(self._counts):
            shown = tuple(map(self.personal.hide, self._examples.get(key, ())))
            yield Loss(key[0], key[1], self._counts[key], shown)

    def __len__(self) -> int:
        """Return the number of distinct losses."""
        return len(self._counts)

    def __bool__(self) -> bool:
        """Return whether anything was lost."""
        return bool(self._counts)
