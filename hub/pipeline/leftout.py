"""Lines that a receiver does not get, told one by one to who sent them."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from hub.model.finding import Finding, Place
from hub.model.line import Line

__all__ = ["LISTED", "LeftOut", "left_out"]

LISTED = 500
"""How many lines of a route are named; the rest are counted."""


class LeftOut(Struct, frozen=True):
    """One line that is not passed on.

    Attributes:
        line: its number in the document, from 1.
        item: its own number, as the sender wrote it; None where it could not be read.
        place: where it stands in the sender's file.
        rules: what refused it; empty where the document's own findings say it.
    """

    line: int
    item: str | None
    place: Place
    rules: tuple[str, ...] = ()


def left_out(line: Line, findings: Iterable[Finding] = ()) -> LeftOut:
    """Return what is to be told of a line; only while it is the current one."""
    rules = dict.fromkeys(one.rule for one in findings if one.severity.refuses)
    return LeftOut(line.number, _number(line.body), line.locate("id"), tuple(rules))


def _number(body: Any) -> str | None:
    """Return the sender's number of the item, else that of the line."""
    for path in ("item.sellers_item_identification.id", "id"):
        value = body
        for name in path.split("."):
            value = getattr(value, name, None)
        if value is not None:
            return str(value.value)
    return None
