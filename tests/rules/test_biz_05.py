"""BIZ-05: the item number has plain characters only."""

from tests.bizfile import item, price, read


def test_a_strange_character_is_warned_of() -> None:
    """A slash goes on, with a warning that some systems refuse it."""
    said = read([item(ITEM_NO="A/1")], [price(ITEM_NO="A/1")])
    assert [finding.value for finding in said.of("BIZ-05")] == ["A/1"]
    assert len(said.bodies) == 1


def test_letters_digits_and_three_marks_are_plain() -> None:
    """Dash, underscore and point are taken."""
    assert not read([item(ITEM_NO="A-1_b.2")], []).of("BIZ-05")
