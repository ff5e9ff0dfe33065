"""PRI-LENGTH: agreement, catalogue and version numbers are short enough."""

from typing import Any


def test_thirty_five_pass(judge: Any) -> None:
    """The longest allowed."""
    judged = judge("prisme", header={"id.value": "x" * 35})
    assert judged.of("PRI-LENGTH") == []


def test_a_longer_number_is_refused(judge: Any, one: Any) -> None:
    """The field is named."""
    judged = judge("prisme", header={"version_id.value": "x" * 36})
    one(
        judged,
        "PRI-LENGTH",
        field="version_id",
        severity="fatal",
        value="x" * 36,
        expected="<= 35",
        says="The version has 36 characters",
    )
