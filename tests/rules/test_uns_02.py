"""UNS-02: a code is at commodity level."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_commodity_passes(judge: Any) -> None:
    """It is the deepest level."""
    judged = judge("shelf")
    assert judged.of("UNS-02") == []


def test_a_class_is_refused(judge: Any, one: Any) -> None:
    """Codes below it are named."""
    judged = judge("shelf", {f"{CODE}.value": "44121700"})
    one(
        judged,
        "UNS-02",
        field=CODE,
        severity="error",
        value="44121700",
        expected="44121706, 44121708",
        says="only a class",
    )
