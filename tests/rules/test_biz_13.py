"""BIZ-13: a price has four decimals at most."""

from tests.bizfile import price, read


def test_a_fifth_decimal_is_refused() -> None:
    """The hub does not round."""
    (found,) = read(prices=[price(PRICE_AMOUNT="7.12345")]).of("BIZ-13")
    assert "4 decimals" in found.message.en
    assert found.expected is None  # a count of decimals is no price to write instead


def test_four_decimals_are_kept_as_written() -> None:
    """7.1250 keeps its last zero."""
    (body,) = read(prices=[price(PRICE_AMOUNT="7.1250")]).bodies
    assert str(body.required_item_location_quantity[0].price.price_amount.value) == "7.1250"
