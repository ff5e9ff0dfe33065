"""RAK-11: the long description is not just the name again."""

from typing import Any

from hub.model.values import Text

FIELD = "item.additional_information"


def test_a_description_of_its_own_passes(judge: Any) -> None:
    """It may begin with the name."""
    assert judge("rakat", {FIELD: (Text("Pencil HB, of cedar"),)}).of("RAK-11") == []


def test_the_name_again_is_warned_about(judge: Any, one: Any) -> None:
    """Case and blanks make no difference."""
    one(
        judge("rakat", {FIELD: (Text("PENCIL  hb "),)}),
        "RAK-11",
        field=f"{FIELD}[0]",
        severity="warn",
        value="PENCIL  hb ",
        says="only says the name again",
    )
