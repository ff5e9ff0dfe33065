"""F-CAT006: a catalogue names its supplier."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT006") == []


def test_no_supplier(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", header={"seller_supplier_party": None}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT006",
        severity="fatal",
        field="seller_supplier_party",
        expected="1",
        says="names no supplier",
    )
