"""What one line became, kept for the next receiver of the same line.

A document is written for all its receivers in one pass, line by line. Where several have the
same system they get the same line, so it is made once, and what it loses is told to each::

    once = Once()                      # the writer's, shared by all that it writes
    text = once.made(body, key, make, losses)

Lines are frozen: the same object is the same line.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from hub.model.loss import LossKind, LossReport

__all__ = ["Once"]

Made = TypeVar("Made")


class Once:
    """Keeps the last line of a writer, what was made of it, and its losses."""

    def __init__(self) -> None:
        self._last: tuple[Any, Hashable, Any] | None = None
        self._noted = _Noted()

    def made(
        self, body: Any, key: Any, make: Callable[[LossReport], Made], losses: LossReport
    ) -> Made:
        """Return what ``make`` makes of a line; it tells the losses to the report it is given.

        ``key`` is all else that it depends on.
        """
        last = self._last
        if last is None or last[0] is not body or last[1] != key:
            self._last = None
            self._noted.begin()
            last = self._last = body, key, make(self._noted)
        self._noted.tell(losses)
        made: Made = last[2]
        return made

    def forget(self) -> None:
        """Let go of the line: a writing has ended."""
        self._last = None
        self._noted.begin()


class _Noted(LossReport):
    """Losses in the order in which they were noted, each with its whole example."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: list[tuple[str, LossKind, str | None, int]] = []

    def add(self, field: str, kind: LossKind, example: str | None = None, count: int = 1) -> None:
        """Note a loss."""
        self._noted.append((field, kind, example, count))

    def begin(self) -> None:
        """Forget them: another line begins."""
        self._noted.clear()

    def tell(self, losses: LossReport) -> None:
        """Tell all of them to a report."""
        for one in self._noted:
            losses.add(*one)
