"""A catalogue's workbook read as rows of text, against the same cells by openpyxl.

rows      what the hub does: look the archive through, then every cell as a person typed it
openpyxl  load_workbook(read_only=True), every cell as text

All in turns in one process, by processor time. Both have to say the same of every cell.

    python bench/catalogue_workbook.py [--lines 10000] [--rounds 3]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import xlsxwriter
from catalogue_customers import COLUMNS, TEXT
from comparing import Goal, Race, Variant

from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.sheet import open_workbook

SHEET = "STAMDATA"


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        path = Path(folder) / "katalog.xlsx"
        _write(path, asked.lines)
        if list(_rows(path)) != list(_other(path)):
            raise SystemExit("openpyxl reads other cells")

        def rows() -> float:
            return sum(1 for _ in _rows(path))

        def other() -> float:
            return sum(1 for _ in _other(path))

        variants = [Variant("openpyxl", other), Variant("rows", rows)]
        goals = [Goal("rows", "openpyxl", 8)]
        race = Race("catalogue-workbook", "rows", variants, goals, clock=time.process_time)
        return race.run(asked.rounds)


def _write(path: Path, lines: int) -> None:
    """Write the items of a catalogue in the hub's own supplier format."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, COLUMNS)
        for n in range(1, lines + 1):
            row = (
                *(f"VARE-{n}", f"Opdigtet vare {n}", "BX", 1, 12, "EA", 12.5),
                *(f"Vare nummer {n}", f"{n} {TEXT}".strip(), "Kontor/Papir", "44121706"),
                *("opdigtet", f"https://billeder.example/{n}.jpg"),
            )
            sheet.write_row(n, 0, row)


def _rows(path: Path) -> Iterator[list[str]]:
    payload = Payload.of_file(path)
    book = open_workbook(payload.open, RowLimits(), RowTrouble(None), "XLSX")
    if book is None:
        raise SystemExit("the workbook is refused")
    for _, cells in book.sheet(SHEET).rows():
        yield list(cells)


def _other(path: Path) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(path, read_only=True)
    for cells in book[SHEET].iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in cells]
    book.close()


if __name__ == "__main__":
    sys.exit(main())
