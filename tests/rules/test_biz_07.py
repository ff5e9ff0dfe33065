"""BIZ-07: numbers, dates and codes have the right form."""

from pathlib import Path

import xlsxwriter

from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.finding import Severity
from hub.model.report import Report
from hub.pipeline.examination import examine
from tests.bizfile import (
    HEAD,
    NOW,
    SENDER,
    Read,
    Rows,
    biz_file,
    formats,
    item,
    price,
    read,
)


def test_other_forms_of_numbers_are_refused() -> None:
    """Thousands, exponent, comma and words are refused, and what was meant is offered."""
    for text in ("1.234,50", "1e3", "7,00", "ti", "10 kr", "5.79E+12"):
        said = read(prices=[price(PRICE_AMOUNT=text)])
        assert [finding.value for finding in said.of("BIZ-07")] == [text]
        assert said.refused == 1


def test_a_declared_comma_becomes_a_point() -> None:
    """A lone decimal comma is put right where the supplier has declared it."""
    said = read(prices=[price(PRICE_AMOUNT="7,00")], head={**HEAD, "ALLOW_COMMA": "J"})
    (finding,) = said.of("BIZ-07")
    assert finding.severity is Severity.FIX
    assert str(said.bodies[0].required_item_location_quantity[0].price.price_amount.value) == "7.00"


def test_dates_and_codes_are_judged_too() -> None:
    """A date that there is not, a status nobody knows, half a least quantity."""
    assert read(prices=[price(PRICE_VALID_FROM="2026-02-30")]).of("BIZ-07")
    assert read([item(ITEM_STATUS="Q")]).of("BIZ-07")
    assert read([item(ITEM_MIN_QTY="1.5")]).of("BIZ-07")
    assert read([item(ITEM_QTY_STEP="1.5")]).of("BIZ-07")
    assert read(prices=[price(PRICE_QTY="2.0")]).of("BIZ-07")


def test_a_day_that_a_spreadsheet_counted_is_named() -> None:
    """A date cell whose format got lost: the day is proposed, and nothing is put in."""
    said = read(prices=[price(PRICE_VALID_FROM="45987")])
    (finding,) = said.of("BIZ-07")
    assert (finding.value, finding.expected) == ("45987", "2025-11-26")
    assert "a day as a spreadsheet counts it, probably 2025-11-26" in finding.message.en
    assert said.refused == 1
    assert read(prices=[price(PRICE_VALID_FROM="12345")]).of("BIZ-07")[0].expected is None


def test_a_day_in_another_form_is_said_to_be_one() -> None:
    """It is a day, only not written so; where day and month may change places, that is said."""
    (certain,) = read(prices=[price(PRICE_VALID_FROM="31-12-2026")]).of("BIZ-07")
    assert certain.expected == "2026-12-31"
    assert certain.message.en.endswith("is not how a day is written here; write 2026-12-31.")
    (likely,) = read(prices=[price(PRICE_VALID_FROM="3/4/2026")]).of("BIZ-07")
    assert likely.expected == "2026-04-03"
    assert "with the day first it is 2026-04-03" in likely.message.en
    (none,) = read(prices=[price(PRICE_VALID_FROM="2026-02-30")]).of("BIZ-07")
    assert none.expected is None
    assert "is no date" in none.message.en


def test_the_error_of_a_formula_is_no_value() -> None:
    """A cell that shows #N/A refuses its row."""
    assert read([item(ITEM_DESC="#N/A")]).of("BIZ-07")


def test_a_fraction_of_vat_is_warned_of() -> None:
    """A cell that shows 25 % may hold 0.25; the row goes on, with what was probably meant."""
    said = read([item(ITEM_VAT="0.25")])
    (finding,) = said.of("BIZ-07")
    assert (finding.severity, finding.value, finding.expected) == (Severity.WARN, "0.25", "25")
    assert finding.place.column == "ITEM_VAT"
    assert said.refused == 0
    for text in ("0", "0.00", "6.5", "25"):
        assert not read([item(ITEM_VAT=text)]).of("BIZ-07")


