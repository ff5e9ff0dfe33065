"""BIZ-06: mandatory fields are filled."""

from tests.bizfile import item, price, read


def test_each_missing_field_is_named_where_it_is_missing() -> None:
    """Name, unit and least quantity are needed; the cell that is empty is shown."""
    said = read([item(ITEM_NAME="", ITEM_UNIT="", ITEM_MIN_QTY="")])
    assert [finding.place.column for finding in said.of("BIZ-06")] == [
        "ITEM_NAME",
        "ITEM_UNIT",
        "ITEM_MIN_QTY",
    ]


def test_a_price_row_needs_quantity_amount_and_currency() -> None:
    """An empty cell of a price row refuses its item, and is shown in PRISER."""
    (finding,) = read(prices=[price(PRICE_AMOUNT="")]).of("BIZ-06")
    assert (finding.place.sheet, finding.place.column) == ("priser.csv", "PRICE_AMOUNT")


def test_a_filled_row_passes() -> None:
    """Nothing is said about what is there."""
    assert not read().of("BIZ-06")


def test_a_note_among_the_items_is_told_once() -> None:
    """One cell alone in a row is no item with three cells missing."""
    note = dict.fromkeys(item(), "") | {"ITEM_NO": "Slut på listen"}
    said = read([item(), note])
    assert said.refused == 1
    assert not said.of("BIZ-05")
    (finding,) = said.of("BIZ-06")
    assert (finding.place.row, finding.place.column, finding.value) == (3, None, "Slut på listen")
    assert "ITEM_NAME, ITEM_UNIT" in finding.message.en


def test_a_sum_below_the_prices_is_told_as_one() -> None:
    """It is no price of an item that is called so."""
    total = dict.fromkeys(price(), "") | {"ITEM_NO": "I alt", "PRICE_AMOUNT": "10.00"}
    said = read(prices=[price(), total])
    assert not said.of("BIZ-08")
    (finding,) = said.of("BIZ-06")
    assert (finding.place.sheet, finding.place.row, finding.value) == ("priser.csv", 3, "I alt")
    assert said.refused == 1
