"""Which mark parts the decimals in the columns of one table: a comma, a point, or nobody knows.

``1.234`` is a thousand and more to many people, and one and a bit to a program. What
else stands in its column tells: beside ``12,50`` the point parts thousands, beside ``12.50``
decimals. Where nothing tells, the text means two things, and only the sender can say which.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from hub.facts.money import two_readings
from hub.formats.rowsource import Cells, NumberCell

__all__ = ["LOOKED_AT", "DecimalMarks", "Mark"]

LOOKED_AT = 1000
"""So many rows of a table are looked at; who writes a column writes it alike."""

_NUMBER = re.compile(r"[0-9][0-9.,]*")
_COMMA = re.compile(
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{4,},[0-9]+"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
)
_POINT = re.compile(
    r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{4,}\.[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}"
)


class Mark(StrEnum):
    """What parts decimals."""

    COMMA = ","
    POINT = "."


class DecimalMarks:
    """What the texts of a table say of the decimal mark, column by column.

    Cells that hold numbers are no witnesses: a spreadsheet shows their point as it likes.
    """

    def __init__(self, columns: Iterable[int]) -> None:
        self._seen: dict[int, set[Mark]] = {column: set() for column in columns}

    def look(self, cells: Cells) -> None:
        """Take what one row says."""
        for column, seen in self._seen.items():
            if column >= len(cells) or type(cells[column]) is NumberCell:
                continue
            number = _NUMBER.search(cells[column])
            if number is None:
                continue
            if _COMMA.fullmatch(number[0]):
                seen.add(Mark.COMMA)
            elif _POINT.fullmatch(number[0]):
                seen.add(Mark.POINT)

    def of(self, column: int) -> Mark | None:
        """Return the mark of a column; None when nothing tells, or both were found."""
        seen = self._seen.get(column, set())
        return next(iter(seen)) if len(seen) == 1 else None

    def readings(self, column: int, cell: str) -> tuple[str, ...]:
        """Return what a cell with one point means.

        One reading where its column has a decimal comma, two where nothing tells: the point as
        thousands first. Nothing for a number that can only be read in one way anyway.
        """
        text = cell.strip()
        # Asked of every number: most end it here.
        if text[-4:-3] != Mark.POINT or type(cell) is NumberCell:
            return ()
        ways = two_readings(text)
        mark = self.of(column) if ways else None
        return () if mark is Mark.POINT else ways[:1] if mark is Mark.COMMA else ways
