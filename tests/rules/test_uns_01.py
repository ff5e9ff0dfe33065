"""UNS-01: a UNSPSC code has exactly eight digits."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UNS-01") == []


def test_blanks_between_pairs_go(judge: Any, one: Any) -> None:
    """The digits are right, so they are kept."""
    judged = judge("prisme", {f"{CODE}.value": "44 12 17 06"})
    one(
        judged,
        "UNS-01",
        field=CODE,
        severity="fix",
        value="44 12 17 06",
        expected="44121706",
        says="read as 44121706",
    )
    assert judged.bodies[0].item.commodity_classification[0].item_classification_code.value == (
        "44121706"
    )


def test_seven_digits_are_refused(judge: Any, one: Any) -> None:
    """Nobody can tell which is missing."""
    judged = judge("prisme", {f"{CODE}.value": "4412170"})
    one(
        judged,
        "UNS-01",
        field=CODE,
        severity="error",
        value="4412170",
        expected="8 digits",
        says="not 8 digits",
    )
