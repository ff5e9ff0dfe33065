"""A zipped workbook looked through before the library that reads workbooks gets it.

That library trusts a file: it unpacks whatever unpacks, and makes room for every cell from
the first to the last one filled, though all between them are empty; when there is no room,
the process ends. So everything is unpacked once here, piece by piece, and counted: bytes as
they come (an archive's own figures are claims), how far the cells of each sheet reach, how
long a shared text is. On the way the cells whose formula failed are noted: the library hands
them over as empty, and an empty cell means "not given". So are the rows and columns that the sheet
hides, which the library hands over like the others, and cells that are merged over several rows, of
which it hands over the first.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import BinaryIO

from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.sheetreach import Reach, number_of
from hub.formats.zipbox import DAMAGED_ZIP, ENCRYPTED

__all__ = ["Hidden", "Survey", "survey"]

MOST_ERRORS = 10_000
MOST_HIDDEN = 10_000
"""So many stretches of hidden rows of a sheet are noted."""

MOST_MEMBERS = 10_000
LONGEST_TEXT = 1 << 18
"""Bytes of a shared text with its markup; a cell holds at most 32,767 characters."""

LONGEST_INDEX = 1 << 24
"""Bytes of the list of sheets."""

CHUNK = 1 << 18
OVERLAP = 1 << 12
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
BINARY = "workbook.bin"
"""Marks XLSB, whose cells cannot be looked through; it is none of the forms taken."""
TEXTS = "sharedstrings.xml"

_ERROR = re.compile(
    rb'<c (?=[^<>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^<>]*\bt="e")[^<>]*>'
    rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]{1,20})</v>"
)
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)(?=\s)(?=[^<>]*\shidden=\"(?:1|true)\")([^<>]*)>")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]*\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
_STRETCH = {
    b"row": re.compile(rb'\s(r)="([0-9]{1,7})"'),
    b"col": re.compile(rb'\s(min|max)="([0-9]{1,5})"'),
}
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')

Failed = Mapping[tuple[int, int], str]


Stretches = list[tuple[int, int]]
"""First and last, from 1, ascending."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a sheet does not show as it is handed over.

    ``rows`` and ``columns`` are hidden, by a filter, folded away or by hand. ``merged`` are cells
    over several rows, by their place (``C5:C7``): first column, first row, last row.
    """

    rows: Stretches = field(default_factory=list)
    columns: Stretches = field(default_factory=list)
    merged: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns or self.merged)


class Survey:
    """What was seen: of each member the cells whose formula failed, and what it hides."""

    def __init__(self) -> None:
        self.hidden: dict[str, Hidden] = {}
        self.failed: dict[str, dict[tuple[int, int], str]] = {}
        self.named: dict[str, bytes] = {}

    def errors(self, sheets: tuple[str, ...]) -> Mapping[str, Failed]:
        """Return the failed cells: sheet -> (row from 1, column from 0) -> what the cell shows.

        Empty for other kinds of workbook. At most 10,000 of a sheet are told.
        """
        return {
            name: self.failed[target]
            for name, target in self.files(sheets).items()
            if target in self.failed
        }

    def hides(self, sheets: tuple[str, ...]) -> Mapping[str, Hidden]:
        """Return what each sheet hides; nothing is known of other kinds of workbook."""
        return {
            name: self.hidden[target]
            for name, target in self.files(sheets).items()
            if target in self.hidden
        }

    def files(self, sheets: tuple[str, ...]) -> Mapping[str, str]:
        """Return the member of the archive that holds each sheet; empty for other kinds."""
        if not {BOOK, RELATIONS} <= self.named.keys():
            return {}
        return dict(zip(sheets, self._targets(), strict=False))

    def _targets(self) -> list[str]:
        """Return the files of the sheets in the order of the workbook."""
        relations = {}
        for tag in _RELATION.findall(self.named[RELATIONS]):
            words = dict(_ATTRIBUTE.findall(tag))
            relations[words.get(b"Id")] = words.get(b"Target", b"").decode("utf-8", "replace")
        files = []
        for tag in _SHEET.findall(self.named[BOOK]):
            target = relations.get(dict(_ATTRIBUTE.findall(tag)).get(b"r:id"), "")
            files.append(target[1:] if target.startswith("/") else f"xl/{target}")
        return files


def survey(
    stream: BinaryIO, limits: RowLimits, trouble: RowTrouble, expected: str
) -> Survey | None:
    """Look a zipped workbook through; None, with a finding, when it may not be opened."""
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            look = _Look(limits, size, trouble)
            if not _sound(infos, trouble, expected) or not look.trusts(infos):
                return None
            return look.over(archive, infos)
    except DAMAGED_ZIP:
        trouble.tell(RowFault.UNREADABLE, value="XLSX", expected=expected)
        return None


def _sound(infos: list[zipfile.ZipInfo], trouble: RowTrouble, expected: str) -> bool:
    """Judge the table of contents."""
    if any(info.filename.lower().endswith(BINARY) for info in infos):
        trouble.tell(RowFault.UNREADABLE, value="XLSB", expected=expected)
        return False
    if len(infos) > MOST_MEMBERS:
        trouble.tell(RowFault.ARCHIVE_FULL, value=str(len(infos)), expected=str(MOST_MEMBERS))
        return False
    seen: set[str] = set()
    for info in infos:
        # The library compares names without case, and takes the other slash too.
        name = info.filename.lower().replace("\\", "/")
        if info.flag_bits & ENCRYPTED:
            trouble.tell(RowFault.PASSWORD, value=info.filename)
            return False
        if name in seen:
            trouble.tell(RowFault.ARCHIVE_TWICE, value=info.filename)
            return False
        if info.compress_type not in METHODS:
            trouble.tell(RowFault.UNREADABLE, value=info.filename, expected=expected)
            return False
        seen.add(name)
    return True


class _Look:
    """One look over all members."""

    def __init__(self, limits: RowLimits, size: int, trouble: RowTrouble) -> None:
        self._limits = limits
        self._most = min(limits.unpacked, limits.ratio * size)
        self._total = 0
        self._trouble = trouble
        self._survey = Survey()

    def trusts(self, infos: list[zipfile.ZipInfo]) -> bool:
        """Refuse at once what already claims to be too large."""
        return self._within(sum(info.file_size for info in infos))

    def over(self, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Survey | None:
        """Unpack every member; raises what the zip reader raises on damaged ones."""
        for info in infos:
            open_ended = copy(info)
            # Read to the true end: a claim too small would hide the rest from the checksum.
            open_ended.file_size = self._most + CHUNK
            if not self._member(info.filename, self._pieces(archive, open_ended)):
                return None
        return self._survey

    def _pieces(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with archive.open(info) as member:
            while piece := member.read(CHUNK):
                self._total += len(piece)
                if not self._within(self._total):
                    return
                yield piece

    def _within(self, size: int) -> bool:
        fits = size <= self._most
        if not fits:
            self._trouble.tell(RowFault.ARCHIVE_BOMB, value="XLSX", expected=f"{self._most} byte")
        return fits

    def _member(self, name: str, pieces: Iterator[bytes]) -> bool:
        """Look through one member; return whether the archive may still be opened."""
        reach, texts, failed = Reach(self._limits.cells), _Texts(), _Failed()
        unseen = _Unseen()
        wanted = name in (BOOK, RELATIONS)
        shared = name.lower().endswith(TEXTS)
        for piece in pieces:
            if wanted:
                self._survey.named[name] = self._survey.named.get(name, b"") + piece
                if len(self._survey.named[name]) > LONGEST_INDEX:
                    return self._refuse(RowFault.CELL_TOO_LONG, name)
            if shared and texts.take(piece) > LONGEST_TEXT:
                return self._refuse(RowFault.CELL_TOO_LONG, name)
            if (far := reach.take(piece)) is not None:
                return self._refuse(RowFault.SPREAD, far)
            failed.take(piece)
            unseen.take(piece)
        if self._total > self._most:
            return False
        if (far := reach.end()) is not None:
            return self._refuse(RowFault.SPREAD, far)
        if failed.cells:
            self._survey.failed[name] = failed.cells
        if unseen.hidden:
            self._survey.hidden[name] = unseen.hidden
        return True

    def _refuse(self, fault: RowFault, value: str) -> bool:
        self._trouble.tell(fault, value=value)
        return False


class _Texts:
    """Measures the longest shared text, in bytes with its markup."""

    def __init__(self) -> None:
        self._open = 0

    def take(self, piece: bytes) -> int:
        """Return the length of the longest text that ends, or goes on, in this piece."""
        first, *others = piece.split(b"si>")
        longest = max(self._open + len(first), *map(len, others), 0)
        self._open = len(others[-1]) if others else self._open + len(first)
        return longest


class _Failed:
    """Collects the cells whose formula failed."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self._rest = b""

    def take(self, piece: bytes) -> None:
        """Take the next piece of a sheet."""
        if len(self.cells) >= MOST_ERRORS:
            return
        data = self._rest + piece
        if b't="e"' in data:
            for column, row, shown in _ERROR.findall(data):
                self.cells[int(row), number_of(column) - 1] = shown.decode("ascii", "replace")
        self._rest = data[-OVERLAP:]


