"""DIG-FIELDS: what the workbook cannot do without is filled."""

from typing import Any

import pytest

PRICES = "required_item_location_quantity"
AMOUNT = f"{PRICES}[0].price.price_amount"


def test_a_full_catalogue_passes(judge: Any) -> None:
    """Head and line."""
    assert judge("digiinkoop").of("DIG-FIELDS") == []


def test_the_contract(judge: Any, one: Any) -> None:
    """A catalogue is of one contract, the document's or the route's."""
    assert judge("digiinkoop", header={"referenced_contract": ()}).of("DIG-FIELDS") == []
    judged = judge("digiinkoop", header={"referenced_contract": ()}, no_agreement=True)
    one(
        judged,
        "DIG-FIELDS",
        field="referenced_contract[0].id",
        severity="fatal",
        expected="1",
        says="is missing",
    )


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("item.sellers_item_identification.id", "item.sellers_item_identification.id"),
        ("item.name", "item.name"),
        ("orderable_unit", "orderable_unit"),
        (f"{AMOUNT}.currency_id", f"{AMOUNT}.currency_id"),
        (PRICES, AMOUNT),
    ],
)
def test_a_field_of_a_line(judge: Any, path: str, field: str) -> None:
    """A line that lacks one is refused."""
    judged = judge("digiinkoop", {path: () if path == PRICES else None})
    assert [(f.place.path, f.severity.value) for f in judged.of("DIG-FIELDS")] == [(field, "error")]
