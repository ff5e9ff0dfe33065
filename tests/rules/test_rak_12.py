"""RAK-12: one search word is not in the name already."""

from typing import Any

from hub.model.values import Text


def test_a_synonym_passes(judge: Any) -> None:
    """One is enough."""
    assert judge("rakat", {"item.keyword": (Text("pencil"), Text("crayon"))}).of("RAK-12") == []


def test_words_of_the_name_are_warned_about(judge: Any, one: Any) -> None:
    """They find nothing that the name does not."""
    one(
        judge("rakat", {"item.keyword": (Text("pencil"), Text("HB"))}),
        "RAK-12",
        field="item.keyword",
        severity="warn",
        value="pencil, HB",
        says="Add synonyms",
    )
