"""TTK-01: all mandatory fields are filled."""

from decimal import Decimal
from typing import Any

from hub.model.values import Code

PRICE = "required_item_location_quantity[0].price.price_amount"
PRICES = "required_item_location_quantity"
IMAGE = "item.item_specification_document_reference"
CLASSES = "item.commodity_classification"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("truetrade", {})
    assert judged.of("TTK-01") == []


def test_a_right_price_book_passes(judge: Any) -> None:
    """The same line, as a price."""
    judged = judge("truetrade", {}, kind="pricebook")
    assert judged.of("TTK-01") == []


def test_action(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"action_code": None})
    one(
        judged,
        "TTK-01",
        field="action_code",
        severity="error",
        expected="1",
        says="action is missing",
    )
    assert judged.bodies == [None]


def test_name(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"item.name": None})
    one(judged, "TTK-01", field="item.name", severity="error", expected="1", says="item name")
    assert judged.bodies == [None]


def test_description(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"item.description": ()})
    one(
        judged,
        "TTK-01",
        field="item.description",
        severity="error",
        expected="1",
        says="description",
    )
    assert judged.bodies == [None]


def test_guiding_price(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {f"{PRICES}[1].price.price_type_code": Code("CON")})
    one(
        judged,
        "TTK-01",
        field=f"{PRICES}[2].price.price_amount",
        severity="error",
        expected="1",
        says="guiding price is missing",
    )
    assert judged.bodies == [None]


def test_pack_size(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"item.pack_size_numeric": None})
    one(
        judged,
        "TTK-01",
        field="item.pack_size_numeric",
        severity="error",
        expected="1",
        says="pack size is missing",
    )
    assert judged.bodies == [None]


def test_unit(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"orderable_unit": None})
    one(judged, "TTK-01", field="orderable_unit", severity="error", expected="1", says="sales unit")
    assert judged.bodies == [None]


def test_content(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {"content_unit_quantity": None})
    one(
        judged,
        "TTK-01",
        field="content_unit_quantity",
        severity="error",
        expected="1",
        says="content is missing",
    )
    assert judged.bodies == [None]


def test_image(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {IMAGE: ()})
    one(judged, "TTK-01", field=IMAGE, severity="error", expected="1", says="image link")
    assert judged.bodies == [None]


def test_unspsc(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("truetrade", {CLASSES: ()})
    one(judged, "TTK-01", field=CLASSES, severity="error", expected="1", says="UNSPSC code")
    assert judged.bodies == [None]


def test_a_pack_of_nothing(judge: Any, one: Any) -> None:
    """The pack size is above 0."""
    judged = judge("truetrade", {"item.pack_size_numeric": Decimal(0)})
    one(
        judged,
        "TTK-01",
        field="item.pack_size_numeric",
        severity="error",
        value="0",
        expected="> 0",
        says="above 0",
    )


def test_a_price_book_needs_a_price(judge: Any, one: Any) -> None:
    """An item on sale without a price."""
    judged = judge("truetrade", {PRICES: ()}, kind="pricebook")
    one(judged, "TTK-01", field=PRICE, severity="error", expected="1", says="price is missing")
