"""Outputs without a schema are read back before they leave."""

import hashlib
from pathlib import Path

import pytest

from hub.formats.document import Part
from hub.model.report import Report
from tests.unit.mappings_content.reading import form, formats, read, write

HEAD = "AFTALEREF,K\nKUNDE_GLN,5790099990003\n"
COLUMNS = "VARENR,VARIANT_ID,NETTOPRIS_INKL,NETTOPRIS_EKSKL,GYLDIG_FRA\n"


def checked(folder: Path, name: str, text: str) -> Report:
    """Return what checking a file said."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    part = Part(name, "text/csv", path, len(content), digest)
    report = Report(name)
    formats().validate_part(part, form("truetrade:pricebook:1"), report)
    return report


def test_what_was_written_passes(tmp_path: Path) -> None:
    """The reader finds nothing to blame."""
    name, _, _ = write("pricebook", read(), tmp_path)
    report = checked(tmp_path, name, (tmp_path / name).read_text(encoding="utf-8"))
    assert (report.valid, report.findings()) == (True, ())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (HEAD + COLUMNS + "A,,,1.00,\n", "TTK-01"),
        (HEAD + COLUMNS + "A,,1.00,1.00,\nB,,1.00,2.00,\n", "TTK-03"),
        (HEAD + "VARENR\nA\n", "TTK-01"),
    ],
)
def test_a_faulty_file_does_not_pass(tmp_path: Path, text: str, rule: str) -> None:
    """A row without a price, a duty below zero in the last row, columns that are missing."""
    report = checked(tmp_path, "x.csv", text)
    assert not report.valid
    assert [found.rule for found in report.findings()] == [rule]
