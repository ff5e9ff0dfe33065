"""What was seen before in a document, however long it is, in bounded memory.

The first keys are kept in memory; a long catalogue goes on in a temporary SQLite
file that disappears with the object. Row numbers are those people see.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

from hub.model.finding import Place

__all__ = ["Ledger", "Uniqueness", "seen_at"]

KEPT_IN_MEMORY = 20_000
_DIGITS = 19


def seen_at(number: int, place: Place) -> int:
    """Return the number people find a line by: row, else line in the file, else its count."""
    return place.row or place.line or number


class Ledger:
    """A note for each key.

    Args:
        kept: how many notes stay in memory before the file is begun.
    """

    def __init__(self, kept: int = KEPT_IN_MEMORY) -> None:
        self._kept = kept
        self._memory: dict[str, str] = {}
        self._file: sqlite3.Connection | None = None

    def first(self, key: str, note: str) -> str | None:
        """Note ``key`` unless it has a note already: return that, or None when it had none."""
        found = self._memory.get(key)
        if found is not None:
            return found
        if self._file is None:
            if len(self._memory) < self._kept:
                self._memory[key] = note
                return None
            self._file = _open()
        short = _hash(key)
        cursor = self._file.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (short, note))
        return None if cursor.rowcount else _look(self._file, short)

    def rewrite(self, key: str, note: str) -> None:
        """Replace the note of a key."""
        if key in self._memory or self._file is None:
            self._memory[key] = note
        else:
            row = (_hash(key), note)
            self._file.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", row)

    def notes(self) -> Iterator[str]:
        """Yield every note."""
        yield from self._memory.values()
        if self._file is not None:
            yield from (str(row[0]) for row in self._file.execute("SELECT note FROM seen"))

    def __contains__(self, key: str) -> bool:
        """Return whether a key was seen."""
        if key in self._memory:
            return True
        return self._file is not None and _look(self._file, _hash(key)) is not None

    def __len__(self) -> int:
        """Return how many different keys were seen."""
        if self._file is None:
            return len(self._memory)
        (count,) = self._file.execute("SELECT count(*) FROM seen").fetchone()
        return len(self._memory) + int(count)

    def close(self) -> None:
        """Let go of the file; what was seen is forgotten."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._memory.clear()

    def __del__(self) -> None:
        """Close the file also when a document was given up half-way."""
        self.close()


class Uniqueness:
    """Remembers for each key the number it was first seen with.

    Lines are mostly counted 1, 2, 3 or 10, 20, 30. Such a run is remembered by its bounds.
    """

    def __init__(self, kept: int = KEPT_IN_MEMORY) -> None:
        self._ledger = Ledger(kept)
        self._run: _Run | None = None
        self._empty = True
        """Whether the ledger is."""

    def first(self, key: str, number: int) -> int | None:
        """Return the number ``key`` was first seen with; None when this is the first time."""
        run = self._run
        if run is None:
            if self._empty and _is_counted(key):
                self._run = _Run(key, number)
                return None
        else:
            before = None if key == run.next else run.found(key)
            if before is not None:
                return before
            if (self._empty or key not in self._ledger) and run.goes_on(key, number):
                return None
        self._empty = False
        found = self._ledger.first(key, str(number))
        return None if found is None else int(found)

    def __contains__(self, key: str) -> bool:
        """Return whether a key was seen."""
        in_run = self._run is not None and self._run.found(key) is not None
        return in_run or key in self._ledger

    def __len__(self) -> int:
        """Return how many different keys were seen."""
        return len(self._ledger) + (0 if self._run is None else self._run.count)

    def close(self) -> None:
        """Forget what was seen."""
        self._ledger.close()
        self._run, self._empty = None, True


class _Run:
    """Whole numbers at equal distances, seen one after the other; ``next`` would continue it."""

    def __init__(self, key: str, number: int) -> None:
        self._start, self._step = int(key), 0
        self._number = number
        self.count = 1
        self.next = ""

    def goes_on(self, key: str, number: int) -> bool:
        """Take in the key that continues the run; the second one says at what distance."""
        if number != self._number + self.count:
            return False
        if key != self.next:
            distance = int(key) - self._start if _is_counted(key) and self.count == 1 else 0
            if distance <= 0:
                return False
            self._step = distance
        self.count += 1
        self.next = str(self._start + self._step * self.count)
        return True

    def found(self, key: str) -> int | None:
        """Return the number a key was seen with, or None when it is not in the run."""
        if not _is_counted(key):
            return None
        steps, rest = divmod(int(key) - self._start, self._step or 1)
        return self._number + steps if not rest and 0 <= steps < self.count else None


def _is_counted(key: str) -> bool:
    """Return whether a key is a whole number as people count."""
    plain = key.isascii() and key.isdigit() and len(key) < _DIGITS
    return plain and (key[0] != "0" or key == "0")


def _hash(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _open() -> sqlite3.Connection:
    # An empty name is SQLite's own temporary file: it spills what does not fit its cache
    # and is deleted when the connection closes, also when the process dies.
    file = sqlite3.connect("", isolation_level=None)
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("PRAGMA cache_size = -2048")
    file.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, note TEXT) WITHOUT ROWID")
    file.execute("BEGIN")
    return file


def _look(file: sqlite3.Connection, short: bytes) -> str | None:
    row = file.execute("SELECT note FROM seen WHERE key = ?", (short,)).fetchone()
    return None if row is None else str(row[0])
