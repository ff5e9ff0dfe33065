"""Master data and prices in one table: a row is an item and its price."""

from decimal import Decimal

import pytest

from hub.formats.payload import Payload
from hub.model.loss import LossKind
from tests.bizfile import Read, archive, item, price, table

OWN = "ITEM_NO;ITEM_NAME;ITEM_UNIT;ITEM_MIN_QTY;PRICE_AMOUNT;PRICE_CURRENCY"
DANISH = "Varenummer;Varenavn;Enhed;Minimumsantal;Pris;Valuta"


def read_csv(*lines: str) -> Read:
    """Read a single CSV of these lines."""
    return Read(Payload.of_bytes("\n".join((*lines, "")).encode(), "liste.csv"))


def prices_of(read: Read) -> list[list[Decimal]]:
    """The amounts of each line."""
    return [
        [one.price.price_amount.value for one in body.required_item_location_quantity]
        for body in read.bodies
    ]


@pytest.mark.parametrize("head", [OWN, DANISH], ids=["own", "danish"])
def test_prices_of_one_table_are_read(head: str) -> None:
    """They vanished, as if there were none; a quantity that is not said is derived."""
    read = read_csv(head, "1;Pen;EA;1;10.00;DKK", "2;Blok;EA;1;20.00;DKK")
    assert prices_of(read) == [[Decimal("10.00")], [Decimal("20.00")]]
    assert not read.of("BIZ-01")
    derived = [one for one in read.report.losses if one.kind is LossKind.DERIVED]
    assert ("required_item_location_quantity.minimum_quantity", 2) in [
        (one.field, one.count) for one in derived
    ]


def test_a_quantity_of_the_price_is_read() -> None:
    """Where there is a column for it nothing is derived."""
    head = OWN.replace("PRICE_AMOUNT", "PRICE_QTY;PRICE_AMOUNT")
    read = read_csv(head, "1;Pen;EA;10;10;7.00;DKK")
    (place,) = read.bodies[0].required_item_location_quantity
    assert place.minimum_quantity.value == Decimal(10)


def test_prices_in_a_file_of_master_data_are_read() -> None:
    """An archive needs no second file."""
    rows = [item(PRICE_QTY="1", PRICE_AMOUNT="3.00", PRICE_CURRENCY="DKK")]
    assert prices_of(Read(archive(stamdata=table(rows)))) == [[Decimal("3.00")]]


def test_prices_beside_a_table_of_prices_are_told_and_counted() -> None:
    """Which of the two holds is not guessed in silence."""
    rows = [item(PRICE_AMOUNT="3.00")]
    read = Read(archive(stamdata=table(rows), priser=table([price()])))
    assert prices_of(read) == [[Decimal("10.00")]]
    assert [one.value for one in read.of("BIZ-02")] == ["PRICE_AMOUNT (Pris)"]
    assert ("PRICE_AMOUNT", LossKind.NO_HOME) in [
        (one.field, one.kind) for one in read.report.losses
    ]


def test_a_column_that_prices_need_is_asked_for() -> None:
    """By both of its names."""
    read = read_csv("Varenummer;Varenavn;Enhed;Minimumsantal;Pris", "1;Pen;EA;1;10.00")
    assert [one.value for one in read.of("BIZ-02")] == ["PRICE_CURRENCY (Valuta)"]
    assert not read.bodies


def test_an_item_given_twice_keeps_its_own_price_and_is_told_where_others_go() -> None:
    """The second row could be another item as well as a price from ten."""
    read = read_csv(OWN, "1;Pen;EA;1;10.00;DKK", "1;Pen;EA;1;9.00;DKK")
    assert prices_of(read) == [[Decimal("10.00")]]
    (found,) = read.of("BIZ-04")
    assert found.place.row == 3
    assert "PRISER" in found.message.en


def test_an_item_without_a_price_stays_one() -> None:
    """As an item without a row in PRISER does."""
    read = read_csv(OWN, "1;Pen;EA;1;;", "2;Blok;EA;1;20.00;DKK")
    assert [body.orderable_indicator for body in read.bodies] == [False, True]
    assert not read.findings


def test_each_thing_is_told_once() -> None:
    """Though each row is read as an item and as a price."""
    read = read_csv(OWN, "1; Pen;EA;1; 10.00x;DKK", "2;Blok;EA;1;#N/A;DKK")
    told = [(one.rule, one.place.row, one.place.column) for one in read.findings]
    assert sorted(told) == [
        ("BIZ-07", 2, "PRICE_AMOUNT"),
        ("BIZ-07", 3, "PRICE_AMOUNT"),
        ("ROW-trimmed", 2, "ITEM_NAME"),
        ("ROW-trimmed", 2, "PRICE_AMOUNT"),
    ]
