"""OPU-KEY: an item number stands in a catalogue once."""

from typing import Any

from hub.model.values import Identifier, Text

NUMBER = "item.sellers_item_identification"


def test_variants_share_no_number(judge: Any, one: Any) -> None:
    """The system knows no variants, so the second would take the place of the first."""
    red = {f"{NUMBER}.extended_id": Identifier("RED"), "item.name": Text("Red pencil")}
    one(
        judge("opus", {}, red),
        "OPU-KEY",
        field=f"{NUMBER}.id",
        severity="error",
        value="AB-1001",
        says="stands in row 2 already",
    )


def test_different_numbers_pass(judge: Any) -> None:
    """Case makes a difference."""
    other = {f"{NUMBER}.id.value": "ab-1001", "item.name": Text("Red pencil")}
    assert judge("opus", {}, other).of("OPU-KEY") == []
