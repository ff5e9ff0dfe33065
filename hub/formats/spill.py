"""Rows put aside on disk and found again by key, in bounded memory.

Master data and prices stand in two tables in any order; a million of either does not fit
into memory. The rows that are looked up go into a temporary SQLite file (not the hub's
store: no journal, no sync, gone with the reading), whose cache is the only memory used.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from hub.facts.money import two_readings
from hub.formats.rowsource import Cells, NumberCell

__all__ = ["Spill"]

CACHE_KIB = 2048
BATCH = 2000

_TABLES = """
create table masters (key text primary key, folded text not null, row integer not null,
                      points_to text, state integer not null default 0) without rowid;
create table details (id integer primary key, key text not null, row integer not null,
                      cells text not null);
"""
_INDEXES = """
create index details_key on details (key);
create index masters_to on masters (points_to) where points_to is not null;
"""


class Spill:
    """Two tables: ``masters``, one row for each key, and ``details``, any number for a key.

    A master may point to another master (an item that replaces another). Fill both, then
    ``settle``, then ask.
    """

    def __init__(self, cache_kib: int = CACHE_KIB) -> None:
        # An empty name is SQLite's own temporary file: deleted when the connection closes,
        # also when the process dies.
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("pragma journal_mode = off")
        self._base.execute("pragma synchronous = off")
        self._base.execute("pragma temp_store = file")
        self._base.execute(f"pragma cache_size = -{int(cache_kib)}")
        self._base.executescript(_TABLES)
        self._read = json.JSONDecoder(parse_float=NumberCell).decode

    def close(self) -> None:
        """Remove the file; may be called again."""
        self._base.close()

    def add_masters(self, rows: Iterable[tuple[str, int, str | None]]) -> Iterator[tuple[int, int]]:
        """Take (key, row, key pointed to); yield (row, first row) of each key seen again."""
        statement = (
            "insert into masters (key, folded, row, points_to) values (?, ?, ?, ?) "
            "on conflict do nothing"
        )
        self._base.execute("begin")
        for key, row, points_to in rows:
            done = self._base.execute(statement, (key, key.casefold(), row, points_to))
            if not done.rowcount:
                (first,) = self._base.execute(
                    "select row from masters where key = ?", (key,)
                ).fetchone()
                yield row, first
        self._base.execute("commit")

    def add_details(self, rows: Iterable[tuple[str, int, Cells]]) -> None:
        """Take (key, row, cells)."""
        statement = "insert into details (key, row, cells) values (?, ?, ?)"
        kept = (
            (key, row, json.dumps(_kept(cells), ensure_ascii=False)) for key, row, cells in rows
        )
        self._base.execute("begin")
        while batch := list(islice(kept, BATCH)):
            self._base.executemany(statement, batch)
        self._base.execute("commit")

    def settle(self) -> None:
        """Build the indexes; everything has been added."""
        self._base.executescript(_INDEXES)

    def details(self, key: str) -> list[tuple[int, Cells]]:
        """Return row number and cells of every detail of a key, in the order of the file."""
        found = self._base.execute(
            "select row, cells from details where key = ? order by id", (key,)
        )
        return [(row, self._read(cells)) for row, cells in found]

    def pointing_to(self, key: str) -> list[str]:
        """Return the keys of the masters that point to one, in order of their rows."""
        statement = "select key from masters where points_to = ? order by row"
        return [key for (key,) in self._base.execute(statement, (key,))]

    def master_row(self, key: str) -> int | None:
        """Return where a master stands, None when there is none."""
        found = self._base.execute("select row from masters where key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])

    def orphans(self) -> Iterator[tuple[str, list[int], str | None]]:
        """Yield key, rows and the near miss by case of each detail key without a master."""
        statement = (
            "select key, group_concat(row) from details where key not in "
            "(select key from masters) group by key order by min(id)"
        )
        for key, rows in self._base.execute(statement):
            yield key, [int(row) for row in rows.split(",")], self._near(key)

    def _near(self, key: str) -> str | None:
        found = self._base.execute(
            "select key from masters where folded = ? order by row limit 1", (key.casefold(),)
        ).fetchone()
        return None if found is None else str(found[0])

    def loops(self) -> Iterator[list[str]]:
        """Yield each loop among the masters that point to another, as its keys."""
        pointing = self._base.execute(
            "select key from masters where points_to is not null order by row"
        )
        for number, (start,) in enumerate(pointing, start=1):
            path: list[str] = []
            key: str | None = start
            while key is not None:
                found = self._base.execute(
                    "select points_to, state from masters where key = ?", (key,)
                ).fetchone()
                if found is None or (found[1] and found[1] != number):
                    break
                if found[1] == number:
                    yield path[path.index(key) :]
                    break
                self._base.execute("update masters set state = ? where key = ?", (number, key))
                path.append(key)
                key = found[0]


def _kept(cells: Cells) -> list[str | float]:
    """Return a row as it is kept: a number that a text could be taken for is one in JSON too."""
    if not any(type(cell) is NumberCell for cell in cells):
        return list(cells)
    return [
        float(cell) if type(cell) is NumberCell and two_readings(cell) else cell for cell in cells
    ]
