"""RAK-05: no slash at either end, no empty level."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

FIELD = "item.additional_item_property[0].value"


def grouped(path: str) -> dict[str, Any]:
    """Return the change that puts an item into a group."""
    one = ItemProperty(name=Text("ItemGroup"), value=Text(path))
    return {"item.additional_item_property": (one,)}


def test_a_right_path_passes(judge: Any) -> None:
    """With one slash between levels."""
    assert judge("rakat", grouped("Kontor/Papir")).of("RAK-05") == []


@pytest.mark.parametrize("path", ["Kontor/Papir/", "/Kontor", "Kontor//Papir", "/"])
def test_wrong_paths(judge: Any, one: Any, path: str) -> None:
    """The line is refused."""
    one(
        judge("rakat", grouped(path)),
        "RAK-05",
        field=FIELD,
        severity="error",
        value=path,
        expected="A/B",
        says="an empty level",
    )
