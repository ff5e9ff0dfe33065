"""PRI-22: every mandatory field is filled."""

from typing import Any

import pytest

from hub.model.values import Identifier, Text

PRICE = "required_item_location_quantity[0].price.price_amount"
IMAGE = "item.item_specification_document_reference"
NUMBER = "item.sellers_item_identification"
START = "validity_period[0].start_date"
CLASSES = "item.commodity_classification"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("PRI-22") == []


def test_item_number(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {NUMBER: None})
    one(
        judged,
        "PRI-22",
        field=f"{NUMBER}.id",
        severity="error",
        expected="1",
        says="item number is missing",
    )
    assert judged.bodies == [None]


def test_item_name(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {"item.name": None})
    one(judged, "PRI-22", field="item.name", severity="error", expected="1", says="item name")
    assert judged.bodies == [None]


def test_description(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {"item.description": ()})
    one(
        judged,
        "PRI-22",
        field="item.description",
        severity="error",
        expected="1",
        says="description is missing",
    )
    assert judged.bodies == [None]


def test_image(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {IMAGE: ()})
    one(judged, "PRI-22", field=IMAGE, severity="error", expected="1", says="image link is missing")
    assert judged.bodies == [None]


def test_unit(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {"orderable_unit": None})
    one(
        judged,
        "PRI-22",
        field="orderable_unit",
        severity="error",
        expected="1",
        says="sales unit is missing",
    )
    assert judged.bodies == [None]


def test_unspsc(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {CLASSES: ()})
    one(
        judged,
        "PRI-22",
        field=CLASSES,
        severity="error",
        expected="1",
        says="UNSPSC code is missing",
    )
    assert judged.bodies == [None]


def test_price(judge: Any, one: Any) -> None:
    """It is demanded, so the line is refused."""
    judged = judge("prisme", {PRICE: None})
    one(judged, "PRI-22", field=PRICE, severity="error", expected="1", says="price is missing")
    assert judged.bodies == [None]


def test_catalogue_number(judge: Any, one: Any) -> None:
    """The head is incomplete."""
    judged = judge("prisme", header={"id": None}, sender=False)
    one(judged, "PRI-22", field="id", severity="error", expected="1", says="catalogue number")


def test_version(judge: Any, one: Any) -> None:
    """The head is incomplete."""
    judged = judge("prisme", header={"version_id": None}, sender=False)
    one(judged, "PRI-22", field="version_id", severity="error", expected="1", says="version")


def test_valid_from(judge: Any, one: Any) -> None:
    """The head is incomplete."""
    judged = judge("prisme", header={START: None}, sender=False)
    one(judged, "PRI-22", field=START, severity="error", expected="1", says="start date")


def test_valid_to(judge: Any, one: Any) -> None:
    """The head is incomplete."""
    judged = judge("prisme", header={"validity_period[0].end_date": None}, sender=False)
    one(
        judged,
        "PRI-22",
        field="validity_period[0].end_date",
        severity="error",
        expected="1",
        says="end date",
    )


def test_endpoint(judge: Any, one: Any) -> None:
    """The head is incomplete."""
    judged = judge("prisme", header={"provider_party.endpoint_id": None}, sender=False)
    one(
        judged,
        "PRI-22",
        field="provider_party.endpoint_id",
        severity="error",
        expected="1",
        says="endpoint",
    )


@pytest.mark.parametrize(
    ("field", "blank"),
    [
        (f"{NUMBER}.id", Identifier(" ")),
        ("item.name", Text("   ")),
        ("item.description", (Text(" "),)),
        ("orderable_unit", Text(" ")),
        (f"{CLASSES}[0].item_classification_code.value", " "),
    ],
)
def test_blanks_fill_nothing(judge: Any, field: str, blank: Any) -> None:
    """A field with only blanks is as good as missing."""
    judged = judge("prisme", {field: blank})
    assert [hit.severity.value for hit in judged.of("PRI-22")] == ["error"]
