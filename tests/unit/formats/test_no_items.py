"""Rows of a list that are no items, and cells under no heading: told once, and never lost."""

from pathlib import Path

import openpyxl
import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.formats.totals import sum_said
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.rules.fieldwords import path_words
from hub.xml.schemas import SchemaStore

HEADS = "Varenr;Varenavn;Enhed;Pris\n"
FORMAT = """authority = "nordlys-list"
title = "Sheets of nordlys-list"
sources = ["The headings of the sheet itself"]
parent = "supplier-sheet"

[[document]]
kind = "catalogue"
version = "1"
table = "catalogue.toml"
write = false
"""
TABLE = """document = "catalogue"
notation = "rows"

[header]
"id" = { path = "_id", type = "identifier", const = "nordlys-list" }

[line]
"id" = { path = "Varenr", type = "identifier", required = true }
"item.name" = { path = "Varenavn", type = "text", required = true }
"orderable_unit" = { path = "Enhed", type = "text", required = true }
"required_item_location_quantity.price.price_amount" = { path = "Pris", type = "amount", required = true }
"""  # noqa: E501 - a row of a table


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Formats:
    """The formats of tables, and one of a supplier's own sheet."""
    own = tmp_path_factory.mktemp("own") / "nordlys-list"
    own.mkdir()
    (own / "format.toml").write_text(FORMAT, "utf-8")
    (own / "catalogue.toml").write_text(TABLE, "utf-8")
    folders = [one for one in mapping_folders({}) if one.name in ("supplier-sheet", "bizisland")]
    return load_formats([*folders, own], SchemaStore(Path("/nowhere")))


def read(formats: Formats, file: Path, name: str = "nordlys-list:catalogue:1") -> Report:
    """Return what is said of a file; the report's losses too."""
    report = Report(file.name)
    form = formats.get(FormatId.parse(name))
    for document in form.reader.read(Payload.of_file(file), report):
        for _ in document.lines(report):
            pass
    return report


def told(report: Report) -> list[tuple[str, int | None, str | None]]:
    """Return what was refused or warned of, with row and column."""
    found = [f for f in report.findings() if f.severity.value != "fix" and f.rule != "UOM-02"]
    return [(f.rule, f.place.row, f.place.column) for f in found]


@pytest.mark.parametrize(
    ("row", "rule", "says"),
    [
        ("I alt;;;1.267,00", "ROW-sum", "“I alt”"),
        (";Totaal excl. btw;;1267,00", "ROW-sum", "“Totaal excl. btw”"),
        (";;Subtotal:;12", "ROW-sum", "“Subtotal:”"),
        ("Priserne gælder til påske;;;", "ROW-no-item", "“Priserne gælder til påske”"),
        ("2;Saks; stor;stk;30,00", "ROW-cells-too-many", "30,00"),
        ("2;Saks; stor;stk;", "ROW-cells-too-many", "5 > 4"),
        ("2;Saks; stor;stk;30,00;", "ROW-cells-too-many", "30,00"),
    ],
)
def test_one_cause_is_one_finding(
    formats: Formats, tmp_path: Path, row: str, rule: str, says: str
) -> None:
    """Not one for each cell that is empty or in the wrong column."""
    file = tmp_path / "liste.csv"
    file.write_text(f"{HEADS}1;Lim;stk;2,50\n{row}\n", "utf-8")
    report = read(formats, file)
    assert told(report) == [(rule, 3, None)]
    (finding,) = (one for one in report.findings() if one.rule == rule)
    assert says in finding.message.en


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("2;Total;stk;30,00", []),
        ("2;Total;stk;", [("ROW-missing", 3, "Pris")]),
        ("2;Olie;;TOTAL", [("ROW-missing", 3, "Enhed"), ("ROW-value", 3, "Pris")]),
        (";Olie;stk;Total", [("ROW-missing", 3, "Varenr"), ("ROW-value", 3, "Pris")]),
        ("2;Total Clean 5 l;stk;", [("ROW-missing", 3, "Pris")]),
        ("2;Saks;;", [("ROW-missing", 3, "Enhed"), ("ROW-missing", 3, "Pris")]),
        ("2;Saks;stk;30,00;;", []),
        ("2;Saks;stk;9x0,00;", [("ROW-value", 3, "Pris")]),
        ("2;Saks;stk;gratis;", [("ROW-value", 3, "Pris")]),
        ("2;;stk;30,00;", [("ROW-missing", 3, "Varenavn")]),
        ("2;;stk;9x0,00;;", [("ROW-missing", 3, "Varenavn"), ("ROW-value", 3, "Pris")]),
    ],
)
def test_an_item_stays_one(
    formats: Formats, tmp_path: Path, row: str, rules: list[tuple[str, int, str | None]]
) -> None:
    """Whatever it is called, and however many empty cells stand behind it."""
    file = tmp_path / "liste.csv"
    file.write_text(f"{HEADS}1;Lim;stk;2,50\n{row}\n", "utf-8")
    assert told(read(formats, file)) == rules


def test_what_stands_under_no_heading_is_told(formats: Formats, tmp_path: Path) -> None:
    """Once for a column, and each value is counted as lost."""
    book = openpyxl.Workbook()
    for row in (
        ["Varenr", "Varenavn", "", "Enhed", "Pris"],
        ["1", "Lim", "blå", "stk", "2.50"],
        ["2", "Saks", "rød", "stk", "3.50", "ring først"],
    ):
        book.active.append(row)
    file = tmp_path / "liste.xlsx"
    book.save(file)
    report = read(formats, file)
    assert told(report) == [("ROW-column-unnamed", 2, "C"), ("ROW-column-unnamed", 3, "F")]
    lost = {loss.field: (loss.count, loss.examples) for loss in report.losses}
    assert lost == {"C": (2, ("blå", "rød")), "F": (1, ("ring først",))}


