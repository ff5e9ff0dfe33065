"""DIG-LENGTH: texts fit the columns."""

from typing import Any

from hub.model.values import Text

NAME = "A pencil that is much too good to be true"


def test_right_texts_pass(judge: Any) -> None:
    """Up to the limit."""
    changes = {"item.name.value": NAME[:40], "item.description[0].value": "x" * 2000}
    assert judge("digiinkoop", changes).of("DIG-LENGTH") == []


def test_a_long_name_is_refused_or_cut(judge: Any, one: Any) -> None:
    """At a word, where the receiver allows it."""
    one(
        judge("digiinkoop", {"item.name.value": NAME}),
        "DIG-LENGTH",
        field="item.name",
        severity="error",
        value=NAME,
        expected="<= 40",
        says="has 41 characters",
    )
    judged = judge("digiinkoop", {"item.name.value": NAME}, options={"allow_cut": True})
    one(
        judged,
        "DIG-LENGTH",
        field="item.name",
        severity="fix",
        value=NAME,
        expected="A pencil that is much too good to be",
        says="it was cut",
    )


def test_the_description_that_goes_out_is_judged(judge: Any) -> None:
    """The long one, where there is one."""
    long = {"item.additional_information": (Text("x" * 2001),)}
    (found,) = judge("digiinkoop", long).of("DIG-LENGTH")
    assert found.place.path == "item.additional_information[0]"
    (found,) = judge("digiinkoop", {"item.description[0].value": "x" * 2001}).of("DIG-LENGTH")
    assert found.place.path == "item.description[0]"


def test_a_long_number(judge: Any) -> None:
    """It is the key and never cut."""
    changes = {"item.sellers_item_identification.id.value": "x" * 36}
    (found,) = judge("digiinkoop", changes, options={"allow_cut": True}).of("DIG-LENGTH")
    assert found.severity.value == "error"
