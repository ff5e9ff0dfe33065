"""Writing catalogue updates and price books, and reading them back."""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.errors import Defect
from hub.formats.payload import Payload
from hub.model.catalogue import Catalogue, RelatedItem
from hub.model.context import Agreement, PartyCard, RouteContext
from hub.model.identity import EndpointID
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.values import Identifier
from tests.bizfile import NOW, SENDER, form, formats, item, price, read

FULL = item(
    ITEM_DESC="En god blyant.",
    ITEM_PACK_SIZE="12",
    ITEM_IMAGE="https://img.example/1.jpg",
    ITEM_GUIDE_PRICE="12.50",
    ITEM_TOLL="1.50",
)
CONTEXT = RouteContext(
    now=NOW,
    sender=SENDER,
    receiver=PartyCard("kolding", "Kolding", "DK", (EndpointID("GLN", "5790099990003"),)),
    agreement=Agreement("KOL/1", "nordlys", "kolding"),
)
Written = tuple[str, list[list[str]], LossReport]


def write(kind: str, bodies: Sequence[Any], folder: Path, header: Any = None) -> Written:
    """Write lines; return file name, rows and losses."""
    losses = LossReport()
    head = header or Catalogue(version_id=Identifier("7"))
    writing = form(f"truetrade:{kind}:1").writer.start(head, CONTEXT, losses, folder)
    try:
        for body in bodies:
            writing.take(body)
        (part,) = writing.finish()
    except Defect:
        writing.discard()
        raise
    with part.path.open(encoding="utf-8", newline="") as stream:
        return part.name, list(csv.reader(stream)), losses


def test_a_catalogue_update_has_every_item_at_its_guiding_price(tmp_path: Path) -> None:
    """Also items without an agreed price; the agreed price of a customer never goes out."""
    bodies = read([FULL, {**FULL, "ITEM_NO": "A-2"}]).bodies
    name, rows, _ = write("catalogue", bodies, tmp_path)
    assert name == "ttk_katalog_10000009_7.csv"
    assert rows[1] == ["A-1", "", "Blyant HB", "En god blyant.", "12.50", "11.00", "12", "BX",
                       "12", "EA", "https://img.example/1.jpg", "44121706", "", "A"]  # fmt: skip
    assert rows[2][0] == "A-2"


def test_a_price_book_has_two_head_rows_and_the_agreed_prices(tmp_path: Path) -> None:
    """Agreement and customer first, then the items that have a price."""
    bodies = read([FULL, {**FULL, "ITEM_NO": "A-2"}]).bodies
    name, rows, losses = write("pricebook", bodies, tmp_path)
    assert name == "ttk_prisbog_KOL-1_7.csv"
    assert rows == [
        ["AFTALEREF", "KOL/1"],
        ["KUNDE_GLN", "5790099990003"],
        ["VARENR", "VARIANT_ID", "NETTOPRIS_INKL", "NETTOPRIS_EKSKL", "GYLDIG_FRA"],
        ["A-1", "", "10.00", "8.50", ""],
    ]
    assert [(x.field, x.examples) for x in losses if x.field.startswith("skipped")] == [
        ("skipped without price", ("A-2",))
    ]


def test_other_units_are_left_out_and_counted(tmp_path: Path) -> None:
    """The system knows one unit for an item."""
    bodies = read([{**FULL, "ITEM_ALT_UNIT_1": "PF", "ITEM_ALT_FACTOR_1": "240"}]).bodies
    for kind in ("catalogue", "pricebook"):
        _, rows, losses = write(kind, bodies, tmp_path)
        assert [row[0] for row in rows if row[0].startswith("A-")] == ["A-1"]
        assert "skipped other unit" in [loss.field for loss in losses]


def test_the_set_that_holds_on_the_day_is_chosen(tmp_path: Path) -> None:
    """Of several first days the last one begun; breaks and campaigns are counted as lost."""
    prices = [
        price(PRICE_VALID_FROM="2025-01-01", PRICE_AMOUNT="9.00", PRICE_TYPE="A"),
        price(PRICE_VALID_FROM="2026-01-01", PRICE_AMOUNT="8.00"),
        price(PRICE_VALID_FROM="2026-01-01", PRICE_AMOUNT="7.00", PRICE_QTY="10"),
        price(PRICE_VALID_FROM="2027-01-01", PRICE_AMOUNT="6.00"),
        price(PRICE_AMOUNT="5.00", PRICE_TYPE="K"),
    ]
    _, rows, losses = write("pricebook", read([item()], prices).bodies, tmp_path)
    assert rows[3] == ["A-1", "", "8.00", "8.00", "2026-01-01"]
    lost = [x for x in losses if x.field == "required_item_location_quantity.price.price_amount"]
    assert lost[0].count == 4


@pytest.mark.parametrize(
    ("amount", "written"), [("7", "7.00"), ("7.1", "7.10"), ("7.1200", "7.12")]
)
def test_amounts_have_exactly_two_decimals(tmp_path: Path, amount: str, written: str) -> None:
    """Zeros are added or left out; the amount is the same."""
    _, rows, _ = write("pricebook", read(prices=[price(PRICE_AMOUNT=amount)]).bodies, tmp_path)
    assert rows[3][2] == written


