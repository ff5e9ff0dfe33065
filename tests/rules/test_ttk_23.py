"""TTK-23: without an enrolment the price book waits."""

from typing import Any


def test_an_enrolled_supplier_passes(judge: Any, memory: Any) -> None:
    """The enrolment is on record."""
    judged = judge("truetrade", kind="pricebook", known=memory())
    assert judged.of("TTK-23") == []


def test_it_waits_with_a_finding(judge: Any, one: Any, memory: Any) -> None:
    """Nothing is refused."""
    judged = judge("truetrade", kind="pricebook", known=memory(cvr=None))
    one(
        judged,
        "TTK-23",
        field="",
        severity="warn",
        value="Exampletown",
        says="the price book waits",
    )
    assert judged.checker.holds == ("TTK-23",)
    assert None not in judged.bodies
