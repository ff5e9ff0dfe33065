"""F-CAT220: an item is not marked as catalogue item."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT220") == []


def test_marked(judge: Any, one: Any) -> None:
    """OIOUBL does not allow it."""
    judged = judge("oioubl", {"item.catalogue_indicator": False}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT220",
        severity="fatal",
        field="item.catalogue_indicator",
        value="false",
        says="catalogue item",
    )
