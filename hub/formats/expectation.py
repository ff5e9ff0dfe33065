"""What is expected of an example, and how what came differs from it."""

import difflib
import io
import zipfile
from dataclasses import dataclass

from hub.formats.document import Part
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import open_workbook
from hub.formats.sheetout import MEDIA_TYPE as WORKBOOK
from hub.formats.zipbox import ZIP_START

__all__ = ["Difference", "compare", "content_of"]

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """An expected file and how what came differs from it; for people."""

    file: str
    text: str


def compare(name: str, expected: bytes, came: bytes | None) -> Difference | None:
    """Return how what came differs from what was expected; None when it does not."""
    if came is None:
        return Difference(name, "nothing came: the document was not read, or cannot be written")
    if came == expected:
        return None
    before, after = _lines(_unpacked(expected)), _lines(_unpacked(came))
    if before == after and expected.startswith(ZIP_START):
        return None  # the same files, packed by another version of the packer
    lines = difflib.unified_diff(before, after, "expected", "came", lineterm="", n=1)
    shown = list(lines)
    if len(shown) > SHOWN:
        shown = [*shown[:SHOWN], f"... {len(shown) - SHOWN} more lines differ"]
    return Difference(name, "\n".join(shown) or "line ends or binary content differ")


def content_of(part: Part) -> bytes:
    """Return the bytes of a file; of a workbook its cells, one row a line, parted by tabs.

    What else a workbook holds is the packing library's, and changes with its versions.
    """
    if part.media_type != WORKBOOK:
        return part.path.read_bytes()
    book = open_workbook(lambda: part.path.open("rb"), RowLimits(), RowTrouble(None), "XLSX")
    lines = []
    for name in book.names if book is not None else ():
        lines.append(f"[{name}]")
        if book is not None:
            lines += ["\t".join(cells) for _, cells in book.sheet(name).rows()]
    return "\n".join([*lines, ""]).encode()


def _unpacked(content: bytes) -> bytes:
    """Return what an archive holds, one member after the other; other content as it is."""
    if not content.startswith(ZIP_START):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(b"%s:\n%s\n" % (n.encode(), archive.read(n)) for n in archive.namelist())


def _lines(content: bytes) -> list[str]:
    # One tag a line: a document on one line would otherwise differ as a whole.
    return content.decode("utf-8", "backslashreplace").replace("><", ">\n<").splitlines()
