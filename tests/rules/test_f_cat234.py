"""F-CAT234: an item states no tax category."""

from typing import Any

from hub.model.tax import TaxCategory


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT234") == []


def test_stated(judge: Any, one: Any) -> None:
    """OIOUBL does not allow it."""
    judged = judge(
        "oioubl", {"item.classified_tax_category": (TaxCategory(),)}, source="oioubl:catalogue:2.02"
    )
    one(
        judged,
        "F-CAT234",
        severity="fatal",
        field="item.classified_tax_category",
        says="tax category",
    )
