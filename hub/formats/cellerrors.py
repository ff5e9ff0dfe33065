"""Cells of an XLSX whose formula failed.

The library that reads workbooks hands them over as empty, and an empty cell means "not
given": a price that is ``#N/A`` would vanish without a word. So the sheets are searched for
them before they are read.
"""

import re
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

__all__ = ["cell_errors"]

MOST = 10_000
CHUNK = 1 << 18
OVERLAP = 1 << 12

_ERROR = re.compile(
    rb'<c (?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^>]*\bt="e")[^>]*>'
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


def cell_errors(
    stream: BinaryIO, sheets: tuple[str, ...]
) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Return the failed cells: sheet -> (row from 1, column from 0) -> what the cell shows.

    Empty for other kinds of workbook. At most 10,000 of a sheet are told.
    """
    stream.seek(0)
    if not zipfile.is_zipfile(stream):
        return {}
    with zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        targets = _targets(archive)
        return {
            name: found
            for name, target in zip(sheets, targets, strict=False)
            if target in names and (found := _search(archive, target))
        }


def _targets(archive: zipfile.ZipFile) -> list[str]:
    """Return the files of the sheets in the order of the workbook."""
    relations = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        words = dict(_ATTRIBUTE.findall(tag))
        relations[words.get(b"Id")] = words.get(b"Target", b"").decode()
    files = []
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = relations.get(dict(_ATTRIBUTE.findall(tag)).get(b"r:id"), "")
        files.append(target[1:] if target.startswith("/") else f"xl/{target}")
    return files


def _search(archive: zipfile.ZipFile, name: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            for column, row, shown in _ERROR.findall(text):
                found[int(row), _number(column)] = shown.decode("ascii", "replace")
            if len(found) >= MOST:
                break
            rest = text[-OVERLAP:]
    return found


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
