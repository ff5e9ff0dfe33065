"""RAK-06: a level has at most thirty characters."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

FIELD = "item.additional_item_property[0].value"


def grouped(path: str) -> dict[str, Any]:
    """Return the change that puts an item into a group."""
    one = ItemProperty(name=Text("ItemGroup"), value=Text(path))
    return {"item.additional_item_property": (one,)}


@pytest.mark.parametrize("length", [1, 30])
def test_short_levels_pass(judge: Any, length: int) -> None:
    """Up to the limit."""
    assert judge("rakat", grouped("x" * length)).of("RAK-06") == []


def test_a_long_level_is_warned_about(judge: Any, one: Any) -> None:
    """The level is named."""
    one(
        judge("rakat", grouped("Kontor/" + "x" * 31)),
        "RAK-06",
        field=FIELD,
        severity="warn",
        value="x" * 31,
        expected="<= 30",
        says="has 31 characters",
    )
