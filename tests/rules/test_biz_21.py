"""BIZ-21: texts keep to the lengths of the format."""

from tests.bizfile import item, read


def test_a_long_name_is_refused() -> None:
    """Eighty-one characters are one too many."""
    (finding,) = read([item(ITEM_NAME="x" * 81)]).of("BIZ-21")
    assert finding.expected == "80"


def test_eighty_characters_pass() -> None:
    """What a receiver allows is the receiver's rule."""
    assert not read([item(ITEM_NAME="x" * 80)]).of("BIZ-21")
