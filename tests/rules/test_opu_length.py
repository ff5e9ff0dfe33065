"""OPU-LENGTH: texts fit the fields of the system."""

from typing import Any

import pytest

from hub.model.item import ItemProperty
from hub.model.values import Text

NAME = "A pencil that is much too good to be true"
TOO_LONG = {
    "item.sellers_item_identification.id": 36,
    "item.description": 4001,
    "item.item_specification_document_reference[0].attachment.external_reference.uri": 501,
}


def test_right_texts_pass(judge: Any) -> None:
    """Up to the limit."""
    changes = {"item.name.value": NAME[:40], "item.description[0].value": "x" * 4000}
    assert judge("opus", changes, header={"name": Text("x" * 40)}).of("OPU-LENGTH") == []


def test_a_long_name(judge: Any, one: Any) -> None:
    """It is refused, unless the receiver allows to cut it at a word."""
    judged = judge("opus", {"item.name.value": NAME})
    one(
        judged,
        "OPU-LENGTH",
        field="item.name",
        severity="error",
        value=NAME,
        expected="<= 40",
        says="has 41 characters",
    )
    judged = judge("opus", {"item.name.value": NAME}, options={"allow_cut": True})
    one(
        judged,
        "OPU-LENGTH",
        field="item.name",
        severity="fix",
        value=NAME,
        expected="A pencil that is much too good to be",
        says="was cut to",
    )
    assert judged.bodies[0].item.name.value == "A pencil that is much too good to be"


@pytest.mark.parametrize("field", TOO_LONG)
def test_other_long_texts(judge: Any, field: str) -> None:
    """Number, description and link."""
    value = "https://img.example/".ljust(TOO_LONG[field], "x")
    path = f"{field}[0].value" if field == "item.description" else f"{field}.value"
    judged = judge("opus", {path: value})
    assert [f.place.path for f in judged.of("OPU-LENGTH")] == [field]


def test_all_marks_together(judge: Any) -> None:
    """They share one field."""
    marks = tuple(
        ItemProperty(name=Text("EnvironmentMark"), value=Text(f"MARK_{n:02}{'X' * 30}"))
        for n in range(6)
    )
    judged = judge("opus", {"item.additional_item_property": marks})
    assert [f.place.path for f in judged.of("OPU-LENGTH")] == ["item.additional_item_property"]
    assert judge("opus", {"item.additional_item_property": marks[:5]}).of("OPU-LENGTH") == []


def test_the_head(judge: Any) -> None:
    """A number or name of the catalogue that does not fit refuses the document."""
    header = {"name": Text("x" * 41), "id.value": "x" * 36}
    found = judge("opus", header=header).of("OPU-LENGTH")
    assert {(f.place.path, f.severity.value) for f in found} == {("name", "fatal"), ("id", "fatal")}
