"""DIG-FORM: a workbook that comes in has numbers and dates in the right form."""

from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import load_formats
from hub.formats.sheetout import SheetOut
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
ROW = {
    "Leveranciersnummer": "12345678",
    "Contractnummer": "C-1",
    "Artikelnummer": "P-1",
    "Omschrijving": "Papier",
    "Eenheid": "C62",
    "Prijs": "4.25",
    "Valuta": "EUR",
    "Geldig vanaf": "2026-02-01",
}


def read(folder: Path, **changes: str) -> tuple[list[Any], Report]:
    """Read a workbook of one row."""
    row = {**ROW, **{key.replace("_", " "): value for key, value in changes.items()}}
    out = SheetOut(folder, "catalogus.xlsx")
    out.sheet("Catalogus", list(row))
    out.row(list(row.values()))
    payload = Payload.of_file(out.finish().path)
    report = Report(payload.name)
    formats = load_formats([MAPPINGS / "digiinkoop"], SchemaStore(folder))
    form = formats.identify(payload, report)
    assert form is not None
    (document,) = form.reader.read(payload, report)
    return [line.body for line in document.lines(report)], report


def test_a_right_row_passes(tmp_path: Path) -> None:
    """All of it is read."""
    bodies, report = read(tmp_path)
    assert bodies != [None]
    assert report.valid
    assert not report.losses


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Prijs", "4,25"),
        ("Prijs", "1.234,50"),
        ("Prijs", "1e3"),
        ("Geldig_vanaf", "01-02-2026"),
        ("BTW-percentage", "21%"),
    ],
)
def test_wrong_forms_are_refused(tmp_path: Path, column: str, text: str) -> None:
    """With sheet, row and column; a comma is never taken for a point."""
    bodies, report = read(tmp_path, **{column: text})
    assert bodies == [None]
    (found,) = report.findings()
    assert (found.rule, found.severity.value, found.value) == ("DIG-FORM", "error", text)
    place = found.place
    assert (place.sheet, place.row, place.column) == ("Catalogus", 2, column.replace("_", " "))


def test_a_fraction_of_vat_is_warned_of(tmp_path: Path) -> None:
    """A cell that shows 21 % may hold 0.21; the row goes on, with what was probably meant."""
    bodies, report = read(tmp_path, **{"BTW-percentage": "0.21"})
    (finding,) = (one for one in report.findings() if one.rule == "DIG-FORM")
    assert (finding.severity.value, finding.value, finding.expected) == ("warn", "0.21", "21")
    assert None not in bodies
