"""CSV files as rows: encoding, line ends and delimiter told from the file, then streamed.

Nothing is held but one row: lines are cut and decoded one by one, so that the first bad byte
is told with its row, and a quotation mark that never closes ends at the limit of one field
(131,072 characters, the csv module's own).

What spreadsheets save is taken as it is: UTF-16 with its mark ("Unicode text"), lines that end
in a carriage return alone, and a first line ``sep=;`` that names the delimiter. That line is
row 1, but no row of the table.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from hub.formats.csvlines import WIDE, first_line_end, raw_lines
from hub.formats.rowsource import Cells
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.model.finding import Place

__all__ = ["CsvSource", "Dialect", "guess_dialect"]

_UTF8 = "utf-8"

HEAD = 1 << 16
CHUNK = 1 << 20
LONGEST_LINE = 1 << 20
LAST_ROW = 1 << 20
"""Where a row may stand at the furthest, as in a workbook; blank rows count here."""

DELIMITERS = ";,\t|"
LOOKED_AT = 20
"""So many filled lines tell the delimiter."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "ansi": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
}
"""What may be declared. Files called ISO 8859-1 are windows-1252 in truth, as on the web."""

MARKS = (
    (codecs.BOM_UTF8, _UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""What a file may begin with; it says more surely than anybody how the rest is written."""

Open = Callable[[], BinaryIO]
_NAMES = {"\t": "TAB"}
_HINT = re.compile(r'"?sep=([^\s\w"]|\t)"?[;,\t|]*', re.IGNORECASE)
"""The first line that tells Excel the delimiter; saved again elsewhere it has empty cells."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    ``guessed`` says that nobody declared the encoding, ``skip`` how many bytes its mark has,
    ``end`` with which character lines end, ``hinted`` that row 1 only names the delimiter.
    """

    encoding: str
    delimiter: str
    guessed: bool = False
    skip: int = 0
    end: str = "\n"
    hinted: bool = False


def guess_dialect(
    open_file: Open, trouble: RowTrouble, name: str, encoding: str | None = None
) -> Dialect | None:
    """Return how a file is written; None, with a finding, when it is no text.

    Args:
        open_file: opens the file at its first byte.
        trouble: takes what is found, guesses included.
        name: of the file, for findings.
        encoding: the declared one, which a byte order mark overrules; without either UTF-8 when
            the whole file is that, else windows-1252, which is a guess.
    """
    place = Place(sheet=name)
    with closing(open_file()) as stream:
        head = stream.read(HEAD)
    mark, codec = next((one for one in MARKS if head.startswith(one[0])), (b"", None))
    guessed = False
    if b"\0" in head and codec not in WIDE:
        trouble.tell(RowFault.ENCODING_UNKNOWN, place, "binary", "UTF-8, windows-1252")
        return None
    if encoding is not None and codec not in WIDE:
        declared = ENCODINGS.get(encoding.strip().lower())
        if declared is None:
            trouble.tell(RowFault.ENCODING_UNKNOWN, place, encoding, "UTF-8, windows-1252")
            return None
        codec = codec or declared
    elif codec is None and _is_utf8(open_file):
        codec = _UTF8
    elif codec is None:
        codec, guessed = "cp1252", True
        trouble.tell(RowFault.ENCODING_GUESSED, place, "windows-1252", "UTF-8")
    text = head[len(mark) :].decode(codec, "replace")
    end = first_line_end(text)
    hint = _HINT.fullmatch(text.partition(end)[0].rstrip("\r"))
    delimiter = hint[1] if hint else _delimiter(text)
    return Dialect(codec, delimiter, guessed, len(mark), end, hinted=hint is not None)


def _is_utf8(open_file: Open) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with closing(open_file()) as stream:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(head: str) -> str:
    """Return the mark that parts most of the first lines into equally many columns.

    Titles and notes may stand above a table, and commas in its names and numbers.
    """
    lines = [line for line in head.splitlines() if line.strip()][:LOOKED_AT]
    bare = ["".join(line.split('"')[::2]) for line in lines]

    def weight(mark: str) -> tuple[int, int]:
        counts = Counter(count for line in bare if (count := line.count(mark)))
        return max(((lines, count) for count, lines in counts.items()), default=(0, 0))

    # Of equals the first one: max keeps it.
    return max(DELIMITERS, key=weight)


class CsvSource:
    """One CSV file."""

    def __init__(self, name: str, open_file: Open, dialect: Dialect, trouble: RowTrouble) -> None:
        self.name = name
        self.dialect = dialect
        self._open = open_file
        self._trouble = trouble

    def expect_delimiter(self, wanted: str) -> None:
        """Say so when the file is parted by another mark than the format names."""
        found = self.dialect.delimiter
        if found != wanted:
            place = Place(sheet=self.name, row=1)
            self._trouble.tell(RowFault.DELIMITER_GUESSED, place, _NAMES.get(found, found), wanted)

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield row number and cells; an empty line is a row too, one that hints is none."""
        reading = _Reading(self)
        with closing(self._open()) as stream:
            stream.read(self.dialect.skip)
            lines = self._lines(stream, reading)
            rows = csv.reader(lines, delimiter=self.dialect.delimiter, strict=True)
            try:
                for cells in rows:
                    reading.row += 1
                    if reading.row > LAST_ROW:
                        place = Place(sheet=self.name, row=reading.row)
                        self._trouble.tell(
                            RowFault.TOO_MANY_ROWS, place, str(reading.row), str(LAST_ROW)
                        )
                        return
                    if reading.row > 1 or not self.dialect.hinted:
                        yield reading.row, cells
            except csv.Error:
                self._trouble.tell(RowFault.BROKEN_ROW, reading.place())

    def _lines(self, stream: BinaryIO, reading: "_Reading") -> Iterator[str]:
        encoding = self.dialect.encoding
        end = self.dialect.end.encode(encoding)
        for line in raw_lines(stream, encoding, self.dialect.end, LONGEST_LINE):
            if line == b"\n":
                yield "\n"  # a file may hold millions of them
                continue
            if len(line) == LONGEST_LINE and not line.endswith(end):
                place = reading.place()
                self._trouble.tell(RowFault.BROKEN_ROW, place, f"> {LONGEST_LINE} bytes")
                return
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError as error:
                self._trouble.tell(
                    RowFault.ENCODING, reading.place(), repr(line[error.start : error.end])[1:],
                    _shown(encoding), byte=error.start + 1,
                )  # fmt: skip
                return
            if "\0" in text or "\ufffd" in text:
                at = min(i for i in (text.find("\0"), text.find("\ufffd")) if i >= 0)
                byte = len(text[:at].encode(encoding)) + 1
                fault = RowFault.REPLACEMENT if text[at] == "\ufffd" else RowFault.ENCODING
                around = text[max(0, at - 20) : at + 20].replace("\0", "\\0").strip()
                self._trouble.tell(fault, reading.place(), around, _shown(encoding), byte=byte)
                return
            yield text


class _Reading:
    """How far one pass over a file has come."""

    def __init__(self, source: CsvSource) -> None:
        self.source = source
        self.row = 0

    def place(self) -> Place:
        """Return where the row stands that is being read."""
        return Place(sheet=self.source.name, row=self.row + 1)


def _shown(encoding: str) -> str:
    return {"utf-8": "UTF-8", "cp1252": "windows-1252"}.get(encoding, "UTF-16")
