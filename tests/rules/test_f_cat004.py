"""F-CAT004: the number of lines is not stated."""

from decimal import Decimal
from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT004") == []


def test_stated(judge: Any, one: Any) -> None:
    """OIOUBL does not allow it."""
    judged = judge(
        "oioubl", header={"line_count_numeric": Decimal(1)}, source="oioubl:catalogue:2.02"
    )
    one(
        judged,
        "F-CAT004",
        severity="fatal",
        field="line_count_numeric",
        value="1",
        says="number of lines (1)",
    )
