"""PRI-02: an item name has at most 40 characters, or is cut at a word."""

from typing import Any


def test_forty_pass(judge: Any) -> None:
    """The longest name allowed."""
    judged = judge("prisme", {"item.name.value": "x" * 40})
    assert judged.of("PRI-02") == []


def test_a_longer_name_is_refused(judge: Any, one: Any) -> None:
    """Without leave to cut, the supplier has to shorten it."""
    judged = judge("prisme", {"item.name.value": "Pencil with eraser, box of twelve, hardness HB"})
    one(
        judged,
        "PRI-02",
        field="item.name",
        severity="error",
        value="Pencil with eraser, box of twelve, hardness HB",
        expected="<= 40",
        says="46 characters",
    )
    assert judged.bodies == [None]


def test_it_is_cut_at_a_word_where_allowed(judge: Any, one: Any) -> None:
    """The hub repairs it, and says what it made of it."""
    judged = judge(
        "prisme",
        {"item.name.value": "Pencil with eraser, box of twelve, hardness HB"},
        options={"allow_cut": True},
    )
    one(
        judged,
        "PRI-02",
        field="item.name",
        severity="fix",
        value="Pencil with eraser, box of twelve, hardness HB",
        expected="Pencil with eraser, box of twelve",
        says="was cut to",
    )
    assert judged.bodies[0].item.name.value == "Pencil with eraser, box of twelve"
    assert [loss.field for loss in judged.checker.losses if loss.kind.value == "cut"] == [
        "item.name"
    ]
