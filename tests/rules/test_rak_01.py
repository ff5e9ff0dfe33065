"""RAK-01: the fields demanded are filled."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

PRICES = "required_item_location_quantity"
AMOUNT = f"{PRICES}[0].price.price_amount"

FULL = {
    "item.additional_information": (Text("Made of cedar, for school and office."),),
    "item.additional_item_property": (
        ItemProperty(name=Text("ItemGroup"), value=Text("Office/Pencils")),
    ),
    "item.keyword": (Text("crayon"),),
}
"""What Rakat wants beyond what all receivers do."""


def test_a_full_line_passes(judge: Any) -> None:
    """The UNSPSC code is demanded by some portals only."""
    assert judge("rakat", FULL).of("RAK-01") == []
    bare = {**FULL, "item.commodity_classification": ()}
    assert judge("rakat", bare).of("RAK-01") == []
    (found,) = judge("rakat", bare, options={"unspsc_needed": True}).of("RAK-01")
    assert found.place.path == "item.commodity_classification"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("item.sellers_item_identification.id", "item.sellers_item_identification.id"),
        ("item.name", "item.name"),
        ("orderable_unit", "orderable_unit"),
        ("minimum_order_quantity", "minimum_order_quantity"),
        (
            "item.item_specification_document_reference",
            "item.item_specification_document_reference",
        ),
        ("item.additional_item_property", "item.additional_item_property"),
        ("item.keyword", "item.keyword"),
        (f"{AMOUNT}.currency_id", f"{AMOUNT}.currency_id"),
        (PRICES, AMOUNT),
    ],
)
def test_a_field_that_is_missing(judge: Any, path: str, field: str) -> None:
    """The line is refused."""
    groups = ("reference", "property", "keyword", PRICES)
    empty: Any = () if path.endswith(groups) else None
    found = judge("rakat", {**FULL, path: empty}).of("RAK-01")
    assert [(f.place.path, f.severity.value) for f in found] == [(field, "error")]


def test_no_description(judge: Any) -> None:
    """The short one stands in where there is no long one."""
    none = {**FULL, "item.additional_information": (), "item.description": ()}
    (found,) = judge("rakat", none).of("RAK-01")
    assert found.place.path == "item.additional_information"
    assert judge("rakat", {**FULL, "item.additional_information": ()}).of("RAK-01") == []
