"""RAK-04: no blank stands beside a slash."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

FIELD = "item.additional_item_property[0].value"


def grouped(path: str) -> dict[str, Any]:
    """Return the change that puts an item into a group."""
    one = ItemProperty(name=Text("ItemGroup"), value=Text(path))
    return {"item.additional_item_property": (one,)}


@pytest.mark.parametrize("path", ["Kontor/Papir", "Kontor og skole/Papir, hvidt"])
def test_right_paths_pass(judge: Any, path: str) -> None:
    """Blanks inside a level are fine."""
    assert judge("rakat", grouped(path)).of("RAK-04") == []


@pytest.mark.parametrize("path", ["Kontor / Papir", "Kontor/ Papir", "Kontor /Papir"])
def test_blanks_are_refused_or_taken_out(judge: Any, one: Any, path: str) -> None:
    """By how lenient the receiver is."""
    one(
        judge("rakat", grouped(path)),
        "RAK-04",
        field=FIELD,
        severity="error",
        value=path,
        expected="Kontor/Papir",
        says="blanks beside a slash",
    )
    judged = judge("rakat", grouped(path), options={"lenient": True})
    one(
        judged,
        "RAK-04",
        field=FIELD,
        severity="fix",
        value=path,
        expected="Kontor/Papir",
        says="were taken out",
    )
    assert judged.bodies[0] is None or judged.bodies[0].item is not None
