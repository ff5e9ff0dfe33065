"""F-CAT231: a classification has a code."""

from typing import Any

from hub.model.item import CommodityClassification

CODE = "item.commodity_classification[0].item_classification_code"
CLASSES = "item.commodity_classification"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT231") == []


def test_empty(judge: Any, one: Any) -> None:
    """It has none."""
    judged = judge(
        "oioubl", {CLASSES: (CommodityClassification(),)}, source="oioubl:catalogue:2.02"
    )
    one(judged, "F-CAT231", severity="fatal", field=CODE, expected="1", says="is empty")
