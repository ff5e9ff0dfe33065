"""One line of a document on its way through the hub."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from hub.model.finding import Place

__all__ = ["Draft", "Line"]

_COUNT = re.compile(r"\[[0-9]+\]")


class Draft(Struct, frozen=True):
    """What could be read of a line that was refused because some of its fields could not.

    It goes nowhere. It is there so that the sender hears at once what else is wrong with it.
    ``unread`` are the fields that could not be read.
    """

    body: Any
    unread: frozenset[str]

    def tells(self, field: str) -> bool:
        """Whether what a rule says of a field holds, whatever stands in the unread ones.

        What an item is and what it is ordered in does not depend on numbers beside it; prices
        and quantities depend on each other.
        """
        plain = _COUNT.sub("", field)
        if plain.partition(".")[0] not in ("item", "orderable_unit"):
            return False
        return not any(
            plain == one or plain.startswith(f"{one}.") or one.startswith(f"{plain}.")
            for one in self.unread
        )


class Line(Struct, frozen=True):
    """One line: its number from 1, its body in the model, and where its fields stand.

    ``locate("item.name")`` answers with the place in the sender's file. It may only be
    asked while the line is the current one, because the source is let go line by line.
    ``body`` is None when the line was refused on the way here (its findings are in the
    report), and in a document that is only passed through. ``draft`` is what of a refused
    line could be read.
    """

    number: int
    body: Any
    locate: Callable[[str], Place]
    draft: Draft | None = None
