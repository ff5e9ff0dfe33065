"""Spreadsheets, archives and CSV that are meant to burst, hide, or be misread."""

import codecs
import io
import struct
import warnings
import zipfile
from collections.abc import Callable

from tests.attacks.kinds import HARMLESS, Kind, Traps
from tests.attacks.tables import (
    cell,
    item,
    sheet_row,
    table,
    workbook,
    zip_of,
    zipped,
)

__all__ = ["TABLE_KINDS"]

CSV = table([item()])
SHEET = "xl/worksheets/sheet1.xml"
MASTERS = ("stamdata.csv", CSV)
EXTERNAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"


def book(name: str, rule: str, make: Callable[[], bytes], ending: str = ".xlsx") -> Kind:
    """Return a kind of workbook."""
    return Kind(name, rule, lambda _traps: make(), ending)


def archive(name: str, rule: str, *members: tuple[str, str | bytes]) -> Kind:
    """Return a kind of archive."""
    return Kind(name, rule, lambda _traps: zip_of(*members), ".zip")


def text(name: str, rule: str, make: Callable[[], bytes]) -> Kind:
    """Return a kind of CSV."""
    return Kind(name, rule, lambda _traps: make(), ".csv")


def canonical(name: str, old: str, new: str) -> Kind:
    """Return a kind in the hub's own format."""
    good = (
        '{"kind": "catalogue", "header": {"id": {"value": "K"}, "issue_date": "2030-01-01"}}\n'
        '{"id": {"value": "1"}, "content_unit_quantity": {"value": "1.5", "unit_code": "EA"}}\n'
    )
    assert old in good
    return Kind(name, "FMT-04", lambda _traps: good.replace(old, new).encode(), ".jsonl")


def linked(traps: Traps) -> bytes:
    """Return a workbook that points to other workbooks: a file and a server."""
    return workbook(
        xl__externalLinks___rels__externalLink1_dot_xml_dot_rels="<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{EXTERNAL}Path" TargetMode="External" '
        f'Target="http://{traps.server}/x.xlsx"/><Relationship Id="rId2" TargetMode="External" '
        f'Type="{EXTERNAL}Path" Target="{traps.file}"/></Relationships>',
        xl__externalLinks__externalLink1_dot_xml="<externalLink/>",
    )


def shared(texts: str, cells: int) -> bytes:
    """Return a workbook whose cells all show one shared text."""
    row = "".join(
        f'<c r="{chr(ord("A") + n % 5)}{2 + n // 5}" t="s"><v>0</v></c>' for n in range(cells)
    )
    return workbook(
        f'<row r="2">{row}</row>', xl__sharedStrings_dot_xml=f"<sst><si>{texts}</si></sst>"
    )


def claiming(content: bytes, member: str, size: int) -> bytes:
    """Return an archive in which one member claims another size than it has."""
    data = bytearray(content)
    name = member.encode()
    for sign, length, at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        place = data.find(sign)
        while place >= 0:
            if data[place + length : place + length + len(name)] == name:
                data[place + at : place + at + 4] = struct.pack("<I", size)
            place = data.find(sign, place + 1)
    return bytes(data)


def flagged(content: bytes) -> bytes:
    """Return an archive whose members all say that they are encrypted."""
    data = bytearray(content)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 1)
    return bytes(data)


def twice(content: bytes, member: str, other: str) -> bytes:
    """Return an archive with a second member of one name."""
    out = io.BytesIO(content)
    warnings.simplefilter("ignore")  # two members of one name: meant
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr(member, other)
    return out.getvalue()


def far(place: str) -> bytes:
    """Return a workbook with one cell far away from the others."""
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return workbook(f'<row r="{digits}">{cell(place, "x")}</row>')


