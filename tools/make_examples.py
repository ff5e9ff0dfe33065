"""Make the example catalogues under examples/catalogues, always the same bytes.

::

    python tools/make_examples.py            write them
    python tools/make_examples.py --check    say which differ from what is committed

Everything in them is made up: suppliers, items, numbers and prices. The clean copies pass
the rules of the receiving systems; the dirty copy holds what suppliers really send.
"""

import argparse
import csv
import datetime as dt
import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from hub.facts.checkdigits import gs1_check_digit
from hub.formats.payload import Payload
from hub.formats.registry import load_formats, mapping_folders
from hub.model.context import PartyCard, RouteContext
from hub.model.identity import EndpointID, FormatId
from hub.model.report import Report
from hub.pipeline.conversion import Conversion
from hub.xml.schemas import SchemaStore
from tools.examplewares import CLEANING, COLOURS, FOOD, OFFICE, Ware

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "catalogues"
STAMP = dt.datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001 - a spreadsheet knows no zone
ZIP_STAMP = (2026, 1, 5, 8, 0, 0)
UNSPSC_VERSION = "19.0501"

Row = list[str]

STAMDATA = (
    "ITEM_NO", "ITEM_NAME", "ITEM_UNIT", "ITEM_MIN_QTY", "ITEM_VARIANT", "ITEM_GTIN",
    "ITEM_MANUF_NAME", "ITEM_MANUF_NO", "ITEM_BRAND", "ITEM_BASE_UNIT", "ITEM_CONTENT",
    "ITEM_PACK_SIZE", "ITEM_SHORT_DESC", "ITEM_IMAGE", "ITEM_LINK", "ITEM_DESC", "ITEM_GROUP",
    "ITEM_UNSPSC", "ITEM_KEYWORDS", "ITEM_ECO", "ITEM_ORIGIN", "ITEM_HAZARD", "ITEM_LEADTIME",
    "ITEM_QTY_STEP", "ITEM_ALT_UNIT_1", "ITEM_ALT_FACTOR_1", "ITEM_REPLACES", "ITEM_STATUS",
    "ITEM_VAT", "ITEM_TOLL", "ITEM_GUIDE_PRICE", "X_FARVE",
)  # fmt: skip
PRISER = (
    "ITEM_NO", "PRICE_QTY", "PRICE_AMOUNT", "PRICE_VALID_FROM", "PRICE_CURRENCY",
    "PRICE_VALID_TO", "PRICE_TYPE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one supplier sends."""

    prefix: str
    company: tuple[str, str, str, str]
    head: dict[str, str]
    wares: tuple[Ware, ...]
    masters: list[Row] = field(default_factory=list)
    prices: list[Row] = field(default_factory=list)


NORDLYS = (
    "Nordlys Kontorforsyning (fiktiv) A/S",
    "10000009",
    "Nordlys Papirværk (fiktivt)",
    "5790000000005",
)
FJORDMAD = (
    "Fjordmad Engros (fiktiv) A/S",
    "10000017",
    "Fjordmad Eget Mærke (fiktivt)",
    "5790000000012",
)

SELLER = PartyCard(
    "nordlys", NORDLYS[0], "DK", (EndpointID("GLN", NORDLYS[3]),), {"DK:CVR": NORDLYS[1]}
)
BUYER = PartyCard(
    "kolding", "Kolding Kommune (eksempel)", "DK", (EndpointID("GLN", "5790099990201"),),
    {"DK:CVR": "99000015"},
)  # fmt: skip
XML_ITEMS = 50


def make(prefix: str, company: tuple[str, str, str, str], title: str, wares: tuple[Ware, ...],
         first_gtin: int) -> Catalogue:  # fmt: skip
    """Return a catalogue of all variants of some wares."""
    head = {
        "SUPPLIER_CVR": company[1],
        "SUPPLIER_GLN": company[3],
        "SUPPLIER_NAME": company[0],
        "CATALOGUE_ID": f"{prefix}-2030",
        "CATALOGUE_NAME": title,
        "VERSION": "1",
        "ISSUE_DATE": "2026-01-05",
        "VALID_FROM": "2030-01-01",
        "VALID_TO": "2030-12-31",
        "CURRENCY": "DKK",
        "UNSPSC_VERSION": UNSPSC_VERSION,
        "ACTION": "FULL",
    }
    made = Catalogue(prefix, company, head, wares)
    number = 0
    for ware in wares:
        for variant in ware.variants:
            number += 1
            add_item(made, ware, variant, number, first_gtin + number)
    return made


def add_item(made: Catalogue, ware: Ware, variant: str, number: int, gtin: int) -> None:
    """Add one item with its prices; every eighth is sold by the pallet too."""
    key = f"{made.prefix}-{1000 + number}"
    name = f"{ware.name}, {variant}"
    cents = ware.cents + 35 * (number % 7)
    duty = money(ware.duty) if ware.duty else ""
    described = f"{name}. {ware.content} {unit_word(ware.base)} i hver salgsenhed."
    row = {
        "ITEM_NO": key,
        "ITEM_NAME": name,
        "ITEM_UNIT": ware.unit,
        "ITEM_MIN_QTY": "1",
        "ITEM_GTIN": f"{gtin}{gs1_check_digit(str(gtin))}",
        "ITEM_MANUF_NAME": made.company[2],
        "ITEM_MANUF_NO": f"M{number:04d}",
        "ITEM_BRAND": made.company[0].split()[0],
        "ITEM_BASE_UNIT": ware.base,
        "ITEM_CONTENT": str(ware.content),
        "ITEM_PACK_SIZE": str(ware.content) if ware.base == "EA" else "1",
        "ITEM_SHORT_DESC": described,
        "ITEM_IMAGE": f"https://img.example/{made.company[1]}/{key}.jpg",
        "ITEM_LINK": f"https://www.example/{key}" if number % 3 == 0 else "",
        "ITEM_DESC": f"{described} Velegnet til daglig brug i institutioner og på kontorer. "
        f"Leveres af {made.company[0]}.",
        "ITEM_GROUP": ware.group,
        "ITEM_UNSPSC": ware.unspsc,
        "ITEM_KEYWORDS": ware.words,
        "ITEM_ECO": "EU_ECO_LABEL" if number % 5 == 0 else "",
        "ITEM_ORIGIN": ("DK", "SE", "DE", "NL")[number % 4],
        "ITEM_HAZARD": "N",
        "ITEM_LEADTIME": "2",
        "ITEM_QTY_STEP": "1",
        "ITEM_ALT_UNIT_1": "PF" if number % 8 == 0 else "",
        "ITEM_ALT_FACTOR_1": "240" if number % 8 == 0 else "",
        "ITEM_STATUS": "N" if number % 20 == 0 else "A",
        "ITEM_VAT": "25",
        "ITEM_TOLL": duty,
        "ITEM_GUIDE_PRICE": money(cents * 5 // 4),
        "X_FARVE": variant if variant in COLOURS else "",
    }
    made.masters.append([row.get(name, "") for name in STAMDATA])
    made.prices.append([key, "1", money(cents), "", "DKK", "", "A"])
    if number % 4 == 0:
        made.prices.append([key, "10", money(cents * 9 // 10), "", "DKK", "", "A"])


def money(cents: int) -> str:
    """Return an amount with two decimals."""
    return f"{cents // 100}.{cents % 100:02d}"


def unit_word(code: str) -> str:
    """Return what people call a unit of content."""
    return {"EA": "stk.", "LTR": "l", "MLT": "ml", "GRM": "g", "KGM": "kg"}[code]


def published(clean: Catalogue) -> Catalogue:
    """Return the master data alone, for the network that price books refer to."""
    head = clean.head | {
        "CATALOGUE_ID": f"{clean.prefix}-STAM-2030",
        "CATALOGUE_NAME": f"{clean.head['CATALOGUE_NAME']}, stamdata",
        "PORTS": "truetrade",
    }
    return Catalogue(clean.prefix, clean.company, head, clean.wares, clean.masters, [])


def dirty(clean: Catalogue) -> Catalogue:
    """Return a copy with what goes wrong in real life, each thing in known rows."""
    head = clean.head | {"VERSION": "2", "CATALOGUE_NAME": "Kontorartikler (uredigeret)"}
    made = Catalogue(clean.prefix, clean.company, head, clean.wares,
                     [list(r) for r in clean.masters], [list(r) for r in clean.prices])  # fmt: skip
    at = {name: index for index, name in enumerate(STAMDATA)}
    items, prices = made.masters, made.prices
    for index, word in enumerate(("stk", "pk.", "kasse", "KS", "krt", "æske", "dunk", "FLAK")):
        items[index][at["ITEM_UNIT"]] = word
    items[8][at["ITEM_UNIT"]] = "1 kasse á 2 poser"
    items[9][at["ITEM_NAME"]] += "  "
    items[10][at["ITEM_NAME"]] = "Kuglepen i den særligt holdbare udgave til institutioner, sort"
    items[11][at["ITEM_DESC"]] = "Skriver <b>blødt</b> &amp; jævnt.<br/>Genopfyldelig."
    items[12][at["ITEM_GTIN"]] = "5.79E+12"
    items[13][at["ITEM_GTIN"]] = items[13][at["ITEM_GTIN"]][:-1] + "x"
    items[14][at["ITEM_UNSPSC"]] = "44 12 17 04"
    items[15][at["ITEM_UNSPSC"]] = "44121700"
    items[16][at["ITEM_IMAGE"]] = "www.img.example/billede.jpg"
    items[17][at["ITEM_NO"]] = items[18][at["ITEM_NO"]]
    items[19][at["ITEM_MIN_QTY"]] = ""
    items[20][at["ITEM_REPLACES"]] = "FINDES-IKKE"
    items[21][at["ITEM_GROUP"]] = "Kontor / Skriveredskaber/"
    items[22][at["ITEM_MIN_QTY"]] = "ti"
    prices[30][2] = prices[30][2].replace(".", ",")
    prices[31][2] = "1.234,50"
    prices[32][2] += "123"
    prices[33][4] = "dkr"
    prices.append([items[40][0].lower(), "1", "10.00", "", "DKK", "", "A"])
    prices.append(["UDGAAET-1", "1", "12.00", "", "DKK", "", "A"])
    prices.append([items[41][0], "1", "99.00", "", "DKK", "", "A"])
    return made


def write_book(catalogue: Catalogue, path: Path) -> None:
    """Write a workbook with HOVED, STAMDATA and PRISER; every cell is text."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "in_memory": True})
    book.set_properties({"title": catalogue.head["CATALOGUE_NAME"], "created": STAMP})
    sheets: tuple[tuple[str, Sequence[Row]], ...] = (
        ("HOVED", [["KEY", "VALUE"], *([k, v] for k, v in catalogue.head.items())]),
        ("STAMDATA", [list(STAMDATA), *catalogue.masters]),
        ("PRISER", [list(PRISER), *catalogue.prices]),
    )
    for title, rows in sheets:
        if len(rows) == 1:
            continue
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text)
    book.close()


def write_zip(catalogue: Catalogue, path: Path) -> None:
    """Write a ZIP of hoved.csv, stamdata.csv and priser.csv."""
    tables = (
        ("hoved.csv", [[k, v] for k, v in catalogue.head.items()]),
        ("stamdata.csv", [list(STAMDATA), *catalogue.masters]),
        ("priser.csv", [list(PRISER), *catalogue.prices]),
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables:
            info = zipfile.ZipInfo(name, ZIP_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, csv_text(rows))


def csv_text(rows: Sequence[Row]) -> str:
    """Return rows as the supplier format wants CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def files(folder: Path) -> Iterator[Path]:
    """Write every example into a folder and yield its path."""
    office = make("NOR", NORDLYS, "Kontorartikler", OFFICE, 579000100000)
    cleaning = make("NRH", NORDLYS, "Renhold", CLEANING, 579000200000)
    food = make("FJO", FJORDMAD, "Fødevarer", FOOD, 579000300000)
    for name, catalogue in (
        ("nordlys-stamdata", published(office)),
        ("nordlys-kontor", office),
        ("nordlys-kontor-uredigeret", dirty(office)),
        ("nordlys-renhold", cleaning),
        ("fjordmad-stamdata", published(food)),
        ("fjordmad", food),
    ):
        path = folder / f"{name}.xlsx"
        write_book(catalogue, path)
        yield path
    path = folder / "nordlys-kontor.zip"
    write_zip(office, path)
    yield path
    path = folder / "nordlys-oioubl.xml"
    write_oioubl(office, path)
    yield path
    for name, columns, rows in (
        ("nordlys-stamdata.csv", STAMDATA, office.masters),
        ("nordlys-priser.csv", PRISER, office.prices),
    ):
        path = folder / name
        path.write_bytes(csv_text([list(columns), *rows]).encode())
        yield path


def write_oioubl(catalogue: Catalogue, path: Path) -> None:
    """Write the first items as the OIOUBL catalogue that the hub makes of them.

    The example is judged by the official rules in the tests, so it is no proof of itself.
    """
    formats = load_formats(mapping_folders(), SchemaStore())
    few = Catalogue(catalogue.prefix, catalogue.company, dict(catalogue.head), catalogue.wares,
                    catalogue.masters[:XML_ITEMS], [])  # fmt: skip
    few.head.update(CATALOGUE_ID="NOR-XML-2030", AGREEMENT_ID="KOL-KONTOR-2026")
    numbers = {row[0] for row in few.masters}
    few.prices.extend(row for row in catalogue.prices if row[0] in numbers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_zip(few, folder / "few.zip")
        report = Report("few.zip")
        source = formats.get(FormatId("bizisland", "catalogue", "1"))
        target = formats.get(FormatId("oioubl", "catalogue", "2.02"))
        context = RouteContext(
            now=STAMP.replace(tzinfo=dt.UTC), sender=SELLER, receiver=BUYER, source=source.id
        )
        for document in source.reader.read(Payload.of_file(folder / "few.zip"), report):
            assert document.header is not None  # noqa: S101 - the format is read into the model
            conversion = Conversion(target, document.header, context, report, folder, formats)
            for line in document.lines(report):
                conversion.take(line.body)
            (part,), checked = conversion.finish()
            if not checked.valid or not report.valid:
                raise SystemExit(str(checked.findings() or report.findings()))
            path.write_bytes(part.path.read_bytes())


def main() -> int:
    """Write the examples, or compare them with the committed ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    if not parser.parse_args().check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in files(FOLDER):
            print(path.relative_to(ROOT))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        stale = [p.name for p in files(Path(folder)) if not same(p, FOLDER / p.name)]
    for name in stale:
        print(f"{name}: differs from what tools/make_examples.py makes")
    return 1 if stale else 0


def same(made: Path, committed: Path) -> bool:
    """Whether two files have the same bytes."""
    return committed.is_file() and made.read_bytes() == committed.read_bytes()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
