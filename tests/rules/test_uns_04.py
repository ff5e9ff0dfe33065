"""UNS-04: the UNSPSC version is stated, and one the receiver takes."""

from typing import Any

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UNS-04") == []


def test_a_missing_version_is_set(judge: Any, one: Any) -> None:
    """From the profile."""
    judged = judge("prisme", {f"{CODE}.list_version_id": None})
    one(
        judged,
        "UNS-04",
        field=CODE,
        severity="warn",
        value="44121706",
        expected="19.0501",
        says="19.0501 was put in",
    )
    code = judged.bodies[0].item.commodity_classification[0].item_classification_code
    assert code.list_version_id == "19.0501"


def test_another_version_is_warned_about(judge: Any, one: Any) -> None:
    """The code is kept as it is."""
    judged = judge("prisme", {f"{CODE}.list_version_id": "7.0901"})
    one(
        judged,
        "UNS-04",
        field=f"{CODE}.list_version_id",
        severity="warn",
        value="7.0901",
        expected="19.0501",
        says="this receiver uses 19.0501",
    )


def test_each_version_is_told_once(judge: Any) -> None:
    """At the first line that has it; every line without one gets it."""
    judged = judge("prisme", {f"{CODE}.list_version_id": None}, {f"{CODE}.list_version_id": None})
    assert len(judged.of("UNS-04")) == 1
    codes = [b.item.commodity_classification[0].item_classification_code for b in judged.bodies]
    assert [code.list_version_id for code in codes] == ["19.0501", "19.0501"]
    other = {f"{CODE}.list_version_id": "7.0901"}
    assert len(judge("prisme", other, other).of("UNS-04")) == 1
