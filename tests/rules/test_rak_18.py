"""RAK-18: the same name on two numbers is warned about."""

from typing import Any

NUMBER = "item.sellers_item_identification.id.value"


def test_different_names_pass(judge: Any) -> None:
    """They tell the items apart."""
    judged = judge("rakat", {}, {NUMBER: "AB-2", "item.name.value": "Pencil B"})
    assert judged.of("RAK-18") == []


def test_the_same_name(judge: Any, one: Any) -> None:
    """The row of the first is named."""
    one(
        judge("rakat", {}, {NUMBER: "AB-2", "item.name.value": "pencil hb"}),
        "RAK-18",
        field="item.name",
        severity="warn",
        value="pencil hb",
        says="Item AB-2 has the same name as the item in row 2",
    )
