"""UOM-02b: a jerrycan is no pail."""

from typing import Any


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UOM-02b") == []


def test_dunk_is_only_suggested(judge: Any, one: Any) -> None:
    """No code is put in."""
    judged = judge("prisme", {"orderable_unit.value": "dunk"})
    one(
        judged,
        "UOM-02b",
        field="orderable_unit.value",
        severity="error",
        value="dunk",
        expected="CA, BJ, DR",
        says="jerrycan",
    )
    assert judged.bodies == [None]
