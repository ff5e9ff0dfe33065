"""UNS-05: a code belongs to the agreement's product groups."""

from typing import Any

from hub.model.context import Agreement

CODE = "item.commodity_classification[0].item_classification_code"


def test_inside_passes(judge: Any) -> None:
    """4412 covers 44121706."""
    judged = judge("shelf", agreement=Agreement("A-1", "examplefirm", "exampletown", ("4412",)))
    assert judged.of("UNS-05") == []


def test_outside_is_refused(judge: Any, one: Any) -> None:
    """The groups are named."""
    judged = judge("shelf", agreement=Agreement("A-1", "examplefirm", "exampletown", ("50",)))
    one(
        judged,
        "UNS-05",
        field=CODE,
        severity="error",
        value="44121706",
        expected="50",
        says="which covers 50",
    )