class _Unseen:
    """Collects what is hidden or merged; a row without its number is not told."""

    def __init__(self) -> None:
        self.hidden = Hidden()
        self._rest = b""

    def take(self, piece: bytes) -> None:
        """Take the next piece of a sheet."""
        data = self._rest + piece
        if b"hidden=" in data:
            for tag, more in _HIDDEN.findall(data):
                said = {key: int(number) for key, number in _STRETCH[tag].findall(more)}
                if tag == b"row" and b"r" in said:
                    _add(self.hidden.rows, said[b"r"], said[b"r"])
                elif b"min" in said:
                    _add(self.hidden.columns, said[b"min"], said.get(b"max", said[b"min"]))
        if b"mergeCell " in data:
            for left, first, right, last in _MERGED.findall(data):
                if first != last and len(self.hidden.merged) < MOST_HIDDEN:
                    name = b"%b%b:%b%b" % (left, first, right, last)
                    place = (number_of(left), int(first), int(last))
                    self.hidden.merged[name.decode("ascii")] = place
        self._rest = data[-OVERLAP:]


def _add(stretches: Stretches, first: int, last: int) -> None:
    """Add what comes after all that is there; pieces overlap, so it may be there already."""
    end = stretches[-1][1] if stretches else 0
    if first <= end or last < first:
        return
    if stretches and first == end + 1:
        stretches[-1] = (stretches[-1][0], last)
    elif len(stretches) < MOST_HIDDEN:
        stretches.append((first, last))
