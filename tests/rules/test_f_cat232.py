"""F-CAT232: a classification names the list UNSPSC."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT232") == []


def test_another_list(judge: Any, one: Any) -> None:
    """It names another."""
    judged = judge("oioubl", {f"{CODE}.list_id": "GPC"}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT232",
        severity="fatal",
        field=f"{CODE}.list_id",
        value="GPC",
        expected="UNSPSC",
        says="names list “GPC”",
    )
