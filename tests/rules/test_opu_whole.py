"""OPU-WHOLE: an update is not sent to a system that replaces the whole catalogue."""

from typing import Any

from hub.model.values import Code

NUMBER = "item.sellers_item_identification.id.value"


def test_a_whole_catalogue_passes(judge: Any) -> None:
    """Lines that are added, and lines that do not say."""
    judged = judge("opus", {}, {"action_code": None, NUMBER: "AB-2"})
    assert judged.of("OPU-WHOLE") == []


def test_an_update_is_refused(judge: Any, one: Any) -> None:
    """Once, with the first place and the number of lines."""
    lines = ({}, {"action_code": Code("Update")}, {"action_code": Code("Delete")})
    one(
        judge("opus", *lines),
        "OPU-WHOLE",
        field="action_code",
        severity="fatal",
        value="Update",
        expected="Add",
        says="2 lines change or remove",
    )


def test_a_receiver_may_take_it_as_whole(judge: Any) -> None:
    """Then what is removed is left out."""
    lines = ({"action_code": Code("Update")}, {"action_code": Code("Delete"), NUMBER: "AB-2"})
    judged = judge("opus", *lines, options={"updates": "whole"})
    assert judged.of("OPU-WHOLE") == []
    assert [body is None for body in judged.bodies] == [False, True]
