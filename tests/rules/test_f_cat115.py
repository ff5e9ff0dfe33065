"""F-CAT115: what can be ordered has a unit."""

from typing import Any


def test_what_cannot_be_ordered_needs_none(judge: Any) -> None:
    """The rule is about what can be ordered."""
    judged = judge(
        "oioubl",
        {"orderable_indicator": False, "orderable_unit": None},
        source="oioubl:catalogue:2.02",
    )
    assert judged.of("F-CAT115") == []


def test_no_unit(judge: Any, one: Any) -> None:
    """It can be ordered, in what?"""
    judged = judge("oioubl", {"orderable_unit": None}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT115",
        severity="fatal",
        field="orderable_unit",
        expected="1",
        says="no sales unit",
    )
