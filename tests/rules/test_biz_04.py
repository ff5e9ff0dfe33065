"""BIZ-04: the item number is filled, at most 35 characters and given once."""

from tests.bizfile import item, read


def test_a_number_given_twice_names_both_rows() -> None:
    """The second row of a number is refused and names the first."""
    said = read([item(), item(ITEM_NAME="Igen")])
    (finding,) = said.of("BIZ-04")
    assert finding.place.row == 3
    assert "row 2" in finding.message.en
    assert finding.expected is None  # a row is nothing that could stand there instead
    assert len(said.bodies) == 1


def test_case_tells_numbers_apart() -> None:
    """A-1 and a-1 are two items."""
    assert not read([item(), item(ITEM_NO="a-1")]).of("BIZ-04")


def test_a_long_or_missing_number_is_refused() -> None:
    """Thirty-six characters are one too many, none too few."""
    assert read([item(ITEM_NO="x" * 36)], []).of("BIZ-04")
    assert read([item(ITEM_NO="")], []).of("BIZ-04")
    assert not read([item(ITEM_NO="x" * 35)], []).of("BIZ-04")
