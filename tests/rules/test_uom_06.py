"""UOM-06: a receiver may want one unit for all unknown ones."""

from typing import Any


def test_a_code_passes(judge: Any) -> None:
    """BX is a code."""
    judged = judge("shelf", options={"unit_fallback": "EA"})
    assert judged.of("UOM-06") == []


def test_the_fallback_is_put_in(judge: Any, one: Any) -> None:
    """The original is named."""
    judged = judge("shelf", {"orderable_unit.value": "boxx"}, options={"unit_fallback": "EA"})
    one(
        judged,
        "UOM-06",
        field="orderable_unit.value",
        severity="warn",
        value="boxx",
        expected="EA",
        says="“boxx” is not on the receiver's list and was replaced by EA",
    )
    assert judged.bodies[0].orderable_unit.value == "EA"
