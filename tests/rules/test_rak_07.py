"""RAK-07: a level has plain characters only."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

FIELD = "item.additional_item_property[0].value"


def grouped(path: str) -> dict[str, Any]:
    """Return the change that puts an item into a group."""
    one = ItemProperty(name=Text("ItemGroup"), value=Text(path))
    return {"item.additional_item_property": (one,)}


def test_plain_characters_pass(judge: Any) -> None:
    """Letters of all languages, digits, blank and four signs."""
    assert judge("rakat", grouped("Ærter, nr. 2/Sød-surt & mere")).of("RAK-07") == []


@pytest.mark.parametrize("sign", ["_", "?", "*", "(", "+"])
def test_other_signs_are_warned_about(judge: Any, one: Any, sign: str) -> None:
    """The first one is named."""
    one(
        judge("rakat", grouped(f"A/B{sign}C")),
        "RAK-07",
        field=FIELD,
        severity="warn",
        value=f"B{sign}C",
        expected="A-Z 0-9 - & , .",
        says=f"holds “{sign}”",
    )
