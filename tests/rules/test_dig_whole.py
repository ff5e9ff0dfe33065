"""DIG-WHOLE: an update is not sent where the whole catalogue is replaced."""

from typing import Any

from hub.model.values import Code


def test_a_whole_catalogue_passes(judge: Any) -> None:
    """Its lines are added."""
    assert judge("digiinkoop").of("DIG-WHOLE") == []


def test_an_update_is_refused(judge: Any, one: Any) -> None:
    """Unless the receiver takes it as whole."""
    changed = {"action_code": Code("Update")}
    one(
        judge("digiinkoop", changed),
        "DIG-WHOLE",
        field="action_code",
        severity="fatal",
        value="Update",
        expected="Add",
        says="replaces the contract's whole catalogue",
    )
    assert judge("digiinkoop", changed, options={"updates": "whole"}).of("DIG-WHOLE") == []
