"""UOM-02: an everyday word is read as its code."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UOM-02") == []


def test_stk_becomes_ea(judge: Any, one: Any) -> None:
    """Old and new value are told."""
    judged = judge("prisme", {"orderable_unit.value": "stk."})
    one(
        judged,
        "UOM-02",
        field="orderable_unit.value",
        severity="fix",
        value="stk.",
        expected="EA",
        says="“stk.” was read as EA",
    )
    assert judged.bodies[0].orderable_unit.value == "EA"


def test_kolli_is_ambiguous(judge: Any, one: Any) -> None:
    """It goes through, with a warning."""
    judged = judge("prisme", {"orderable_unit.value": "kolli"})
    one(
        judged,
        "UOM-02",
        field="orderable_unit.value",
        severity="warn",
        value="kolli",
        expected="PK",
        says="different things",
    )
    assert judged.bodies[0].orderable_unit.value == "PK"
