"""What the head and the marks of an item become on a line."""

import pytest

from tests.unit.mappings_content.reading import item, read


def test_free_delivery_is_told_as_derived() -> None:
    """The sentence on a line is the hub's own; the report says so and names its source."""
    catalogue = read(FREE_DELIVERY_MIN="500.00")
    assert catalogue.bodies[0].note[0].value == "Fragtfri levering fra 500.00 DKK"
    example = "FREE_DELIVERY_MIN: Fragtfri levering fra 500.00 DKK"
    assert catalogue.losses["note", "derived"] == (1, (example,))
    assert ("note", "derived") not in read().losses


@pytest.mark.parametrize(("said", "kept"), [("J", "true"), ("N", "false"), ("", None)])
def test_a_service_is_told_either_way(said: str, kept: str | None) -> None:
    """No is an answer too: it stays a property of the item."""
    (body,) = read([item(ITEM_SERVICE=said)]).bodies
    found = [p.value.value for p in body.item.additional_item_property]
    assert found == ([] if kept is None else [kept])