def test_an_amount_that_does_not_fit_is_never_rounded(tmp_path: Path) -> None:
    """A rule refuses it before; a writer that meets it says that the hub is at fault."""
    bodies = read(prices=[price(PRICE_AMOUNT="7.125")]).bodies
    with pytest.raises(Defect, match="TTK-02"):
        write("pricebook", bodies, tmp_path)


def test_a_replacement_stands_on_the_new_item(tmp_path: Path) -> None:
    """UBL names it on the old one; the row of the new one may come before or after."""
    old, new = {**FULL, "ITEM_NO": "OLD"}, {**FULL, "ITEM_NO": "NEW", "ITEM_REPLACES": "OLD"}
    for items in ([old, new], [new, old]):
        _, rows, losses = write("catalogue", read(items, []).bodies, tmp_path)
        replaced = {row[0]: row[12] for row in rows[1:]}
        assert replaced == {"OLD": "", "NEW": "OLD"}
        assert "replacement_related_item.id" not in [loss.field for loss in losses]
    lonely = replace(
        read([FULL], []).bodies[0], replacement_related_item=(RelatedItem(Identifier("GONE")),)
    )
    _, _, losses = write("catalogue", [lonely], tmp_path)
    assert "replacement_related_item.id" in [loss.field for loss in losses]


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on when or where it is written."""
    bodies = read([FULL]).bodies
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written, _, _ = write("catalogue", bodies, tmp_path / name)
        contents.append((tmp_path / name / written).read_bytes())
    assert contents[0] == contents[1]


def test_a_formula_is_made_harmless(tmp_path: Path) -> None:
    """A name that begins like a formula gets an apostrophe, and the report says so."""
    _, rows, losses = write("catalogue", read([{**FULL, "ITEM_NAME": "=1+1"}]).bodies, tmp_path)
    assert rows[1][2] == "'=1+1"
    assert "item.name" in [loss.field for loss in losses]


@pytest.mark.parametrize("kind", ["catalogue", "pricebook"])
def test_what_was_written_reads_back_and_writes_the_same(tmp_path: Path, kind: str) -> None:
    """Recognised by content, read with its duty, written again to the same rows."""
    name, rows, _ = write(kind, read([FULL]).bodies, tmp_path)
    payload = Payload.of_file(tmp_path / name)
    report = Report(name)
    found = formats().identify(payload, report)
    assert str(found.id) == f"truetrade:{kind}:1"
    (document,) = found.reader.read(payload, report)
    bodies = [line.body for line in document.lines(report)]
    assert document.header.version_id.value == "7"
    again, same, _ = write(kind, bodies, tmp_path, document.header)
    assert (again, same) == (name, rows)
    assert report.findings() == ()


def test_a_bad_row_is_refused_with_its_place() -> None:
    """A missing price, a duty below zero, a date nobody knows."""
    text = (
        "AFTALEREF,K\nKUNDE_GLN,5790099990003\n"
        "VARENR,VARIANT_ID,NETTOPRIS_INKL,NETTOPRIS_EKSKL,GYLDIG_FRA\n"
        "A,,,1.00,\nB,,1.00,2.00,\nC,,1.00,1.00,i morgen\n"
    )
    report = Report("x")
    source = form("truetrade:pricebook:1").reader
    (document,) = source.read(Payload.of_bytes(text.encode(), "x.csv"), report)
    assert [line.body for line in document.lines(report)] == [None, None, None]
    assert [(f.rule, f.place.row, f.place.column) for f in report.findings()] == [
        ("TTK-01", 4, "NETTOPRIS_INKL"),
        ("TTK-03", 5, "NETTOPRIS_EKSKL"),
        ("TTK-01", 6, "GYLDIG_FRA"),
    ]


def test_a_header_row_without_its_columns_refuses_the_file() -> None:
    """The columns that are missing are named."""
    report = Report("x")
    payload = Payload.of_bytes(b"VARENR,HANDLING\nA,A\n", "x.csv")
    assert list(form("truetrade:catalogue:1").reader.read(payload, report)) == []
    assert report.findings()[0].rule == "TTK-01"


def test_a_day_is_a_day() -> None:
    """The first day of a price is read as a date."""
    text = b"AFTALEREF,K\nKUNDE_GLN,5790099990003\nVARENR,VARIANT_ID,NETTOPRIS_INKL,NETTOPRIS_EKSKL,GYLDIG_FRA\nA,,1.00,1.00,2026-02-01\n"  # noqa: E501 - a row of the file
    report = Report("x")
    (document,) = form("truetrade:pricebook:1").reader.read(Payload.of_bytes(text, "x.csv"), report)
    (line,) = document.lines(report)
    period = line.body.required_item_location_quantity[0].price.validity_period[0]
    assert period.start_date == dt.date(2026, 2, 1)
