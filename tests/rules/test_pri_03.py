"""PRI-03: a description has at most 255 characters, or is cut at a sentence."""

from typing import Any

from hub.model.values import Text


def test_two_hundred_and_fifty_five_pass(judge: Any) -> None:
    """The longest description allowed."""
    judged = judge("prisme", {"item.description[0].value": "x" * 255})
    assert judged.of("PRI-03") == []


def test_a_longer_one_is_cut_at_a_sentence(judge: Any, one: Any) -> None:
    """What is left is whole sentences."""
    judged = judge("prisme", {"item.description[0].value": "A short sentence. " + "x" * 300})
    one(
        judged,
        "PRI-03",
        field="item.description[0]",
        severity="fix",
        value="A short sentence. " + "x" * 61 + "…",
        expected="A short sentence.",
        says="was cut",
    )
    assert judged.bodies[0].item.description[0].value == "A short sentence."


def test_it_is_refused_where_cutting_is_off(judge: Any, one: Any) -> None:
    """A receiver may want whole descriptions."""
    judged = judge(
        "prisme", {"item.description[0].value": "x" * 256}, options={"cut_descriptions": False}
    )
    one(
        judged,
        "PRI-03",
        field="item.description[0]",
        severity="error",
        value="x" * 79 + "…",
        expected="<= 255",
        says="256 characters",
    )


def test_the_start_of_the_long_one_stands_in(judge: Any, one: Any) -> None:
    """Field 2.17 is used where 2.13 is empty."""
    judged = judge(
        "prisme", {"item.description": (), "item.additional_information": (Text("Long words."),)}
    )
    one(
        judged,
        "PRI-03",
        field="item.description",
        severity="fix",
        value="Long words.",
        expected="Long words.",
        says="start of the long one",
    )
    assert judged.bodies[0].item.description == (Text("Long words."),)
    assert judged.of("PRI-22") == []
