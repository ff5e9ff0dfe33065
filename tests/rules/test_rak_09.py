"""RAK-09: the long description has at most 4000 characters."""

from typing import Any

from hub.model.values import Text

FIELD = "item.additional_information"


def test_a_description_up_to_the_limit_passes(judge: Any) -> None:
    """Exactly so many."""
    assert judge("rakat", {FIELD: (Text("x" * 4000),)}).of("RAK-09") == []


def test_a_longer_one(judge: Any) -> None:
    """It is refused, not cut."""
    judged = judge("rakat", {FIELD: (Text("x" * 4001),)})
    (found,) = judged.of("RAK-09")
    assert (found.severity.value, found.place.path) == ("error", f"{FIELD}[0]")
    assert "has 4001 characters" in found.message.en
