"""Orders as CSV say all that a supplier needs, and nothing that a spreadsheet would run."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from hub.formats.format import Format
from hub.formats.registry import load_formats, mapping_folders
from hub.model.address import Address, AddressLine, Location
from hub.model.context import RouteContext
from hub.model.delivery import Delivery
from hub.model.identity import FormatId
from hub.model.invoice import Invoice
from hub.model.item import Item
from hub.model.lineitem import LineItem, OrderLine
from hub.model.loss import LossReport
from hub.model.order import Order
from hub.model.values import Amount, Code, Identifier, Quantity, Text
from hub.xml.schemas import SchemaStore

ADDRESS = Address(
    street_name=Text("Skolevej"),
    building_number=Text("3"),
    floor=Text("2"),
    room=Text("B"),
    department=Text("Køkken"),
    mark_attention=Text("Eva Eksempel"),
    mark_care=Text("Vagten"),
    city_name=Text("Prøveby"),
    postal_zone=Text("9999"),
    address_line=(AddressLine(Text("Bagindgangen")),),
)
HEAD = Order(
    id=Identifier("ORDRE-7"),
    issue_date=dt.date(2026, 1, 5),
    note=(Text("=1+1"),),
    delivery=(
        Delivery(
            delivery_location=Location(id=Identifier("5790000000029", "GLN"), address=ADDRESS)
        ),
    ),
    transaction_conditions=None,
    document_currency_code=Code("DKK"),
    pricing_currency_code=Code("EUR"),
)
LINE = OrderLine(
    note=(Text("Haster"),),
    line_item=LineItem(
        id=Identifier("1"),
        quantity=Quantity(Decimal(-2), "EA"),
        line_extension_amount=Amount(Decimal("-7.50"), "DKK"),
        item=Item(name=Text("@Skruer")),
    ),
)


@pytest.fixture(scope="module")
def form(schemas_home: Path) -> Format:
    """The format."""
    formats = load_formats(mapping_folders({}), SchemaStore(schemas_home))
    return formats.get(FormatId("csv", "order", "1"))


def written(form: Format, folder: Path) -> tuple[dict[str, str], LossReport]:
    """Write the order; return its only row and what was lost."""
    losses = LossReport()
    assert form.writer is not None
    context = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    writing = form.writer.start(HEAD, context, losses, folder)
    writing.take(LINE)
    (part,) = writing.finish()
    with part.path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    return row, losses


def test_all_that_delivery_needs_is_there(form: Format, tmp_path: Path) -> None:
    """TTK-17: the place's number and every part of its address have a column."""
    row, _ = written(form, tmp_path)
    said = {value for name, value in row.items() if name.startswith("delivery_") and value}
    assert said == {
        *("5790000000029", "Skolevej", "3", "2", "B", "Køkken", "Eva Eksempel", "Vagten"),
        *("Prøveby", "9999", "Bagindgangen"),
    }


def test_nothing_is_a_formula(form: Format, tmp_path: Path) -> None:
    """A text that begins like a formula gets an apostrophe; a negative number stays one."""
    row, _ = written(form, tmp_path)
    assert (row["order_note"], row["name"]) == ("'=1+1", "'@Skruer")
    assert (row["quantity"], row["amount"]) == ("-2", "-7.50")


def test_a_note_of_the_line_is_told(form: Format, tmp_path: Path) -> None:
    """OIOUBL says it beside the item, others in it; both stand in one column."""
    row, _ = written(form, tmp_path)
    assert row["line_note"] == "Haster"


def test_what_has_no_column_is_a_loss(form: Format, tmp_path: Path) -> None:
    """A field of the order without a column is told, with its value."""
    _, losses = written(form, tmp_path)
    assert [(loss.field, loss.examples) for loss in losses] == [("pricing_currency_code", ("EUR",))]


def test_only_orders_are_written(form: Format) -> None:
    """A head of another kind is not taken."""
    source = FormatId("ubl", "order", "2.1")
    assert form.takes(source, HEAD)
    assert not form.takes(source, Invoice())
