"""TTK-10: a UNSPSC code is at commodity level."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("truetrade", {})
    assert judged.of("TTK-10") == []


def test_a_family_is_refused(judge: Any, one: Any) -> None:
    """The codes below it are named."""
    judged = judge("truetrade", {f"{CODE}.value": "44120000"})
    one(
        judged,
        "TTK-10",
        field=CODE,
        severity="error",
        value="44120000",
        expected="44121700, 44121900",
        says="only a family",
    )
