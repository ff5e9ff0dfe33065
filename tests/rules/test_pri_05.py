"""PRI-05: the content of a sales unit and its base unit are given."""

from decimal import Decimal
from typing import Any

from hub.model.values import Quantity


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("PRI-05") == []


def test_content_is_missing(judge: Any, one: Any) -> None:
    """Nobody knows how much a sales unit holds."""
    judged = judge("prisme", {"content_unit_quantity": None})
    one(
        judged,
        "PRI-05",
        field="content_unit_quantity",
        severity="error",
        expected="> 0",
        says="content is missing",
    )


def test_content_of_nothing(judge: Any, one: Any) -> None:
    """Zero is no content."""
    judged = judge("prisme", {"content_unit_quantity": Quantity(Decimal(0), "EA")})
    one(
        judged,
        "PRI-05",
        field="content_unit_quantity",
        severity="error",
        value="0",
        expected="> 0",
        says="above 0",
    )


def test_base_unit_is_missing(judge: Any, one: Any) -> None:
    """Twelve of what?"""
    judged = judge("prisme", {"content_unit_quantity": Quantity(Decimal(12))})
    one(
        judged,
        "PRI-05",
        field="content_unit_quantity.unit_code",
        severity="error",
        expected="EA",
        says="base unit of the content is missing",
    )
