"""How far the filled cells of a sheet reach, told from its markup as it comes by.

The library that reads workbooks makes a table from the first to the last filled cell. One
cell at the far corner of a sheet would be a table of 17 thousand million.
"""

import re
from typing import Final

__all__ = ["Reach", "number_of"]

ANYWAY: Final = 4_000_000
"""A table of so many cells is never too large."""

THIN: Final = 10
"""A larger one may have so many cells for each filled one."""

LONGEST_TAG: Final = 1 << 16
_LETTERS: Final = 3
_DIGITS: Final = 7

_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>/]*>')
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>/]*/>')
_TAG = re.compile(rb"""<(?:[^\s<>/:"'=]+:)?(row|c)(?=[\s/>])([^<]*)""")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")


class Reach:
    """Follows one sheet. ``most`` is how many cells a table may have, empty ones too."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._rest = b""
        self._filled = self._tags = 0
        self._widest = self._last = 0
        self._row = self._column = 0

    def take(self, piece: bytes) -> str | None:
        """Take the next piece; return the cell that is too far out, if there is one."""
        data = self._rest + piece
        cut = data.rfind(b"<")
        cut = len(data) if cut < 0 else cut
        data, self._rest = data[:cut], data[cut:]
        if len(self._rest) > LONGEST_TAG:
            if _TAG.match(self._rest):
                # A tag without end: nobody writes one, and its place cannot be told.
                return f"{letters_of(self._column + 1)}{self._row}"
            self._rest = b""
        found = _PLAIN.findall(data)
        empty = len(_EMPTY.findall(data)) if b"/>" in data else 0
        if 0 < len(found) + empty == data.count(b"<c") and b":c" not in data:
            self._tags += len(found) + empty
            if found:
                self._take_plain(found)
            # What follows without a place of its own counts from the last one.
            self._take_tags(data[data.rfind(b"<c") :])
        else:
            self._take_tags(data)
        return self._too_far(max(self._table, self._tags) > self._most)

    def end(self) -> str | None:
        """Take the end of the sheet; return the cell that is too far out, if there is one."""
        self._take_tags(self._rest)
        table = self._table
        return self._too_far(table > self._most or table > max(ANYWAY, THIN * self._filled))

    def _take_plain(self, found: list[tuple[bytes, bytes]]) -> None:
        """Take filled cells that are written as everybody writes them."""
        columns, rows = zip(*found, strict=True)
        self._filled += len(found)
        self._widest = max(self._widest, *map(number_of, set(columns)))
        self._last = max(self._last, *map(int, set(rows)))

    def _take_tags(self, data: bytes) -> None:
        """Take rows and cells in any spelling; those without a place follow the last one."""
        found = _TAG.findall(data)
        self._tags += len(found)
        for tag, more in found:
            place = _PLACE.search(more)
            letters, digits = place.groups() if place else (b"", b"")
            row = self._row_of(digits)
            if tag == b"row":
                self._row = row or self._row + 1
                self._column = 0
                continue
            self._row = row or self._row
            self._column = number_of(letters.upper()[: _LETTERS + 1]) or self._column + 1
            if more.count(b">") == 1 and more.rstrip().endswith(b"/>"):
                continue  # formatted, but empty: no part of the table
            self._filled += 1
            self._widest = max(self._widest, self._column)
            self._last = max(self._last, self._row)

    def _row_of(self, digits: bytes) -> int:
        return int(digits[: _DIGITS + 1] or b"0")

    @property
    def _table(self) -> int:
        return self._widest * self._last

    def _too_far(self, far: bool) -> str | None:  # noqa: FBT001 - the verdict to be told
        return f"{letters_of(self._widest)}{self._last}" if far else None


def number_of(letters: bytes) -> int:
    """Return the number of a column from 1 by its letters, 0 for none."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def letters_of(number: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
