"""ID-GTIN: a GTIN has a right length and check digit."""

from tests.bizfile import item, read


def test_a_wrong_or_damaged_gtin_is_refused() -> None:
    """A wrong check digit, and what a spreadsheet makes of thirteen digits."""
    for number in ("5790001000012", "5.79E+12"):
        (finding,) = read([item(ITEM_GTIN=number)]).of("ID-GTIN")
        assert finding.value == number


def test_a_right_gtin_passes() -> None:
    """Thirteen digits whose last is right."""
    assert not read([item(ITEM_GTIN="5790001000011")]).of("ID-GTIN")
