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
