"""BIZ-09: within one first day, neither quantity nor price comes twice."""

from tests.bizfile import price, read


def test_a_repeated_quantity_is_refused() -> None:
    """Two prices from the same quantity leave open which holds."""
    (finding,) = read(prices=[price(), price(PRICE_AMOUNT="9.00")]).of("BIZ-09")
    assert finding.place.row == 3


def test_a_repeated_price_is_refused() -> None:
    """The same price from a second quantity says nothing."""
    assert read(prices=[price(), price(PRICE_QTY="10")]).of("BIZ-09")


def test_other_first_days_are_other_sets() -> None:
    """The same quantity may have a price from another day, and one of a campaign."""
    later = price(PRICE_VALID_FROM="2027-01-01")
    campaign = price(PRICE_TYPE="K")
    assert not read(
        prices=[{**price(), "PRICE_VALID_FROM": "", "PRICE_TYPE": ""}, later, campaign]
    ).of("BIZ-09")
