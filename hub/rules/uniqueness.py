"""Values seen before in a document, however long it is, in bounded memory.

The first values are kept in memory as hashes; a long catalogue goes on in a temporary
SQLite file that disappears with the object. Row numbers are those people see.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

from hub.model.finding import Place

__all__ = ["Uniqueness", "seen_at"]

KEPT_IN_MEMORY = 20_000


def seen_at(number: int, place: Place) -> int:
    """Return the number people find a line by: row, else line in the file, else its count."""
    return place.row or place.line or number


class Uniqueness:
    """Remembers for each key the number it was first seen with.

    Args:
        kept: how many keys stay in memory before the file is begun.
    """

    def __init__(self, kept: int = KEPT_IN_MEMORY) -> None:
        self._kept = kept
        self._memory: dict[bytes, int] = {}
        self._file: sqlite3.Connection | None = None

    def first(self, key: str, number: int) -> int | None:
        """Return the number ``key`` was first seen with; None when this is the first time."""
        short = _hash(key)
        found = self._memory.get(short)
        if found is not None:
            return found
        if self._file is None:
            if len(self._memory) < self._kept:
                self._memory[short] = number
                return None
            self._file = _open()
        return self._first_on_file(self._file, short, number)

    def __contains__(self, key: str) -> bool:
        """Return whether a key was seen."""
        short = _hash(key)
        if short in self._memory:
            return True
        return self._file is not None and _look(self._file, short) is not None

    def _first_on_file(self, file: sqlite3.Connection, short: bytes, number: int) -> int | None:
        cursor = file.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (short, number))
        return None if cursor.rowcount else _look(file, short)

    def close(self) -> None:
        """Let go of the file; what was seen is forgotten."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._memory.clear()

    def __del__(self) -> None:
        """Close the file also when a document was given up half-way."""
        self.close()

    def __len__(self) -> int:
        """Return how many different keys were seen."""
        return len(self._memory) + sum(self._counted())

    def _counted(self) -> Iterator[int]:
        if self._file is not None:
            yield from (row[0] for row in self._file.execute("SELECT count(*) FROM seen"))


def _hash(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _open() -> sqlite3.Connection:
    # An empty name is SQLite's own temporary file: it spills what does not fit its cache
    # and is deleted when the connection closes, also when the process dies.
    file = sqlite3.connect("", isolation_level=None)
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("PRAGMA cache_size = -2048")
    file.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID")
    file.execute("BEGIN")
    return file


def _look(file: sqlite3.Connection, short: bytes) -> int | None:
    row = file.execute("SELECT number FROM seen WHERE key = ?", (short,)).fetchone()
    return None if row is None else int(row[0])
