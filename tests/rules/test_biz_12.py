"""BIZ-12: the duty is inside the price and has two decimals at most."""

from tests.bizfile import item, read


def test_a_duty_above_the_price_is_refused() -> None:
    """A price of 10.00 cannot hold a duty of 10.01."""
    assert read([item(ITEM_TOLL="10.01")]).of("BIZ-12")


def test_a_third_decimal_is_refused() -> None:
    """1.505 is no amount of duty."""
    assert read([item(ITEM_TOLL="1.505")]).of("BIZ-12")


def test_a_duty_up_to_the_price_passes() -> None:
    """The whole price may be duty."""
    assert not read([item(ITEM_TOLL="10.00")]).of("BIZ-12")
