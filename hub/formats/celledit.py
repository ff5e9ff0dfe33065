"""Corrections of single cells in a file of rows, and why one is not made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CellEdit", "EditFault", "Edits", "edits_by_row"]


class EditFault(StrEnum):
    """Why a cell stays as it is; the value is the key of its sentence."""

    CHANGED = "changed"
    COMPUTED = "computed"
    ENCODING = "encoding"
    NOT_FOUND = "not-found"
    TAKEN = "taken"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Write ``new`` into a cell that holds ``old``.

    ``row`` counts from 1, ``column`` from 0, both as the table's own rows have them.
    """

    sheet: str
    row: int
    column: int
    old: str
    new: str


Edits = Mapping[int, Mapping[int, CellEdit]]
"""Of one table: row -> column -> what to write."""


def edits_by_row(edits: Iterable[CellEdit]) -> dict[int, dict[int, CellEdit]]:
    """Order the edits of one table; each cell has one."""
    ordered: dict[int, dict[int, CellEdit]] = {}
    for edit in edits:
        ordered.setdefault(edit.row, {})[edit.column] = edit
    return ordered
