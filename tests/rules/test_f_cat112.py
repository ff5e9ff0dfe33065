"""F-CAT112: the state of an item is on the list."""

from typing import Any

from hub.model.values import Code


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT112") == []


def test_another_word(judge: Any, one: Any) -> None:
    """It is not on the list."""
    judged = judge(
        "oioubl", {"life_cycle_status_code": Code("Gone")}, source="oioubl:catalogue:2.02"
    )
    one(
        judged,
        "F-CAT112",
        severity="fatal",
        field="life_cycle_status_code",
        value="Gone",
        expected="Available, DeletedAnnouncement, ItemDeleted, ItemTemporarilyUnavailable, NewAnn…",
        says="“Gone”",
    )
