"""OPU-05: what an orderer sees is filled."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from hub.model.period import Period
from hub.model.values import Code, Text

PRICES = "required_item_location_quantity"
LINE = {
    "item.sellers_item_identification.id": "item.sellers_item_identification.id",
    "item.name": "item.name",
    "orderable_unit": "orderable_unit",
    "minimum_order_quantity": "minimum_order_quantity",
    "content_unit_quantity": "content_unit_quantity",
    "content_unit_quantity.unit_code": "content_unit_quantity.unit_code",
}


def test_a_full_catalogue_passes(judge: Any) -> None:
    """Head and line; the long description may stand for the short one."""
    assert judge("opus", {}, header={"name": Text("Office")}).of("OPU-05") == []
    changes = {"item.description": (), "item.additional_information": (Text("Long."),)}
    assert judge("opus", changes, header={"name": Text("Office")}).of("OPU-05") == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("name", "name"),
        ("id", "id"),
        ("version_id", "version_id"),
        ("validity_period", "validity_period[0].start_date"),
    ],
)
def test_a_field_of_the_head(judge: Any, path: str, field: str) -> None:
    """A head that lacks one refuses the document."""
    empty: Any = () if path == "validity_period" else None
    judged = judge("opus", header={"name": Text("Office"), path: empty})
    (found,) = judged.of("OPU-05")
    assert (found.place.path, found.severity.value) == (field, "fatal")


@pytest.mark.parametrize("path", LINE)
def test_a_field_of_a_line(judge: Any, path: str) -> None:
    """A line that lacks one is refused."""
    judged = judge("opus", {path: None}, header={"name": Text("Office")})
    (found,) = judged.of("OPU-05")
    assert (found.place.path, found.severity.value) == (LINE[path], "error")


def test_groups_of_a_line(judge: Any) -> None:
    """Description, UNSPSC code and price are groups."""
    changes = {"item.description": (), "item.commodity_classification": (), PRICES: ()}
    judged = judge("opus", changes, header={"name": Text("Office")})
    assert {f.place.path for f in judged.of("OPU-05")} == {
        "item.description",
        "item.commodity_classification",
        f"{PRICES}[0].price.price_amount",
    }


def test_an_empty_content(judge: Any, one: Any) -> None:
    """A unit that holds nothing is a mistake."""
    changes = {"content_unit_quantity.value": Decimal(0)}
    one(
        judge("opus", changes, header={"name": Text("Office")}),
        "OPU-05",
        field="content_unit_quantity",
        severity="error",
        value="0",
        expected="> 0",
        says="above 0",
    )


def test_a_price_type_that_is_no_agreement_flag(judge: Any, one: Any) -> None:
    """Nobody guesses which flag was meant."""
    changes = {f"{PRICES}[0].price.price_type_code": Code("AAA")}
    one(
        judge("opus", changes, header={"name": Text("Office")}),
        "OPU-05",
        field=f"{PRICES}[0].price.price_type_code",
        severity="error",
        value="AAA",
        expected="CON, PRP, CAT",
        says="neither agreement",
    )


def test_an_amount_without_currency(judge: Any) -> None:
    """The price an orderer sees has one."""
    path = f"{PRICES}[0].price.price_amount.currency_id"
    judged = judge("opus", {path: None}, header={"name": Text("Office")})
    assert [f.place.path for f in judged.of("OPU-05")] == [path]


def test_a_price_that_is_over_is_none(judge: Any) -> None:
    """What no longer holds on the day is not sent."""
    over = (Period(end_date=dt.date(2025, 5, 4)),)
    changes = {f"{PRICES}[0].price.validity_period": over}
    judged = judge("opus", changes, header={"name": Text("Office")})
    assert [f.place.path for f in judged.of("OPU-05")] == [f"{PRICES}[0].price.price_amount"]
