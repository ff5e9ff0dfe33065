"""Leaves are told by path, in the order of the model."""

import datetime as dt
from decimal import Decimal

from hub.formats.leaves import leaves_of
from hub.model.item import Item, ItemProperty, PhysicalAttribute
from hub.model.price import Price
from hub.model.values import Amount, Code, Quantity, Text


def test_a_value_stands_at_its_own_path_and_its_attributes_below() -> None:
    """The text of a value with attributes has the path of the value."""
    price = Price(
        price_amount=Amount(Decimal("1E+3"), "DKK"), base_quantity=Quantity(Decimal("1.50"), "EA")
    )
    assert leaves_of(price, "price") == [
        ("price.price_amount", "1000"),
        ("price.price_amount.currency_id", "DKK"),
        ("price.base_quantity", "1.50"),
        ("price.base_quantity.unit_code", "EA"),
    ]


def test_a_group_with_a_field_called_value_keeps_the_step() -> None:
    """Only a value's own text stands at the value's path; a group's field has its name."""
    found = leaves_of(ItemProperty(name=Text("colour"), value=Text("red", "en")), "p")
    assert found == [("p.name", "colour"), ("p.value", "red"), ("p.value.language_id", "en")]


def test_repeated_groups_share_their_path() -> None:
    """Every value of a tuple is told; what says nothing is told as an empty text."""
    item = Item(
        keyword=(Text("a"), Text("")),
        hazardous_risk_indicator=False,
        additional_item_property=(ItemProperty(), ItemProperty(name=Text("b"))),
    )
    assert leaves_of((item, Item()), "item") == [
        ("item.hazardous_risk_indicator", "false"),
        ("item.keyword", "a"),
        ("item.keyword", ""),
        ("item.additional_item_property", ""),
        ("item.additional_item_property.name", "b"),
        ("item", ""),
    ]


def test_plain_values_are_spelled_as_xml_does() -> None:
    """Values without attributes, alone or many."""
    assert leaves_of(dt.date(2026, 1, 5), "day") == [("day", "2026-01-05")]
    assert leaves_of((Decimal("0E-8"), "x", None), "n") == [("n", "0.00000000"), ("n", "x")]
    assert leaves_of(None, "n") == leaves_of((), "n") == []


def test_groups_may_hold_each_other() -> None:
    """The way down is as long as the value is deep."""
    coded = PhysicalAttribute(position_code=Code("p", list_id="L"))
    assert leaves_of((coded,), "") == [(".position_code", "p"), (".position_code.list_id", "L")]
