"""RAK-02: a unit that is not on the approved list is refused, or becomes pieces."""

from typing import Any

from hub.model.item import ItemProperty
from hub.model.values import Text

FULL = {
    "orderable_unit.value": "FLAK",
    "item.additional_item_property": (
        ItemProperty(name=Text("ItemGroup"), value=Text("Office/Pencils")),
    ),
    "item.keyword": (Text("crayon"),),
}


def test_a_unit_of_the_list_passes(judge: Any) -> None:
    """And a word that means one becomes it."""
    assert judge("rakat").of("RAK-02") == []
    judged = judge("rakat", {"orderable_unit.value": "krt"})
    assert [f.rule for f in judged.findings if f.rule.startswith("UOM")] == ["UOM-02"]


def test_an_unknown_unit_is_refused(judge: Any) -> None:
    """That is what happens where nothing is set."""
    (found,) = judge("rakat", {"orderable_unit.value": "FLAK"}).of("RAK-02")
    assert (found.severity.value, found.value) == ("error", "FLAK")


def test_the_receiver_may_take_it_as_pieces(judge: Any) -> None:
    """With a warning that names what it was."""
    judged = judge("rakat", FULL, options={"unit_policy": "stk"})
    assert judged.of("RAK-02") == []
    (found,) = judged.of("UOM-06")
    assert (found.severity.value, found.value, found.expected) == ("warn", "FLAK", "EA")
    assert judged.bodies[0].orderable_unit.value == "EA"
