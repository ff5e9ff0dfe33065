"""PRI-08: a UNSPSC code is inside the agreement's product groups."""

from typing import Any

from hub.model.context import Agreement

CODE = "item.commodity_classification[0].item_classification_code"


def test_inside_passes(judge: Any) -> None:
    """4412 covers 44121706."""
    judged = judge("prisme", agreement=Agreement("A-1", "examplefirm", "exampletown", ("4412",)))
    assert judged.of("PRI-08") == []


def test_no_groups_means_all(judge: Any) -> None:
    """An agreement without groups takes everything."""
    judged = judge("prisme", agreement=Agreement("A-1", "examplefirm", "exampletown"))
    assert judged.of("PRI-08") == []


def test_outside_is_no_part_of_the_tender(judge: Any, one: Any) -> None:
    """The agreement's groups are named."""
    judged = judge(
        "prisme", agreement=Agreement("A-1", "examplefirm", "exampletown", ("5020", "43000000"))
    )
    one(
        judged,
        "PRI-08",
        field=CODE,
        severity="error",
        value="44121706",
        expected="5020, 43000000",
        says="not part of the tender",
    )