def test_a_point_that_may_part_thousands_is_asked_about() -> None:
    """Nothing in the column tells: both readings are shown, and the price goes on as it is read."""
    said = read(prices=[price(PRICE_AMOUNT="10.000")])
    (finding,) = said.of("BIZ-07")
    assert (finding.severity, finding.expected) == (Severity.WARN, "10000 / 10")
    assert finding.place.row == 2
    assert "10000" in finding.message.da
    assert said.refused == 0


def test_a_point_beside_decimal_commas_parts_thousands() -> None:
    """The column has a comma before its decimals: what is meant is known, and is not read."""
    prices = [price(PRICE_AMOUNT="1.234"), price(PRICE_QTY="5", PRICE_AMOUNT="1200,50")]
    said = read(prices=prices, head={**HEAD, "ALLOW_COMMA": "J"})
    first = said.of("BIZ-07")[0]
    assert (first.severity, first.value, first.expected) == (Severity.ERROR, "1.234", "1234")
    assert said.refused == 1


def test_a_point_beside_decimal_points_parts_decimals() -> None:
    """A column that has a point before two digits has it before three as well."""
    prices = [price(PRICE_AMOUNT="1.234"), price(PRICE_QTY="5", PRICE_AMOUNT="1.20")]
    assert not read(prices=prices).of("BIZ-07")


def test_a_cell_of_a_number_is_clear(tmp_path: Path) -> None:
    """A spreadsheet that holds the number 1.234 shows it with a point, and means no thousand."""
    for amount, asked in ((1.234, False), ("1.234", True)):
        said = Read(_book(tmp_path, amount))
        assert bool(said.of("BIZ-07")) is asked
        (body,) = said.bodies
        assert str(body.required_item_location_quantity[0].price.price_amount.value) == "1.234"


def _book(folder: Path, amount: float | str) -> Payload:
    path = folder / "katalog.xlsx"
    made = xlsxwriter.Workbook(path)
    sheets = {"STAMDATA": item(), "PRISER": {**price(), "PRICE_AMOUNT": amount}}
    for title, row in sheets.items():
        sheet = made.add_worksheet(title)
        sheet.write_row(0, 0, list(row))
        sheet.write_row(1, 0, list(row.values()))
    made.close()
    return Payload.of_file(path)


def test_what_is_proposed_is_what_is_meant() -> None:
    """A whole number in two readings, a day in its right form, nothing where nothing is known."""
    for cells, expected in (
        ({"PRICE_QTY": "10.000"}, "10000 / 10"),
        ({"PRICE_QTY": "2.0"}, "2"),
        ({"PRICE_VALID_FROM": "31-01-2026"}, "2026-01-31"),
        ({"PRICE_VALID_FROM": "snart"}, None),
        ({"PRICE_AMOUNT": "ti"}, None),
        ({"PRICE_AMOUNT": "kr. 1.234"}, "1234 / 1.2340"),
    ):
        assert read(prices=[price(**cells)]).of("BIZ-07")[0].expected == expected


def test_a_rate_of_vat_is_told_where_it_stands() -> None:
    """At the item, once however many prices it has, with the number that it means."""
    prices = [price(), price(PRICE_QTY="5", PRICE_AMOUNT="9.00")]
    for text, meant in (("25%", "25"), ("momsfri", "0"), ("25 kr", "25")):
        said = read([item(ITEM_VAT=text)], prices)
        (finding,) = said.of("BIZ-07")
        place = finding.place
        assert (place.sheet, place.row, place.column) == ("stamdata.csv", 2, "ITEM_VAT")
        assert finding.expected == meant
        assert said.refused == 1


def test_other_mistakes_of_the_item_are_told_as_well() -> None:
    """A number that cannot be read hides no wrong GTIN; what depends on it is not judged."""
    wrong = item(ITEM_GTIN="5701234567891", ITEM_CONTENT="ti")
    for items, prices in (
        ([wrong], [price()]),
        ([item(ITEM_GTIN="5701234567891")], [price(PRICE_AMOUNT="ti")]),
    ):
        report = judged(items, prices)
        assert set(report.counts) == {"BIZ-07", "ID-GTIN"}


def judged(items: Rows, prices: Rows) -> Report:
    """Return the report of a file that nobody receives."""
    context = RouteContext(now=NOW, sender=SENDER)
    (examined,) = examine(biz_file(items, prices), formats(), context)
    assert examined.refused_lines == 1
    return examined.report
