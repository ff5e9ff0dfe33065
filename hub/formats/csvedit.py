"""Single cells of a CSV file written anew; every other byte stays as it is.

Encoding, byte order mark, delimiter, line ends and the quotation marks of all other cells
are the sender's. A cell that was quoted stays quoted.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from hub.formats.celledit import CellEdit, EditFault, Edits
from hub.formats.csvlines import raw_lines
from hub.formats.csvtext import Dialect

__all__ = ["edit_csv"]

QUOTE = '"'

Refused = list[tuple[CellEdit, EditFault]]


def edit_csv(source: BinaryIO, target: BinaryIO, dialect: Dialect, edits: Edits) -> Refused:
    """Copy a file with some cells written anew; return what was not written, and why."""
    refused: Refused = []
    seen: set[int] = set()
    target.write(source.read(dialect.skip))
    records = _records(source, dialect)
    for number, (raw, cells) in enumerate(records, start=1):
        wanted = edits.get(number)
        if wanted is None:
            target.write(raw)
            continue
        seen.add(number)
        target.write(_edited(raw, cells, dialect, wanted.values(), refused))
    for row in edits.keys() - seen:
        refused += [(edit, EditFault.NOT_FOUND) for edit in edits[row].values()]
    return refused


def _records(source: BinaryIO, dialect: Dialect) -> Iterator[tuple[bytes, list[str]]]:
    """Yield each row as its bytes and its cells; the reader asks for no line too many."""
    taken: list[bytes] = []
    left = raw_lines(source, dialect.encoding, dialect.end)

    def lines() -> Iterator[str]:
        for line in left:
            taken.append(line)
            yield line.decode(dialect.encoding)

    try:
        for cells in csv.reader(lines(), delimiter=dialect.delimiter, strict=True):
            yield b"".join(taken), cells
            taken.clear()
    except (csv.Error, UnicodeDecodeError):
        # Readers end here, too: what follows is copied as it is.
        taken.extend(left)
    yield b"".join(taken), []


def _edited(
    raw: bytes, cells: list[str], dialect: Dialect, wanted: Iterable[CellEdit], refused: Refused
) -> bytes:
    text = raw.decode(dialect.encoding)
    body = text.rstrip("\r\n")
    end = text[len(body) :]
    pieces = list(_pieces(body, dialect.delimiter))
    for edit in wanted:
        if edit.column >= len(pieces) or len(pieces) != len(cells):
            refused.append((edit, EditFault.NOT_FOUND))
        elif cells[edit.column] != edit.old:
            refused.append((edit, EditFault.CHANGED))
        elif not _writable(edit.new, dialect.encoding):
            refused.append((edit, EditFault.ENCODING))
        else:
            was_quoted = pieces[edit.column].startswith(QUOTE)
            pieces[edit.column] = _written(edit.new, dialect.delimiter, quoted=was_quoted)
    return (dialect.delimiter.join(pieces) + end).encode(dialect.encoding)


def _pieces(body: str, delimiter: str) -> Iterator[str]:
    """Yield the cells of a row as they are written, with their quotation marks."""
    start = 0
    while True:
        end = start
        if body.startswith(QUOTE, start):
            end = start + 1
            while True:
                end = body.index(QUOTE, end) + 1
                if not body.startswith(QUOTE, end):
                    break
                end += 1
        end = body.find(delimiter, end)
        if end < 0:
            yield body[start:]
            return
        yield body[start:end]
        start = end + 1


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _written(text: str, delimiter: str, *, quoted: bool) -> str:
    if quoted or any(mark in text for mark in (delimiter, QUOTE, "\r", "\n")):
        return f"{QUOTE}{text.replace(QUOTE, QUOTE * 2)}{QUOTE}"
    return text
