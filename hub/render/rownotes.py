"""What was found in each row of a sheet, in bounded memory, in the order of the rows.

Findings come as the lines of a document do, for all customers at once; a sheet is written row
by row afterwards. In between they lie in a temporary SQLite file that goes with the object.
The same thing said to many customers is one note.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from hub.model.finding import Finding, Severity
from hub.model.sentence import Language

__all__ = ["Note", "RowNotes"]

GATHERED = 2000
"""So many different notes are gathered before they go to the file."""

CACHE_KIB = 1024
NOBODY = ""
PARTING = "\n"

SEVERITIES = tuple(Severity)
RANKS = {severity: rank for rank, severity in enumerate(SEVERITIES)}

_TABLE = """
create table notes (sheet text not null, row integer not null, place text not null,
                    rank integer not null, rule text not null, said text not null,
                    expected text not null, receivers text not null);
"""
_INDEX = "create index if not exists notes_row on notes (sheet, row)"


@dataclass(slots=True)
class Note:
    """One thing found in a row; ``receivers`` are keys, none where it holds for everybody.

    ``suggested`` is what could be written there, in words.
    """

    rule: str
    severity: Severity
    column: str
    said: str
    expected: str = ""
    suggested: str = ""
    receivers: set[str] = field(default_factory=set)
    everybody: bool = False


class RowNotes:
    """Takes findings as a witness; gives the notes of a sheet, row by row."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._gathered: dict[tuple[str, int, str, int, str, str, str], set[str]] = {}
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("pragma journal_mode = off")
        self._base.execute("pragma synchronous = off")
        self._base.execute("pragma temp_store = file")
        self._base.execute(f"pragma cache_size = -{CACHE_KIB}")
        self._base.executescript(_TABLE)

    def take(self, finding: Finding) -> None:
        """Take a finding; one that stands in no row is left to the report."""
        place = finding.place
        if place.row is None:
            return
        key = (
            *(place.sheet or "", place.row, place.column or "", RANKS[finding.severity]),
            *(finding.rule, finding.message.speak(self._language), finding.expected or ""),
        )
        self._gathered.setdefault(key, set()).add(finding.receiver or NOBODY)
        if len(self._gathered) >= GATHERED:
            self._put_aside()

    def of(self, sheet: str) -> Iterator[tuple[int, list[Note]]]:
        """Yield the rows of a sheet that have notes, in order, the gravest note first."""
        self._put_aside()
        self._base.execute(_INDEX)
        found = self._base.execute(
            "select row, place, rank, rule, said, expected, receivers from notes where sheet = ? "
            "order by row, rank, rowid",
            (sheet,),
        )
        for row, notes in groupby(found, key=itemgetter(0)):
            yield int(row), _merged(notes)

    def close(self) -> None:
        """Remove the file; may be called again."""
        self._base.close()

    def _put_aside(self) -> None:
        rows = [(*key, PARTING.join(sorted(who))) for key, who in self._gathered.items()]
        self._base.execute("begin")
        self._base.executemany("insert into notes values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._base.execute("commit")
        self._gathered.clear()


def _merged(rows: Iterator[tuple[int, str, int, str, str, str, str]]) -> list[Note]:
    """Put together what says the same; the gravest severity stands, with who it is for."""
    notes: dict[tuple[str, str, str], Note] = {}
    for _, column, rank, rule, said, expected, who in rows:
        severity = SEVERITIES[rank]
        note = notes.setdefault((column, rule, said), Note(rule, severity, column, said, expected))
        if note.severity is severity:
            receivers = set(who.split(PARTING))
            note.everybody = note.everybody or NOBODY in receivers
            note.receivers |= receivers - {NOBODY}
    return list(notes.values())
