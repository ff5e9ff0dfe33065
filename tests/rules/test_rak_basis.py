"""RAK-BASIS and BIZ-22: field 3.2 is the price of one sales unit."""

from decimal import Decimal
from typing import Any

import pytest

from hub.model.values import Identifier, Quantity

PRICE = "required_item_location_quantity[0].price"


@pytest.mark.parametrize(("owner", "rule"), [("rakat", "RAK-BASIS"), ("bizisland", "BIZ-22")])
def test_other_bases_are_refused(judge: Any, one: Any, owner: str, rule: str) -> None:
    """Of ten units, of another unit, with a factor; one of the sales unit passes."""
    assert judge(owner, {f"{PRICE}.base_quantity": Quantity(Decimal(1), "BX")}).of(rule) == []
    for number, unit, shown in ((10, "BX", "10 BX"), (1, "EA", "1 EA")):
        one(
            judge(owner, {f"{PRICE}.base_quantity": Quantity(Decimal(number), unit)}),
            rule,
            field=f"{PRICE}.base_quantity",
            severity="error",
            value=shown,
            expected="1 BX",
            says="Give the price of one BX",
        )
    (found,) = judge(owner, {f"{PRICE}.orderable_unit_factor_rate": Decimal(12)}).of(rule)
    assert found.value == "12"


def test_an_item_over_again_in_another_unit_has_its_factor(judge: Any) -> None:
    """It goes into the columns of its item."""
    changes = {
        "orderable_unit.value": "PF",
        "item.sellers_item_identification.extended_id": Identifier("PF"),
        f"{PRICE}.orderable_unit_factor_rate": Decimal(480),
    }
    assert judge("rakat", changes).of("RAK-BASIS") == []
