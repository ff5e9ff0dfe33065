"""Sentences of rules, filled."""

from hub.model.sentence import LANGUAGES, Sentence
from hub.rules.speech import Speech

SPEECH = Speech(
    {
        "LONG": Sentence("The {field} is long.", "{field} er lang.", "{field} is lang."),
        "LIST": Sentence("Take {expected}.", "Tag {expected}.", "Neem {expected}."),
    },
    {"item.name": Sentence("item name", "varens navn", "artikelnaam")},
)
CODES = ", ".join(f"C{number}" for number in range(10, 40))


def test_a_sentence_that_begins_with_a_field_begins_large() -> None:
    """Labels are written as they stand inside a sentence."""
    said = SPEECH.say("LONG", "item.name", {})
    assert said.en == "The item name is long."
    assert said.da == "Varens navn er lang."
    assert said.nl == "Artikelnaam is lang."


def test_a_long_list_says_how_much_longer_it_is() -> None:
    """Whole codes are shown, and the rest counted."""
    said = SPEECH.say("LIST", "item.name", {"expected": CODES})
    assert said.en == "Take C10, C11, C12, C13, C14, C15, C16, C17 and 22 more."
    assert said.da.endswith("C17 og 22 flere.")
    assert said.nl.endswith("C17 en nog 22.")


def test_words_are_cut_as_before() -> None:
    """A description with commas is no list of codes."""
    text = "Pencil, for drawing, soft, and quite cheap for what it is"
    said = SPEECH.say("LIST", "item.name", {"expected": text})
    assert all("…" in said.speak(language) for language in LANGUAGES)
