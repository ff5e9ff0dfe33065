"""F-CAT233: a classification names the list's agency."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT233") == []


def test_another_agency(judge: Any, one: Any) -> None:
    """It names another."""
    judged = judge("oioubl", {f"{CODE}.list_agency_id": "9"}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT233",
        severity="fatal",
        field=f"{CODE}.list_agency_id",
        value="9",
        expected="113",
        says="agency “9”",
    )
