"""F-CAT005: a catalogue has one validity period."""

from typing import Any

from hub.model.period import Period


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT005") == []


def test_none(judge: Any, one: Any) -> None:
    """There is no period."""
    judged = judge("oioubl", header={"validity_period": ()}, source="oioubl:catalogue:2.02")
    one(
        judged,
        "F-CAT005",
        severity="fatal",
        field="validity_period",
        value="0",
        expected="1",
        says="0 validity periods",
    )


def test_two(judge: Any, one: Any) -> None:
    """There are two."""
    judged = judge(
        "oioubl", header={"validity_period": (Period(), Period())}, source="oioubl:catalogue:2.02"
    )
    one(
        judged,
        "F-CAT005",
        severity="fatal",
        field="validity_period",
        value="2",
        expected="1",
        says="2 validity periods",
    )
