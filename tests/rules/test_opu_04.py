"""OPU-04: no two items of a catalogue have one name."""

from typing import Any

NUMBER = "item.sellers_item_identification.id.value"


def test_different_names_pass(judge: Any) -> None:
    """They tell the items apart."""
    judged = judge("opus", {}, {NUMBER: "AB-2", "item.name.value": "Pencil B"})
    assert judged.of("OPU-04") == []


def test_the_same_name_again(judge: Any, one: Any) -> None:
    """Case and blanks do not make a difference to an orderer; the row of the first is named."""
    judged = judge("opus", {}, {NUMBER: "AB-2", "item.name.value": "PENCIL  hb"})
    one(
        judged,
        "OPU-04",
        field="item.name",
        severity="error",
        value="PENCIL  hb",
        says="Item AB-2 has the same name as the item in row 2",
    )
