"""TTK-14: an item of an active price book ends only when another takes its place."""

from typing import Any

from hub.model.catalogue import RelatedItem
from hub.model.values import Code, Identifier

ENDS = {"life_cycle_status_code": Code("ItemDeleted")}
ACTIVE = [("AB-1001", None), ("AB-1002", None)]


def test_an_item_that_stays(judge: Any, memory: Any) -> None:
    """Nothing is asked of it."""
    assert judge("truetrade", known=memory(active=ACTIVE)).of("TTK-14") == []


def test_an_item_that_nobody_orders_ends(judge: Any, memory: Any) -> None:
    """It is in no active price book."""
    judged = judge("truetrade", ENDS, known=memory(active=ACTIVE[1:]))
    assert judged.of("TTK-14") == []


def test_an_item_ends_for_another(judge: Any, memory: Any) -> None:
    """The one in its place is named."""
    replaced = {"replacement_related_item": (RelatedItem(id=Identifier("AB-1002")),)}
    judged = judge("truetrade", {**ENDS, **replaced}, known=memory(active=ACTIVE))
    assert judged.of("TTK-14") == []


def test_an_item_ends_for_nothing(judge: Any, one: Any, memory: Any) -> None:
    """The customer would be left with a price of nothing; by its state or by its action."""
    for change in (ENDS, {"action_code": Code("Delete")}):
        judged = judge("truetrade", change, known=memory(active=ACTIVE))
        one(
            judged,
            "TTK-14",
            field="replacement_related_item",
            severity="error",
            value="AB-1001",
            says="without another in its place",
        )


def test_without_memory_it_is_not_passed(judge: Any) -> None:
    """Whether the item is in an active price book is then not known."""
    judged = judge("truetrade", ENDS)
    assert "TTK-14" in judged.checker.skipped
