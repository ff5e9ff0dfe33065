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


HOLED = Speech(
    {
        "BRACKETS": Sentence("Not it ({value}).", "Ikke den ({value}).", "Niet die ({value})."),
        "BARE": Sentence("Unit {value} fails.", "Enhed {value} fejler.", "Eenheid {value} faalt."),
        "TOLD": Sentence("Unit {value} fails.", "Enhed {value} fejler.", "Eenheid {value} faalt."),
        "TOLD.absent": Sentence("No unit.", "Ingen enhed.", "Geen eenheid."),
    }
)


def test_a_sentence_has_no_hole() -> None:
    """Without a value another sentence is said, or the brackets go, or it is called empty."""
    for nothing in (None, "", " "):
        words = {"value": nothing}
        assert HOLED.say("TOLD", "id", words) == HOLED.templates["TOLD.absent"]
        assert HOLED.say("BRACKETS", "id", words) == Sentence("Not it.", "Ikke den.", "Niet die.")
        assert HOLED.say("BARE", "id", words) == Sentence(
            "Unit (empty) fails.", "Enhed (tom) fejler.", "Eenheid (leeg) faalt."
        )
    assert HOLED.say("BRACKETS", "id", {"value": "0"}).en == "Not it (0)."
    assert HOLED.say("TOLD", "id", {"value": "C62"}).nl == "Eenheid C62 faalt."
