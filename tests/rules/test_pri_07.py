"""PRI-07: a UNSPSC code is at commodity level."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("PRI-07") == []


def test_a_class_with_codes_below_is_refused(judge: Any, one: Any) -> None:
    """The codes below it are named."""
    judged = judge("prisme", {f"{CODE}.value": "44121700"})
    one(
        judged,
        "PRI-07",
        field=CODE,
        severity="error",
        value="44121700",
        expected="44121706, 44121708",
        says="only a class",
    )
    assert judged.bodies == [None]


def test_a_class_with_nothing_below_is_warned_about(judge: Any, one: Any) -> None:
    """The table knows nothing deeper."""
    judged = judge("prisme", {f"{CODE}.value": "44121900"})
    one(judged, "PRI-07", field=CODE, severity="warn", value="44121900", says="nothing below it")


def test_a_segment_is_refused_without_a_table(judge: Any, one: Any) -> None:
    """Trailing zeros tell the level."""
    judged = judge("prisme", {f"{CODE}.value": "44000000"}, unspsc=None)
    one(judged, "PRI-07", field=CODE, severity="error", value="44000000", says="only a segment")
