"""BIZ-08: every price belongs to an item."""

from tests.bizfile import price, read


def test_a_price_of_no_item_is_refused() -> None:
    """A price row whose number is not in STAMDATA counts as a refused line."""
    said = read(prices=[price(), price(ITEM_NO="B-9")])
    (finding,) = said.of("BIZ-08")
    assert (finding.place.row, finding.value, said.refused) == (3, "B-9", 1)


def test_a_near_miss_by_case_is_named() -> None:
    """Who wrote a-1 is told of A-1."""
    (finding,) = read(prices=[price(ITEM_NO="a-1")]).of("BIZ-08")
    assert finding.expected == "A-1"
