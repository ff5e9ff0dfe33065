"""One line of a document on its way through the hub."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from hub.model.finding import Place

__all__ = ["Line"]


class Line(Struct, frozen=True):
    """One line: its number from 1, its body in the model, and where its fields stand.

    ``locate("item.name")`` answers with the place in the sender's file. It may only be
    asked while the line is the current one, because the source is let go line by line.
    ``body`` is None when the line was refused on the way here (its findings are in the
    report), and in a document that is only passed through.
    """

    number: int
    body: Any
    locate: Callable[[str], Place]
