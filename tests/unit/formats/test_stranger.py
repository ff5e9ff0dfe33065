"""What is said of a file that is of no format: what it is, and what to send instead."""

import io
import zipfile
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.sheetout import SheetOut
from hub.formats.stranger import stranger
from hub.model.finding import Finding


def said(content: bytes) -> Finding:
    """Return what is said of these bytes."""
    return stranger(Payload.of_bytes(content, "katalog.xlsx"), content[:1024])


def packed(**files: bytes) -> bytes:
    """Return an archive of these files; ``__`` stands for a point."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"%PDF-1.7\n1 0 obj", "is a PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "is a picture", id="picture"),
        pytest.param(b"<HTML><body><table>", "save it as XLSX", id="html"),
        pytest.param(b"\xef\xbb\xbf\n<!DOCTYPE html>", "save it as XLSX", id="html-with-bom"),
        pytest.param(
            "Varenr;Navn\r\nA-1;Blåt papir".encode("utf-16"),
            "begins with “Varenr;Navn↵A-1;Blåt papir”",
            id="utf-16",
        ),
        pytest.param(
            "Varenr;Navn\r\nA-1;Papir".encode("utf-16-le"), "UTF-16", id="utf-16-unmarked"
        ),
        pytest.param(b"Rar!\x1a\x07", "Unpack it", id="rar"),
        pytest.param(b"\xd0\xcf\x11\xe0 half of an old file", "Save it as XLSX", id="old-office"),
        pytest.param(packed(), "holds no file", id="empty-zip"),
        pytest.param(packed(brev__txt=b"hej"), "holds brev.txt", id="zip"),
        pytest.param(packed(brev__txt=b"hej")[:-30], "cut off on the way", id="half-a-zip"),
        pytest.param(
            b"Varenr;Navn\nA-1;Papir\n", "begins with “Varenr;Navn↵A-1;Papir”", id="table"
        ),
        pytest.param(b"", "is empty", id="empty"),
    ],
)
def test_the_sender_hears_what_it_is_that_arrived(content: bytes, words: str) -> None:
    """Whatever the file is called; never a row of control characters."""
    finding = said(content)
    assert finding.rule == "FMT-01"
    assert words in finding.message.en
    assert "<U+" not in finding.message.da


def test_a_workbook_of_no_format_is_told_by_its_sheets(tmp_path: Path) -> None:
    """By them the sender sees which file it was; a workbook in an archive is told by its name."""
    out = SheetOut(tmp_path, "liste.xlsx")
    out.sheet("Prisliste", ["Vare", "Pris"])
    out.row(["A-1", "7.00"])
    content = out.finish().path.read_bytes()
    assert "(ark: Prisliste)" in said(content).message.da
    assert "holds liste.xlsx" in said(packed(liste__xlsx=content)).message.en
