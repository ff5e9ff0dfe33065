"""BIZ-20: one currency that there is, in the whole catalogue."""

from tests.bizfile import item, price, read


def test_a_second_currency_is_refused() -> None:
    """The catalogue began in kroner."""
    rows = [item(), item(ITEM_NO="A-2")]
    said = read(rows, [price(), price(ITEM_NO="A-2", PRICE_CURRENCY="EUR")])
    assert [(f.value, f.expected) for f in said.of("BIZ-20")] == [("EUR", "DKK")]


def test_an_unknown_currency_is_refused() -> None:
    """Dkr is what people say."""
    assert read(prices=[price(PRICE_CURRENCY="dkr")]).of("BIZ-20")


def test_one_currency_passes() -> None:
    """Any one of ISO 4217."""
    assert not read(prices=[price(PRICE_CURRENCY="EUR")], head={"CATALOGUE_ID": "K1"}).of("BIZ-20")
