"""PRI-24: the UNSPSC version is the agreement's."""

from typing import Any

from hub.model.context import Agreement
from hub.model.values import Identifier

CODE = "item.commodity_classification[0].item_classification_code"


def test_the_same_version_passes(judge: Any) -> None:
    """Agreement and codes agree."""
    judged = judge(
        "prisme", agreement=Agreement("A-1", "examplefirm", "exampletown", (), "19.0501")
    )
    assert judged.of("PRI-24") == []


def test_another_version_is_told_once(judge: Any, one: Any) -> None:
    """Both versions are named, for the whole catalogue."""
    judged = judge(
        "prisme",
        {},
        {"id": Identifier("2")},
        agreement=Agreement("A-1", "examplefirm", "exampletown", (), "21.0901"),
    )
    one(
        judged,
        "PRI-24",
        field=f"{CODE}.list_version_id",
        severity="warn",
        value="19.0501",
        expected="21.0901",
        says="UNSPSC version 19.0501",
    )
