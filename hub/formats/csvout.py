"""CSV outputs: written row by row, the same bytes for the same rows."""

import csv
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from hub.formats.document import Part
from hub.formats.outfile import OutFile

__all__ = ["CsvOut"]

MEDIA_TYPE = "text/csv; charset=utf-8"


class CsvOut:
    """One CSV file in the making: UTF-8, CR LF, a cell is quoted where it must be.

    ``mark`` begins it with the mark by which spreadsheets know UTF-8.
    """

    def __init__(
        self, folder: Path, name: str, delimiter: str = ",", *, mark: bool = False
    ) -> None:
        self._file = OutFile(folder, name, MEDIA_TYPE)
        if mark:
            self._file.write(BOM_UTF8)
        self._rows = csv.writer(self, delimiter=delimiter, lineterminator="\r\n")

    def write(self, text: str) -> None:
        """Take what the csv module wrote."""
        self._file.write(text.encode("utf-8"))

    def row(self, cells: Sequence[str]) -> None:
        """Write one row."""
        self._rows.writerow(cells)

    def finish(self) -> Part:
        """Close the file and describe it."""
        return self._file.finish()

    def discard(self) -> None:
        """Remove the file; may be called again."""
        self._file.discard()
