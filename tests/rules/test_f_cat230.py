"""F-CAT230: an item has a classification."""

from typing import Any

CLASSES = "item.commodity_classification"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT230") == []


def test_none(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {CLASSES: ()}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT230",
        severity="fatal",
        field=CLASSES,
        value="0",
        expected="1..",
        says="no UNSPSC code",
    )
