"""TTK-LENGTH: numbers, names and descriptions are short enough."""

from typing import Any

from hub.model.values import Identifier

NUMBER = "item.sellers_item_identification"


def test_eighty_pass(judge: Any) -> None:
    """The longest name allowed."""
    judged = judge("truetrade", {"item.name.value": "x" * 80})
    assert judged.of("TTK-LENGTH") == []


def test_a_longer_name(judge: Any, one: Any) -> None:
    """The field is named."""
    judged = judge("truetrade", {"item.name.value": "x" * 81})
    one(
        judged,
        "TTK-LENGTH",
        field="item.name",
        severity="error",
        value="x" * 79 + "…",
        expected="<= 80",
        says="item name has 81",
    )


def test_a_longer_number(judge: Any, one: Any) -> None:
    """In a price book too."""
    judged = judge("truetrade", {f"{NUMBER}.extended_id": Identifier("x" * 36)}, kind="pricebook")
    one(
        judged,
        "TTK-LENGTH",
        field=f"{NUMBER}.extended_id",
        severity="error",
        value="x" * 36,
        expected="<= 35",
        says="variant has 36",
    )
