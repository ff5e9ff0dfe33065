"""PRI-06: an item in several units has a factor for each, the smallest 1."""

from decimal import Decimal
from typing import Any

from hub.model.values import Identifier, Quantity

RATE = "required_item_location_quantity[0].price.orderable_unit_factor_rate"
PRICES = "required_item_location_quantity"
NUMBER = "item.sellers_item_identification"


def test_factors_for_all_pass(judge: Any) -> None:
    """Sales unit 1, pallet 480."""
    judged = judge(
        "prisme",
        {RATE: Decimal(1)},
        {"id": Identifier("2"), "orderable_unit.value": "PF", RATE: Decimal(480)},
    )
    assert judged.of("PRI-06") == []


def test_no_factor_means_one(judge: Any) -> None:
    """UBL says so, and one unit may rely on it."""
    judged = judge(
        "prisme", {}, {"id": Identifier("2"), "orderable_unit.value": "PF", RATE: Decimal(480)}
    )
    assert judged.of("PRI-06") == []


def test_variants_are_other_items(judge: Any) -> None:
    """Two variants in two units are no unit ladder."""
    judged = judge(
        "prisme",
        {f"{NUMBER}.extended_id": Identifier("RED")},
        {
            "id": Identifier("2"),
            "orderable_unit.value": "PF",
            f"{NUMBER}.extended_id": Identifier("BLUE"),
        },
    )
    assert judged.of("PRI-06") == []


def test_two_units_without_factor(judge: Any, one: Any) -> None:
    """The second is told, and where the first stands."""
    judged = judge("prisme", {}, {"id": Identifier("2"), "orderable_unit.value": "PF"})
    one(
        judged,
        "PRI-06",
        field=RATE,
        severity="error",
        value="AB-1001",
        expected="> 0",
        says="nor for BX (line 2)",
    )


def test_the_factor_is_above_zero(judge: Any, one: Any) -> None:
    """Nothing holds zero units."""
    judged = judge("prisme", {RATE: Decimal(0)})
    one(
        judged,
        "PRI-06",
        field=RATE,
        severity="error",
        value="0",
        expected="> 0",
        says="must be above 0",
    )


def test_the_smallest_has_one(judge: Any, one: Any) -> None:
    """Twelve and 480: of what?"""
    judged = judge(
        "prisme",
        {RATE: Decimal(12)},
        {"id": Identifier("2"), "orderable_unit.value": "PF", RATE: Decimal(480)},
    )
    one(
        judged,
        "PRI-06",
        field="",
        severity="error",
        value="AB-1001",
        expected="1",
        says="12 as its lowest factor",
    )


def test_a_price_for_another_unit_has_a_factor(judge: Any, one: Any) -> None:
    """The price is per piece, the sales unit a box."""
    judged = judge("prisme", {f"{PRICES}[0].price.base_quantity": Quantity(Decimal(1), "EA")})
    one(
        judged,
        "PRI-06",
        field=RATE,
        severity="error",
        expected="> 0",
        says="The price is for unit EA",
    )
