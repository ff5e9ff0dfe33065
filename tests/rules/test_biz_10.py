"""BIZ-10: the price falls or stays when the quantity rises."""

from tests.bizfile import price, read


def test_a_rising_price_is_warned_of() -> None:
    """Ten at 11.00 each, when one costs 10.00, is probably a slip."""
    (finding,) = read(prices=[price(), price(PRICE_QTY="10", PRICE_AMOUNT="11.00")]).of("BIZ-10")
    assert (finding.value, finding.expected) == ("11.00", "10.00")


def test_a_falling_price_passes() -> None:
    """Ten at 7.00 each is a discount."""
    assert not read(prices=[price(), price(PRICE_QTY="10", PRICE_AMOUNT="7.00")]).findings