TABLE_KINDS = [
    book("book-far-corner", "BIZ-01", lambda: far("XFD1048576")),
    book("book-far-row", "BIZ-06", lambda: far("A50000")),
    book("book-far-beyond", "BIZ-01", lambda: far("ZZZZZZZZZZ99999999999999")),
    book(
        "book-far-by-counting",
        "BIZ-01",
        lambda: workbook("<row/>" * 10_000 + "<row>" + "<c/>" * 10_000 + "<c><v>1</v></c></row>"),
    ),
    book(
        "book-far-other-spelling",
        "BIZ-01",
        lambda: workbook(
            "<x:row\tr = '1048576'><x:c\nr\t=\n'XFD1048576' ><x:v>1</x:v></x:c></x:row>"
        ),
    ),
    book(
        "book-claims-a-dimension",
        HARMLESS,
        lambda: workbook(before='<dimension ref="A1:XFD1048576"/>'),
    ),
    book(
        "book-empty-cells-many",
        "BIZ-01",
        lambda: workbook(
            "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 100_000))
        ),
    ),
    book("book-empty-cells-packed", "BIZ-01", lambda: workbook("<c/>" * 10_000_000)),
    book("book-bomb", "BIZ-01", lambda: workbook(sheet_row(2, "A" * 50_000_000))),
    book(
        "book-bomb-that-lies",
        "BIZ-01",
        lambda: claiming(workbook(sheet_row(2, "A" * 50_000_000)), SHEET, 1000),
    ),
    book("book-shared-text", "BIZ-01", lambda: shared(f"<t>{'x' * 1_000_000}</t>", 50_000)),
    book("book-shared-runs", "BIZ-01", lambda: shared("<r><t>xxxxxxxx</t></r>" * 30_000, 50_000)),
    book(
        "book-shared-missing",
        "BIZ-01",
        lambda: workbook('<row r="2"><c r="A2" t="s"><v>9</v></c></row>'),
    ),
    book("book-place-wrong", "BIZ-01", lambda: workbook('<row r="2"><c r="1A"><v>9</v></c></row>')),
    book("book-place-zero", "BIZ-01", lambda: workbook('<row r="0"><c r="A0"><v>9</v></c></row>')),
    book(
        "book-numbers-odd",
        "BIZ-06",
        lambda: workbook(
            '<row r="2"><c r="A2"><v>nan</v></c><c r="B2"><v>1e400</v></c>'
            '<c r="C2"><v>-0</v></c></row>'
        ),
    ),
    book(
        "book-dates-odd",
        "BIZ-01",
        lambda: workbook(
            '<row r="2"><c r="A2" t="d"><v>99999-99-99</v></c><c r="B2" t="b"><v>7</v></c></row>'
        ),
    ),
    book(
        "book-formulas",
        HARMLESS,
        lambda: workbook(
            f'<row r="2">{cell("A2", "A-1")}<c r="B2" t="str"><f>HYPERLINK("http://127.0.0.1/")</f>'
            f"<v>Pen</v></c>{cell('C2', 'BX')}{cell('D2', '1')}</row>"
        ),
    ),
    book(
        "book-formula-failed",
        "BIZ-07",
        lambda: workbook(
            f'<row r="2">{cell("A2", "A-1")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        ),
    ),
    book("book-tags-unclosed", "BIZ-01", lambda: workbook("<c " * 50_000)),
    book("book-tag-endless", "BIZ-01", lambda: workbook("<c " + " " * 500_000 + 'r="A2">')),
    book("book-entity", "BIZ-01", lambda: workbook(cell("A2", "&x;"))),
    book("book-member-twice", "BIZ-01", lambda: twice(workbook(), SHEET, "<worksheet/>")),
    book("book-member-twice-by-case", "BIZ-01", lambda: twice(workbook(), SHEET.upper(), "x")),
    book("book-encrypted", "BIZ-01", lambda: flagged(workbook())),
    book("book-binary", "BIZ-01", lambda: twice(workbook(), "xl/workbook.bin", "x")),
    book("book-cut-off", "BIZ-01", lambda: workbook()[:700]),
    book("book-tail-cut-off", "BIZ-01", lambda: workbook()[:-30]),
    book("book-is-text", "FMT-01", lambda: b"This is no workbook.\n"),
    book(
        "book-is-html",
        "FMT-01",
        lambda: b"<html><body><table><tr><td>ITEM_NO</td></tr></table></body></html>",
    ),
    book("book-is-noise", "FMT-01", lambda: bytes(range(256)) * 40),
    book(
        "book-ole-noise",
        "FMT-01",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40,
        ".xls",
    ),
    book(
        "book-password",
        "BIZ-01",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40,
    ),
    book(
        "book-sheets-many",
        "BIZ-01",
        lambda: twice(workbook(), "xl/workbook.xml.bak", "x" * 20_000_000),
    ),
    Kind("book-external-links", HARMLESS, linked, ".xlsx"),
    archive("zip-bomb", "BIZ-01", ("stamdata.csv", CSV + ";" * 50_000_000)),
    Kind(
        "zip-bomb-that-lies",
        "BIZ-01",
        lambda _t: claiming(zip_of(("stamdata.csv", CSV + "x" * 50_000_000)), "stamdata.csv", 1000),
        ".zip",
    ),
    archive("zip-nested", "BIZ-01", MASTERS, ("inner.zip", zip_of(MASTERS))),
    archive("zip-slip", "BIZ-01", MASTERS, ("../../priser.csv", "x")),
    archive("zip-absolute", "BIZ-01", MASTERS, ("/etc/priser.csv", "x")),
    archive("zip-drive", "BIZ-01", MASTERS, ("C:\\priser.csv", "x")),
    archive("zip-name-steers", "BIZ-01", MASTERS, ("\x1b[2J\x9b31m\u202e.csv", "x")),
    archive("zip-name-long", "BIZ-01", MASTERS, ("x" * 60_000, "x")),
    archive("zip-crowd", "FMT-01", MASTERS, *((f"{n}.csv", "x") for n in range(10_000))),
    archive("zip-empty-member", "BIZ-01", ("stamdata.csv", "")),
    Kind("zip-twice", "BIZ-01", lambda _t: twice(zip_of(MASTERS), "STAMDATA.CSV", CSV), ".zip"),
    Kind("zip-same-name", "BIZ-01", lambda _t: twice(zip_of(MASTERS), "stamdata.csv", CSV), ".zip"),
    Kind("zip-encrypted", "BIZ-01", lambda _t: flagged(zipped()), ".zip"),
    Kind(
        "zip-damaged",
        "BIZ-01",
        lambda _t: (
            zipped().replace(b"stamdata.csv", b"stamdata.csv", 1)[:60] + b"XX" + zipped()[62:]
        ),
        ".zip",
    ),
    Kind(
        "zip-head-steers",
        "BIZ-07",
        lambda _t: zipped(head="CATALOGUE_ID;K\x1b[2J\x9b1\nACTION;\x1b[31m\n\x1b]0;x\x07;1\n"),
        ".zip",
    ),
    Kind(
        "zip-head-crowd",
        "BIZ-01",
        lambda _t: zipped(head="".join(f"K{n % 7}{n};{n}\n" for n in range(60_000))),
        ".zip",
    ),
    text(
        "csv-quote-over-50-mb",
        "BIZ-01",
        lambda: (CSV + 'A-2;"' + "x" * 50 + "\n").encode() + b"y;z\n" * 12_500_000,
    ),
    text("csv-line-50-mb", "BIZ-01", lambda: CSV.encode() + b"x" * 50_000_000),
    text("csv-field-200-kb", "BIZ-01", (CSV + f"A-2;{'x' * 200_000};BX;1;1\n").encode),
    text("csv-quote-in-a-text", "BIZ-01", (CSV + 'A-2;"12" pipe";BX;1;1\n').encode),
    text("csv-nul", "BIZ-03", lambda: CSV.encode() + b" " * 70_000 + b"\nA-2;a\0b;BX;1;1\n"),
    text("csv-nul-early", "FMT-01", lambda: CSV.encode().replace(b"Blyant", b"Bly\0ant")),
    text(
        "csv-mixed-encodings",
        HARMLESS,
        lambda: (
            (CSV + "A-2;Blå;BX;1;44121706\n").encode() + "A-3;Blå;BX;1;44121706\n".encode("cp1252")
        ),
    ),
    text("csv-undefined-byte", "BIZ-03", lambda: CSV.encode() + b"A-2;\x81\x8d;BX;1;44121706\n"),
    text("csv-lost-character", "BIZ-03", (CSV + "A-2;Bl\ufffd;BX;1;44121706\n").encode),
    text("csv-utf-16", HARMLESS, lambda: CSV.encode("utf-16")),
    text("csv-utf-7", HARMLESS, lambda: (CSV + "A-2;Blå;BX;1;44121706\n").encode("utf-7")),
    text(
        "csv-mark-in-the-middle",
        HARMLESS,
        lambda: CSV.encode() + codecs.BOM_UTF8 + b"A-2;x;BX;1;44121706\n",
    ),
    text("csv-surrogates", HARMLESS, lambda: CSV.encode() + b"A-2;\xed\xa0\x80;BX;1;44121706\n"),
    text("csv-no-header", "FMT-01", lambda: CSV.encode().split(b"\n", 1)[1]),
    text("csv-header-twice", "BIZ-04", (CSV + CSV).encode),
    text("csv-column-twice", "BIZ-02", lambda: CSV.replace("ITEM_NAME", "ITEM_NO", 1).encode()),
    text(
        "csv-100000-columns",
        "BIZ-01",
        ("ITEM_NO;ITEM_NAME;" + ";".join(f"C{n}" for n in range(100_000)) + "\n").encode,
    ),
    text("csv-100000-cells", "BIZ-06", (CSV + "A-2" + ";x" * 100_000 + "\n").encode),
    text("csv-blank-lines-only", "FMT-01", lambda: b"\n" * 20_000_000),
    text("csv-blank-lines-after", "BIZ-01", lambda: CSV.encode() + b"\n" * 5_000_000),
    text("csv-delimiters-only", "FMT-01", lambda: b";;;;;;\n" * 3_000_000),
    text("csv-returns-only", HARMLESS, lambda: CSV.replace("\n", "\r").encode()),
    text(
        "json-deep",
        "FMT-01",
        lambda: b'{"kind": "catalogue", "header": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n",
    ),
    text(
        "json-unknown-source",
        "FMT-04",
        lambda: b'{"format": "x", "kind": "catalogue", "header": {}}\n',
    ),
    text(
        "json-steering-source",
        "FMT-04",
        lambda: b'{"format": "\\u009b2J:\\u001b[31m:1", "kind": "catalogue", "header": {}}\n',
    ),
    canonical("json-nan", '"1.5"', '"NaN"'),
    canonical("json-huge", '"1.5"', '"1E+999999999"'),
    canonical("json-tiny", '"1.5"', '"1E-999999999"'),
    canonical("json-year-0", '"2030-01-01"', '"0000-01-01"'),
    canonical("json-wrong-types", '"1.5"', "[]"),
    canonical("json-lone-surrogate", '"1.5"', '"\\ud800"'),
    canonical("json-key-steers", '"1.5"', '{"\\u001b[2J\\u009b31m": 1}'),
    text("json-kind-steers", "FMT-01", lambda: b'{"kind": "\\u001b[2J\\u009b", "header": {}}\n'),
]
"""Every kind of bad table."""
