"""Catalogues in tables: CSV, ZIP and workbooks, right as they stand, made by hand.

By hand, because no library writes what an attack needs.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

__all__ = ["cell", "item", "price", "sheet_row", "table", "workbook", "zip_of", "zipped"]

HEAD = {"CATALOGUE_ID": "K1", "VERSION": "2", "SUPPLIER_CVR": "10000009", "CURRENCY": "DKK"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Rows = Sequence[Mapping[str, str]]


def item(**changed: str) -> dict[str, str]:
    """Return an item."""
    return {
        "ITEM_NO": "A-1",
        "ITEM_NAME": "Blyant HB",
        "ITEM_UNIT": "BX",
        "ITEM_MIN_QTY": "1",
        "ITEM_UNSPSC": "44121706",
        **changed,
    }


def price(**changed: str) -> dict[str, str]:
    """Return its price."""
    return {
        "ITEM_NO": "A-1",
        "PRICE_QTY": "1",
        "PRICE_AMOUNT": "10.00",
        "PRICE_CURRENCY": "DKK",
        **changed,
    }


def table(rows: Rows) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def zip_of(*members: tuple[str, str | bytes]) -> bytes:
    """Return an archive; names may come twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members:
            box.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zipped(items: Rows = (), prices: Rows = (), head: str | None = None) -> bytes:
    """Return a catalogue as a ZIP that packs nothing, so that its ratio is nothing to see."""
    said = "".join(f"{k};{v}\n" for k, v in HEAD.items()) if head is None else head
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        box.writestr("hoved.csv", said)
        box.writestr("stamdata.csv", table(items or [item()]))
        box.writestr("priser.csv", table(prices or [price()]))
    return out.getvalue()


def cell(place: str, text: str) -> str:
    """Return a cell with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_row(number: int, *texts: str) -> str:
    """Return a row."""
    cells = "".join(cell(f"{chr(ord('A') + n)}{number}", text) for n, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def workbook(rows: str | None = None, before: str = "", **more: str) -> bytes:
    """Return a workbook of master data; ``rows`` follow a right header row.

    ``more`` are further members, ``__`` in their names a slash and ``_dot_`` a dot.
    """
    head = sheet_row(1, *item())
    body = sheet_row(2, *item().values()) if rows is None else rows
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="STAMDATA" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{head}{body}</sheetData></worksheet>",
    }
    for name, content in more.items():
        parts[name.replace("_dot_", ".").replace("__", "/")] = content
    return zip_of(*parts.items())
