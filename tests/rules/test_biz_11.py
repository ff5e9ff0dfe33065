"""BIZ-11: there is a price for the least quantity."""

from tests.bizfile import item, price, read


def test_a_least_quantity_without_a_price_is_refused() -> None:
    """One can be ordered, but prices begin at ten."""
    (finding,) = read(prices=[price(PRICE_QTY="10")]).of("BIZ-11")
    assert (finding.value, finding.expected) == ("1", "10")


def test_prices_may_begin_below_the_least_quantity() -> None:
    """Ten must be ordered, and one has a price."""
    assert not read([item(ITEM_MIN_QTY="10")]).of("BIZ-11")
