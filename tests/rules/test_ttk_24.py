"""TTK-24: further mandatory fields are configuration."""

from typing import Any


def test_a_filled_field_passes(judge: Any) -> None:
    """The operator's list is met."""
    judged = judge(
        "truetrade",
        options={"extra_mandatory": ["item.commodity_classification[*].item_classification_code"]},
    )
    assert judged.of("TTK-24") == []


def test_an_empty_field_is_refused(judge: Any, one: Any) -> None:
    """It is named like any other."""
    judged = judge(
        "truetrade",
        {"minimum_order_quantity": None},
        options={"extra_mandatory": ["minimum_order_quantity"]},
    )
    one(
        judged,
        "TTK-24",
        field="minimum_order_quantity",
        severity="error",
        expected="1",
        says="minimum order is missing",
    )
