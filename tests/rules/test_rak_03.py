"""RAK-03: a group path has one to five levels."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

FIELD = "item.additional_item_property[0].value"


def grouped(path: str) -> dict[str, Any]:
    """Return the change that puts an item into a group."""
    one = ItemProperty(name=Text("ItemGroup"), value=Text(path))
    return {"item.additional_item_property": (one,)}


@pytest.mark.parametrize("path", ["A", "A/B/C/D/E"])
def test_right_paths_pass(judge: Any, path: str) -> None:
    """From one level to five."""
    assert judge("rakat", grouped(path)).of("RAK-03") == []


def test_six_levels(judge: Any, one: Any) -> None:
    """They are counted."""
    one(
        judge("rakat", grouped("A/B/C/D/E/F")),
        "RAK-03",
        field=FIELD,
        severity="error",
        value="A/B/C/D/E/F",
        expected="<= 5",
        says="has 6 levels",
    )
