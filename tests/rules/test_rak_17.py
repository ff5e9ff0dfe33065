"""RAK-17: quantities are whole numbers from one."""

from decimal import Decimal
from typing import Any

import pytest

FIELDS = ["minimum_order_quantity", "required_item_location_quantity[0].minimum_quantity"]


@pytest.mark.parametrize("field", FIELDS)
def test_whole_numbers_pass(judge: Any, field: str) -> None:
    """Also with a point."""
    assert judge("rakat", {f"{field}.value": Decimal("10.0")}).of("RAK-17") == []


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ["0", "1.5", "-1"])
def test_others_are_refused(judge: Any, one: Any, field: str, value: str) -> None:
    """With their place."""
    one(
        judge("rakat", {f"{field}.value": Decimal(value)}),
        "RAK-17",
        field=field,
        severity="error",
        value=value,
        expected="1",
        says="no whole number",
    )
