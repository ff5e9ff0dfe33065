"""F-CAT100: a line has a number."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT100") == []


def test_no_number(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", {"id": None}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT100", severity="fatal", field="id", expected="1", says="no line number")
