"""Reading the supplier format into the model."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.model.loss import LossKind
from hub.model.report import Report
from tests.bizfile import Read, biz_file, form, formats, item, price, read, table

EXAMPLES = Path(__file__).parents[3] / "examples" / "catalogues"


def test_a_row_becomes_a_line_with_its_prices() -> None:
    """Prices find their item whatever the order of the rows, the guide price comes last."""
    items = [item(ITEM_GUIDE_PRICE="12.50", ITEM_TOLL="1.50"), item(ITEM_NO="A-2")]
    prices = [price(ITEM_NO="A-2"), price(PRICE_QTY="10", PRICE_AMOUNT="7.00"), price()]
    body = read(items, prices).bodies[0]
    assert [
        (q.minimum_quantity and q.minimum_quantity.value, q.price.price_amount.value,
         q.price.price_type_code.value, q.price.allowance_charge[0].amount.value)
        for q in body.required_item_location_quantity
    ] == [
        (Decimal(10), Decimal("7.00"), "CON", Decimal("1.50")),
        (Decimal(1), Decimal("10.00"), "CON", Decimal("1.50")),
        (None, Decimal("12.50"), "CAT", Decimal("1.50")),
    ]  # fmt: skip


def test_an_item_without_a_price_is_in_no_price_list() -> None:
    """It is in the document, and says that it cannot be ordered."""
    bodies = read([item(), item(ITEM_NO="A-2")]).bodies
    assert [body.orderable_indicator for body in bodies] == [True, False]


def test_another_unit_becomes_a_line_of_its_own() -> None:
    """Quantities are counted in the other unit, content is multiplied, the price stays."""
    prices = [price(), price(PRICE_QTY="10", PRICE_AMOUNT="7.00"),
              price(PRICE_QTY="500", PRICE_AMOUNT="6.00")]  # fmt: skip
    _, body = read([item(ITEM_ALT_UNIT_1="PF", ITEM_ALT_FACTOR_1="240")], prices).bodies
    assert body.id.value == "A-1/PF"
    assert body.item.sellers_item_identification.extended_id.value == "PF"
    assert (body.content_unit_quantity.value, body.content_unit_quantity.unit_code) == (2880, "EA")
    assert [
        (q.minimum_quantity.value, q.minimum_quantity.unit_code, q.price.price_amount.value,
         q.price.orderable_unit_factor_rate)
        for q in body.required_item_location_quantity
    ] == [(1, "PF", Decimal("7.00"), 240), (3, "PF", Decimal("6.00"), 240)]  # fmt: skip


def test_half_an_alternative_unit_is_refused() -> None:
    """A unit without a factor says nothing."""
    assert read([item(ITEM_ALT_UNIT_1="PF")]).of("BIZ-06")
    assert read([item(ITEM_ALT_UNIT_1="PF", ITEM_ALT_FACTOR_1="0")]).of("BIZ-07")


def test_units_in_words_are_read_and_unknown_ones_left_to_the_receiver() -> None:
    """An everyday word wins over a code of the same letters; what nobody knows stays."""
    for text, unit, rule in (
        ("stk.", "EA", "UOM-02"),
        ("KS", "CS", "UOM-02a"),
        ("FLAK", "FLAK", "UOM-01"),
        ("BX", "BX", None),
    ):
        said = read([item(ITEM_UNIT=text)])
        assert said.bodies[0].orderable_unit.value == unit
        assert [f.rule for f in said.findings] == ([rule] if rule else [])


def test_a_supplier_s_own_columns_go_with_the_item() -> None:
    """X_ keeps a column as a property, in every row that fills it."""
    bodies = read([item(X_FARVE="rød"), item(ITEM_NO="A-2")]).bodies
    properties = [[(p.name.value, p.value.value) for p in b.item.additional_item_property]
                  for b in bodies]  # fmt: skip
    assert properties == [[("X_FARVE", "rød")], []]


def test_what_has_no_place_is_counted() -> None:
    """Stock is for punch-out, a lead time needs a price, a base unit needs a content."""
    row = item(ITEM_STOCK="12", ITEM_LEADTIME="2", ITEM_CONTENT="")
    losses = read([row], []).report.losses
    lost = {loss.field for loss in losses if loss.kind is LossKind.NO_HOME}
    assert lost == {"ITEM_STOCK", "ITEM_LEADTIME", "ITEM_BASE_UNIT"}


def test_the_head_says_who_what_and_when() -> None:
    """The summary routes by it."""
    head = {"CATALOGUE_ID": "K1", "VERSION": "3", "SUPPLIER_GLN": "5790000000005",
            "ISSUE_DATE": "2026-01-05", "AGREEMENT_ID": "KOL-1", "PORTS": "a, b"}  # fmt: skip
    report = Report("k")
    (document,) = form("bizisland:catalogue:1").reader.read(biz_file(head=head), report)
    summary = document.summary
    assert (summary.id, summary.version, summary.agreement) == ("K1", "3", "KOL-1")
    assert summary.issue_date == dt.date(2026, 1, 5)
    assert (str(summary.sender[0]), summary.ports) == ("GLN 5790000000005", ("a", "b"))
    assert document.locate("version_id").row == 2


def test_a_wrong_head_refuses_the_file() -> None:
    """A date that there is not, in the head, is fatal."""
    said = read(head={"VALID_FROM": "1/1-2030", "ACTION": "ALLE"})
    assert {f.place.column for f in said.of("BIZ-07")} == {"VALID_FROM", "ACTION"}
    assert not said.bodies


def test_lines_may_be_read_again() -> None:
    """A second pass yields the same, and reports only where it is asked to."""
    report = Report("k")
    for document in form("bizisland:catalogue:1").reader.read(biz_file(), report):
        assert [line.body for line in document.lines()] == [
            line.body for line in document.lines(report)
        ]


def test_a_workbook_says_the_same_as_a_zip() -> None:
    """Forms A and B hold the same document."""
    book = Read(Payload.of_file(EXAMPLES / "nordlys-kontor.xlsx"))
    archive = Read(Payload.of_file(EXAMPLES / "nordlys-kontor.zip"))
    assert book.bodies == archive.bodies
    assert (book.header, len(book.bodies)) == (archive.header, 337)
    assert book.findings == archive.findings == []


def test_the_unedited_example_shows_what_goes_wrong() -> None:
    """Every kind of dirt that the example holds is found, and the rest goes on."""
    said = Read(Payload.of_file(EXAMPLES / "nordlys-kontor-uredigeret.xlsx"))
    found = {finding.rule for finding in said.findings}
    assert found >= {"BIZ-04", "BIZ-06", "BIZ-07", "BIZ-08", "BIZ-09", "BIZ-13", "BIZ-14",
                     "BIZ-15", "BIZ-16", "BIZ-20", "ID-GTIN", "UNS-01", "UOM-01", "UOM-02",
                     "UOM-02a", "UOM-02b", "UOM-03"}  # fmt: skip
    assert len(said.bodies) > 300


@pytest.mark.parametrize("name", ["nordlys-stamdata.csv", "nordlys-priser.csv", "fjordmad.xlsx"])
def test_files_of_all_forms_are_recognised(name: str) -> None:
    """By content: the name is never asked."""
    payload = Payload.of_bytes((EXAMPLES / name).read_bytes(), "x")
    found = formats().identify(payload, Report("x"))
    assert str(found.id) == "bizisland:catalogue:1"


def test_other_tables_are_not_taken() -> None:
    """A workbook of something else, somebody else's CSV, and plain text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Ark1").write(0, 0, "x")
    book.close()
    for content in (out.getvalue(), b"Varenr;Navn;a;b;c;d\n1;2;3;4;5;6\n", b"hello", b""):
        assert formats().identify(Payload.of_bytes(content, "x"), Report("x")) is None


def test_limits_hold_before_and_while_rows_are_counted() -> None:
    """Too many bytes and too many rows refuse the file; a raised limit takes it."""
    items = [item(ITEM_NO=f"A-{n}") for n in range(4)]
    payload = Payload.of_bytes(table(items).encode(), "stamdata.csv")
    source = form("bizisland:catalogue:1").reader
    for limits, taken in (
        (RowLimits(rows=3), False),
        (RowLimits(size=10), False),
        (RowLimits(rows=4), True),
    ):
        report = Report("x")
        limited = type(source)(form("bizisland:catalogue:1"), limits)
        assert bool([True for _ in limited.read(payload, report)]) is taken
        assert report.fatal is not taken
