"""The addresses of a party: ``<party>.endpoints.csv`` beside its file.

A municipality has hundreds, one for each school and office, and gets them from a register
as a sheet. Columns ``scheme,value,name``; comma or semicolon, as the office's program likes.
"""

import csv
from dataclasses import dataclass

from hub.config.remarks import Sheet
from hub.config.tables import address_mistake
from hub.facts.schemes import endpoint
from hub.model.identity import EndpointID

__all__ = ["COLUMNS", "Entry", "read_endpoints"]

COLUMNS = ("scheme", "value", "name")


@dataclass(frozen=True, slots=True)
class Entry:
    """One address: where it stands in the file and whose door it is."""

    endpoint: EndpointID
    name: str
    line: int


def read_endpoints(text: str, sheet: Sheet) -> tuple[Entry, ...]:
    """Return the addresses that are right, in the order of the file; note every other one."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    separator = ";" if ";" in first else ","
    header = tuple(name.strip().lower() for name in first.split(separator))
    if header != COLUMNS:
        sheet.mistake_at(1, "", f"the first line must be {','.join(COLUMNS)}")
        return ()
    entries: list[Entry] = []
    seen: dict[EndpointID, int] = {}
    rows = csv.reader(lines, delimiter=separator, strict=True)
    next(rows)
    try:
        for row in rows:
            entry = _entry(row, rows.line_num, sheet) if any(row) else None
            if entry is None:
                continue
            if seen.setdefault(entry.endpoint, entry.line) != entry.line:
                before = seen[entry.endpoint]
                sheet.mistake_at(entry.line, "value", f"stands in line {before} already")
                continue
            entries.append(entry)
    except csv.Error as error:
        sheet.mistake_at(rows.line_num, "", f"cannot be read as CSV: {error}")
    return tuple(entries)


def _entry(row: list[str], line: int, sheet: Sheet) -> Entry | None:
    if len(row) != len(COLUMNS):
        sheet.mistake_at(line, "", f"has {len(row)} columns; expected {','.join(COLUMNS)}")
        return None
    address = endpoint(row[0], row[1])
    trouble = address_mistake(address.scheme, row[1])
    if trouble:
        known = trouble.startswith(repr(address.scheme))
        sheet.mistake_at(line, "scheme" if known else "value", trouble)
        return None
    return Entry(address, row[2].strip(), line)
