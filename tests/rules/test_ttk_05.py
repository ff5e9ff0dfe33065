"""TTK-05: a price book is complete; what vanishes is listed."""

from typing import Any

from hub.model.values import Identifier

NUMBER = "item.sellers_item_identification"


def test_nothing_vanishes(judge: Any, memory: Any) -> None:
    """The same items again."""
    judged = judge("truetrade", kind="pricebook", known=memory(active=[("AB-1001", None)]))
    assert judged.of("TTK-05") == []


def test_the_first_price_book(judge: Any, memory: Any) -> None:
    """There is nothing to compare with."""
    judged = judge("truetrade", kind="pricebook", known=memory())
    assert judged.of("TTK-05") == []


def test_a_vanished_item_is_named(judge: Any, one: Any, memory: Any) -> None:
    """One in five may go without asking."""
    judged = judge(
        "truetrade",
        *({"id": Identifier(str(n)), f"{NUMBER}.id": Identifier(str(n))} for n in range(4)),
        kind="pricebook",
        known=memory(
            published=[(str(n), None) for n in range(4)], active=[(str(n), None) for n in range(5)]
        ),
    )
    one(judged, "TTK-05", field="", severity="warn", value="4", says="will disappear")


def test_many_at_once_need_a_confirmation(judge: Any, memory: Any) -> None:
    """Over a fifth: perhaps half the file is missing."""
    active = [("AB-1001", None), ("AB-1002", "RED"), ("AB-1003", None)]
    judged = judge("truetrade", kind="pricebook", known=memory(active=active))
    assert [finding.value for finding in judged.of("TTK-05")] == ["AB-1002 / RED", "AB-1003", "2"]
    assert judged.of("TTK-05")[-1].severity == "fatal"
    assert "2 of 3 items" in judged.of("TTK-05")[-1].message.en


def test_a_confirmation_lets_them_go(judge: Any, memory: Any) -> None:
    """They are still listed."""
    known = memory(active=[("AB-1001", None), ("AB-1002", None)])
    judged = judge("truetrade", kind="pricebook", known=known, options={"confirm_removals": True})
    assert [finding.severity for finding in judged.of("TTK-05")] == ["warn"]
