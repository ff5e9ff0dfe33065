"""Single cells of a sheet of an XLSX workbook written anew; all other bytes stay.

A workbook holds more than any library writes back: widths, colours, remarks, filters. So
only the elements of the cells in question are replaced in the sheet's own text, with their
style kept. They become texts, which no spreadsheet computes or shortens.
"""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from hub.formats.celledit import CellEdit, EditFault, Edits
from hub.formats.sheetreach import number_of

__all__ = ["edit_sheet"]

_ROW = re.compile(rb"<((?:\w+:)?)row(\s[^<>]*?)?(/?)>")
_CELL = re.compile(rb"<(?:\w+:)?c(\s[^<>]*?)?(/?)>")
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_NUMBER = re.compile(rb'\sr="([0-9]{1,7})"')
_STYLE = re.compile(rb'\ss="([0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_OPAQUE = (b"<!--", b"<![CDATA[")
"""Markup inside which a cell would only seem to stand."""

Refused = list[tuple[CellEdit, EditFault]]


def edit_sheet(sheet: bytes, edits: Edits) -> tuple[bytes, Refused]:
    """Return the sheet with some cells written anew, and what was not written.

    ``column`` of the edits counts from the sheet's own column A. What a cell held before is
    the caller's to compare: its text may lie in another file of the workbook.
    """
    every = [edit for row in edits.values() for edit in row.values()]
    if any(mark in sheet for mark in _OPAQUE):
        return sheet, [(edit, EditFault.FORM) for edit in every]
    refused: Refused = []
    pieces: list[bytes] = []
    done, seen = 0, set()
    for number, start, end, prefix in _rows(sheet):
        wanted = edits.get(number)
        if wanted is None:
            continue
        seen.add(number)
        pieces += (sheet[done:start], _row(sheet[start:end], number, prefix, wanted, refused))
        done = end
    pieces.append(sheet[done:])
    refused += [
        (edit, EditFault.NOT_FOUND) for edit in every if edit.row not in seen
    ]  # a row that is not written at all has no cell to correct
    return b"".join(pieces), refused


def _rows(sheet: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield number, start and end of the content of each row, and its prefix."""
    number = at = 0
    while (found := _ROW.search(sheet, at)) is not None:
        named = _NUMBER.search(found[2] or b"")
        number = int(named[1]) if named else number + 1
        at = found.end()
        if found[3]:
            continue
        end = sheet.find(b"</" + found[1] + b"row>", at)
        if end < 0:
            return
        yield number, at, end, found[1]
        at = end


def _row(
    content: bytes, number: int, prefix: bytes, wanted: Mapping[int, CellEdit], refused: Refused
) -> bytes:
    """Return the content of a row with its cells written anew or put in."""
    left = dict(wanted)
    pieces: list[bytes] = []
    done = at = 0
    column = -1
    while (found := _CELL.search(content, at)) is not None:
        words = found[1] or b""
        named = _REFERENCE.search(words)
        column = number_of(named[1]) - 1 if named else column + 1
        end = found.end()
        if not found[2]:
            close = b"</" + prefix + b"c>"
            end = content.index(close, end) + len(close)
        for earlier in sorted(one for one in left if one < column):
            pieces += (content[done : found.start()], _cell(left.pop(earlier), number, prefix))
            done = found.start()
        edit = left.pop(column, None)
        if edit is not None and _FORMULA.search(content, found.end(), end):
            refused.append((edit, EditFault.COMPUTED))
        elif edit is not None:
            style = _STYLE.search(words)
            kept = style[1] if style else None
            pieces += (content[done : found.start()], _cell(edit, number, prefix, kept))
            done = end
        at = end
    pieces.append(content[done:])
    pieces += [_cell(left[one], number, prefix) for one in sorted(left)]
    return b"".join(pieces)


def _cell(edit: CellEdit, row: int, prefix: bytes, style: bytes | None = None) -> bytes:
    where = f"{xl_col_to_name(edit.column)}{row}".encode()
    kept = b"" if style is None else b' s="' + style + b'"'
    text = escape(edit.new).encode("utf-8", "xmlcharrefreplace")
    p = prefix
    return (
        b"<" + p + b'c r="' + where + b'"' + kept + b' t="inlineStr"><' + p + b"is><" + p
        + b't xml:space="preserve">' + text + b"</" + p + b"t></" + p + b"is></" + p + b"c>"
    )  # fmt: skip
