"""BIZ-16: a replaced item exists, and nothing replaces itself."""

from tests.bizfile import item, read


def test_the_old_item_names_its_replacement() -> None:
    """The link is carried where UBL has it: on the item that is replaced, whatever the order."""
    said = read([item(), item(ITEM_NO="A-2", ITEM_REPLACES="A-1")], [])
    assert said.bodies[0].replacement_related_item[0].id.value == "A-2"
    assert not said.of("BIZ-16")


def test_an_unknown_item_is_refused() -> None:
    """A whole catalogue names only items of its own."""
    (finding,) = read([item(ITEM_REPLACES="B-9")], []).of("BIZ-16")
    assert finding.value == "B-9"


def test_loops_are_refused() -> None:
    """Two items that replace each other, and one that replaces itself."""
    pair = [item(ITEM_REPLACES="A-2"), item(ITEM_NO="A-2", ITEM_REPLACES="A-1")]
    assert len(read(pair, []).of("BIZ-16")) == 2
    assert read([item(ITEM_REPLACES="A-1")], []).of("BIZ-16")
