"""TTK-04: every item of a price book is published."""

from typing import Any

from hub.model.values import Identifier

NUMBER = "item.sellers_item_identification"


def test_a_published_item_passes(judge: Any, memory: Any) -> None:
    """Number and variant are known."""
    judged = judge("truetrade", kind="pricebook", known=memory())
    assert judged.of("TTK-04") == []


def test_an_unpublished_item(judge: Any, one: Any, memory: Any) -> None:
    """A draft catalogue does not count."""
    judged = judge("truetrade", kind="pricebook", known=memory(published=[("AB-1001", "RED")]))
    one(
        judged,
        "TTK-04",
        field=f"{NUMBER}.id",
        severity="error",
        value="AB-1001",
        says="not in your published",
    )
    assert judged.bodies == [None]


def test_nothing_published_is_said_once(judge: Any, one: Any, memory: Any) -> None:
    """Every line would say the same."""
    judged = judge(
        "truetrade", {}, {"id": Identifier("2")}, kind="pricebook", known=memory(published=None)
    )
    one(
        judged,
        "TTK-04",
        field=f"{NUMBER}.id",
        severity="fatal",
        value="AB-1001",
        says="no published catalogue",
    )


def test_without_memory_it_is_skipped_not_passed(judge: Any) -> None:
    """The report says so."""
    assert "TTK-04" in judge("truetrade", kind="pricebook").checker.skipped
