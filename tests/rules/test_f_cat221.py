"""F-CAT221: an item has a name."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT221") == []


def test_no_name(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {"item.name": None}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT221", severity="fatal", field="item.name", expected="1", says="no name")
