"""Dotted paths reach into frozen structs, and say what is wrong with them."""

from decimal import Decimal

import pytest

from hub.model.catalogue import CatalogueLine
from hub.model.item import Item
from hub.model.price import ItemLocationQuantity, Price
from hub.model.values import Amount, Text
from hub.rules.path import compile_path, set_path

LINE = CatalogueLine(
    item=Item(name=Text("Pencil"), keyword=(Text("a"), Text("b"))),
    required_item_location_quantity=(
        ItemLocationQuantity(price=Price(price_amount=Amount(Decimal("7.00")))),
        ItemLocationQuantity(),
    ),
)


def test_a_plain_path_reaches_one_value() -> None:
    """Its quick way gives the value itself."""
    path = compile_path(CatalogueLine, "item.name")
    assert path.single is not None
    assert path.single(LINE) == Text("Pencil")
    assert path.find(LINE) == [("item.name", Text("Pencil"))]


def test_a_missing_group_ends_the_walk() -> None:
    """Nothing is found and nothing fails."""
    path = compile_path(CatalogueLine, "item.name")
    assert path.find(CatalogueLine()) == [("item.name", None)]


def test_each_member_of_a_group_has_its_own_path() -> None:
    """Members are counted from 0; one without the inner group is left out."""
    path = compile_path(CatalogueLine, "required_item_location_quantity[*].price.price_amount")
    amount = Amount(Decimal("7.00"))
    assert path.find(LINE) == [("required_item_location_quantity[0].price.price_amount", amount)]
    assert compile_path(CatalogueLine, "item.keyword[*]").find(LINE) == [
        ("item.keyword[0]", Text("a")),
        ("item.keyword[1]", Text("b")),
    ]


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("item.nam", "has no 'nam'"),
        ("item[*].name", "does not repeat"),
        ("required_item_location_quantity.price", "repeats; write"),
        ("item.name.value.more", "has no 'more'"),
    ],
)
def test_a_wrong_path_is_explained(path: str, complaint: str) -> None:
    """The sentence names the step that is wrong."""
    with pytest.raises(ValueError, match=complaint):
        compile_path(CatalogueLine, path)


def test_setting_leaves_the_original_alone() -> None:
    """Structs are frozen; a new line is made around the new value."""
    field = "required_item_location_quantity[0].price.price_amount.value"
    changed = set_path(LINE, field, Decimal("8.00"))
    price = changed.required_item_location_quantity[0].price
    assert price.price_amount.value == Decimal("8.00")
    assert changed.required_item_location_quantity[1] is LINE.required_item_location_quantity[1]
    assert LINE.required_item_location_quantity[0].price != price
