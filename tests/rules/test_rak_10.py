"""RAK-10: no tags and no entities in any text."""

from typing import Any

import pytest

from hub.model.values import Text

FIELD = "item.additional_information"


@pytest.mark.parametrize("text", ["Plain.", "Salt & pepper", "5 < 7 and 7 > 5"])
def test_plain_text_passes(judge: Any, text: str) -> None:
    """A sign alone is no tag."""
    assert judge("rakat", {FIELD: (Text(text),)}).of("RAK-10") == []


def test_a_tag_is_refused_or_taken_out(judge: Any, one: Any) -> None:
    """By how lenient the receiver is; the first tag is named."""
    changes = {FIELD: (Text("Flot <b>bold</b>"),)}
    one(
        judge("rakat", changes),
        "RAK-10",
        field=f"{FIELD}[0]",
        severity="error",
        value="<b>",
        says="without tags",
    )
    judged = judge("rakat", changes, options={"lenient": True})
    (found,) = judged.of("RAK-10")
    assert found.severity.value == "fix"


def test_an_entity(judge: Any) -> None:
    """Also in the name."""
    (found,) = judge("rakat", {"item.name.value": "Salt &amp; peber"}).of("RAK-10")
    assert (found.place.path, found.value) == ("item.name", "&amp;")