def test_a_column_that_is_there_is_not_what_another_one_means(
    formats: Formats, tmp_path: Path
) -> None:
    """A gross price is no misspelt net price when there is a net price."""
    file = tmp_path / "liste.csv"
    file.write_text("Varenr;Varenavn;Enhed;Pris;Pris1\n1;Lim;stk;2,50;2\n", "utf-8")
    (finding,) = (one for one in read(formats, file).findings() if one.place.row == 1)
    assert (finding.rule, finding.expected) == ("ROW-column-unknown", None)
    file.write_text("Varenr;Varenavn;Ehed;Enhed;Pri\n1;Lim;a;stk;2,50\n", "utf-8")
    found = [one for one in read(formats, file).findings() if one.rule == "ROW-column-unknown"]
    assert [one.expected for one in found] == [None, "Pris"]


def test_unknown_columns_of_one_name_are_both_counted(formats: Formats, tmp_path: Path) -> None:
    """The second does not take the first's place in the losses."""
    file = tmp_path / "liste.csv"
    file.write_text(f"{HEADS.strip()};Farve;Farve\n1;Lim;stk;2,50;blå;rød\n", "utf-8")
    lost = {loss.field: loss.examples for loss in read(formats, file).losses}
    assert lost == {"Farve": ("blå",), "Farve (F)": ("rød",)}


def test_the_hubs_own_sheet_tells_one_cause_once(formats: Formats, tmp_path: Path) -> None:
    """A sum, a row with too many cells and a column without a heading in master data."""
    heads = "ITEM_NO;ITEM_NAME;ITEM_UNIT;ITEM_MIN_QTY;ITEM_BASE_UNIT;ITEM_CONTENT;\n"
    file = tmp_path / "stamdata.csv"
    file.write_text(
        f"{heads}1;Lim;EA;1;EA;1;note\n2;Saks; stor;EA;1;EA;1;x\nI alt;;;2;;;\n", "utf-8"
    )
    report = read(formats, file, "bizisland:catalogue:1")
    found = [one for one in told(report) if one[1] is not None]
    assert found == [("BIZ-02", 2, "G"), ("BIZ-06", 3, None), ("BIZ-06", 4, None)]
    assert [(loss.field, loss.examples) for loss in report.losses if loss.field == "G"] == [
        ("G", ("note",))
    ]


@pytest.mark.parametrize("text", ["Total", "I ALT:", "Totaal (incl. btw)", "Moms 25 %", "Sum DKK"])
def test_sums_are_called(text: str) -> None:
    """In three languages, with what is written beside them."""
    assert sum_said(["", f" {text} "]) == text


def test_an_article_of_a_brand_called_so_is_no_sum() -> None:
    """Whoever obeyed deleted it; what a sum has beside its word are numbers."""
    assert sum_said(["2", "Olie 10W40", "", "90,00", "TOTAL"]) is None
    assert sum_said(["", "Olie 10W40", "stk", "90,00", "TOTAL"]) is None
    assert sum_said(["I alt", "ekskl. moms", "", "1.267,00", "DKK"]) == "I alt"


@pytest.mark.parametrize("brand", ["TOTAL", "Sum"])
def test_the_hubs_own_sheet_keeps_an_article_of_such_a_brand(formats: Formats, brand: str) -> None:
    """Its unit is missing, and that is said."""
    rows = f"ITEM_NO;ITEM_NAME;ITEM_UNIT;ITEM_MIN_QTY;ITEM_BRAND\n2;Olie 10W40;;1;{brand}\n"
    report = Report("stamdata.csv")
    form = formats.get(FormatId.parse("bizisland:catalogue:1"))
    for document in form.reader.read(Payload.of_bytes(rows.encode(), "stamdata.csv"), report):
        assert [line.draft or line.body for line in document.lines(report)] != [None]
    assert not [one for one in report.findings() if "sum" in one.message.en]


@pytest.mark.parametrize("text", ["Total Clean", "Summer", "Moms og far", "", "Totaalplan 2026"])
def test_other_words_are_no_sums(text: str) -> None:
    """Products are called all kinds of things."""
    assert sum_said([text]) is None


def test_a_heading_with_a_point_is_no_path() -> None:
    """Tables show it as it stands in the sheet."""
    assert path_words("Antal pr. kolli").da == "Antal pr. kolli"
    assert path_words("Varenr.").da == "Varenr."
    assert path_words("item.brand_name").en == "item › brand name"


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (
            "Varenr;Varenavn;Enhed;Kostpris",
            "like “Sheets of nordlys-list”, but no column is headed Pris.",
        ),
        ("Varenr;Navn;Enhed;Nettopris", None),
        ("Dato;Sted;Emne;Pris", None),
    ],
    ids=["one", "two", "all"],
)
def test_a_sheet_with_renamed_headings_is_told_which(
    formats: Formats, heads: str, said: str | None
) -> None:
    """Last month it was read; what it is called now and what it lacks are both said."""
    report = Report("liste.csv")
    payload = Payload.of_bytes(f"{heads};Ho;Bo;Ko;Mo\n1;Saks;stk;30.00\n".encode(), "liste.csv")
    assert formats.identify(payload, report) is None
    first, *more = report.findings()
    assert first.rule == "FMT-01"
    assert [one.rule for one in more] == ([] if said is None else ["FMT-01"])
    assert all(said in one.message.en for one in more if said is not None)
