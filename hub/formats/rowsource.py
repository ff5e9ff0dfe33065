"""Rows as every kind of file hands them over: numbered as a spreadsheet shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Cells", "NumberCell", "RowLimits", "RowSource"]

Cells = list[str]
"""The cells of one row as text; an empty cell is an empty text."""


class NumberCell(str):
    """The text of a cell that holds a number with decimals: its point is the decimal point.

    In a cell that holds a text somebody wrote the point, and may have meant thousands.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RowLimits:
    """How much is taken; checked before anything is parsed, rows while they are counted.

    ``unpacked`` and ``ratio`` hold for what is inside archives, workbooks included; ``cells``
    for the table that a sheet's filled cells span.
    """

    rows: int = 200_000
    columns: int = 1_000
    size: int = 100_000_000
    members: int = 20
    unpacked: int = 500_000_000
    ratio: int = 200
    cells: int = 16_000_000


class RowSource(Protocol):
    """One table: a sheet or a CSV file."""

    @property
    def name(self) -> str:
        """The name of the sheet or file, as findings show it."""

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield row number (the first row is 1) and cells; may be called again.

        Ends early, with a finding, when the rest cannot be read.
        """
