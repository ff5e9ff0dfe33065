"""A sheet that is almost one that was set up: which of its headings are missing.

Somebody renamed a column, and the sheet that went through last month is of no format any more. It
is told which sheet it looks like, and what to call the columns again.
"""

from collections.abc import Iterable

from hub.formats.format import Format
from hub.formats.messages import nearly_a_sheet
from hub.formats.owntables import is_table
from hub.formats.payload import Payload
from hub.formats.rowtable import RowTableReader
from hub.model.finding import Finding

__all__ = ["near_miss"]


def near_miss(payload: Payload, formats: Iterable[Format]) -> Finding | None:
    """Return what a file of no format lacks to be a sheet of rows that is known (FMT-01).

    None where it has not at least half of the headings that any of them needs.
    """
    best: tuple[float, Finding] | None = None
    for one in formats if is_table(payload) else ():
        if one.declared.root is not None or not one.readable:
            continue
        reader = one.reader
        if not isinstance(reader, RowTableReader):
            continue
        needed, missing = reader.headings(payload)
        share = 1 - len(missing) / len(needed) if needed else 0
        if missing and share >= 1 / 2 and (best is None or share > best[0]):
            best = share, nearly_a_sheet(one.title, missing)
    return None if best is None else best[1]
