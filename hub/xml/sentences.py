"""Sentences for schema findings, one per rule, in English, Danish and Dutch.

At most 200 characters when filled; ``{name}`` is an element in plain words with its tag.
"""

import re
from typing import Final

from hub.model.sentence import LANGUAGES, Sentence
from hub.xml.words import element_words

__all__ = ["HINT", "LIST_NAMES", "NAMESPACE_HINT", "SENTENCES", "plain", "say", "shorten"]

LENGTH: Final = 200
"""No sentence is longer."""
_VALUE_LENGTH: Final = 40

SENTENCES: Final[dict[str, Sentence]] = {
    "XSD-ATTRIBUTE": Sentence(
        "{name} needs the attribute {attribute}.",
        "{name} mangler attributten {attribute}.",
        "{name} mist het attribuut {attribute}.",
    ),
    "XSD-BINARY": Sentence(
        "{name} must be an attachment in base64; this is something else.",
        "{name} skal være et bilag i base64; dette er noget andet.",
        "{name} moet een bijlage in base64 zijn; dit is iets anders.",
    ),
    "XSD-BOOLEAN": Sentence(
        "{name} must be true or false, not {value}.",
        "{name} skal være true eller false, ikke {value}.",
        "{name} moet true of false zijn, niet {value}.",
    ),
    "XSD-CODE": Sentence(
        "{value} is not {list}{hint}.",
        "{value} er ikke {list}{hint}.",
        "{value} is geen {list}{hint}.",
    ),
    "XSD-DATE": Sentence(
        "{name} must be a date written as 2026-12-31, not {value}.",
        "{name} skal være en dato skrevet som 2026-12-31, ikke {value}.",
        "{name} moet een datum zijn, geschreven als 2026-12-31, niet {value}.",
    ),
    "XSD-EMPTY": Sentence(
        "{name} is empty; give it a value or leave it out.",
        "{name} er tom; giv den en værdi, eller udelad den.",
        "{name} is leeg; geef een waarde of laat het weg.",
    ),
    "XSD-MISSING": Sentence(
        "{name} is missing in {parent}.",
        "{name} mangler i {parent}.",
        "{name} ontbreekt in {parent}.",
    ),
    "XSD-NO-ATTRIBUTE": Sentence(
        "{name} cannot have the attribute {attribute}{hint}.",
        "{name} kan ikke have attributten {attribute}{hint}.",
        "{name} kan het attribuut {attribute} niet hebben{hint}.",
    ),
    "XSD-NUMBER": Sentence(
        "{name} must be a number written as 1234.50, not {value}.",
        "{name} skal være et tal skrevet som 1234.50, ikke {value}.",
        "{name} moet een getal zijn, geschreven als 1234.50, niet {value}.",
    ),
    "XSD-ORDER": Sentence(
        "{name} must stand before {other}.",
        "{name} skal stå før {other}.",
        "{name} moet vóór {other} staan.",
    ),
    "XSD-OTHER": Sentence(
        "{name} does not fit the schema of this document.",
        "{name} passer ikke til skemaet for dette dokument.",
        "{name} past niet in het schema van dit document.",
    ),
    "XSD-REPEATED": Sentence(
        "{name} may stand here only {most} time(s).",
        "{name} må kun stå her {most} gang(e).",
        "{name} mag hier maar {most} keer staan.",
    ),
    "XSD-ROOT": Sentence(
        "This is {name}, but {other} was expected{hint}.",
        "Dette er {name}, men {other} var ventet{hint}.",
        "Dit is {name}, maar {other} werd verwacht{hint}.",
    ),
    "XSD-TEXT": Sentence(
        "There is text ({value}) directly in {name}, where only elements may stand.",
        "Der står tekst ({value}) direkte i {name}, hvor der kun må stå elementer.",
        "Er staat tekst ({value}) direct in {name}, waar alleen elementen mogen staan.",
    ),
    "XSD-TIME": Sentence(
        "{name} must be a time written as 13:45:00, not {value}.",
        "{name} skal være et klokkeslæt skrevet som 13:45:00, ikke {value}.",
        "{name} moet een tijd zijn, geschreven als 13:45:00, niet {value}.",
    ),
    "XSD-UNEXPECTED": Sentence(
        "{name} may not stand here.",
        "{name} må ikke stå her.",
        "{name} mag hier niet staan.",
    ),
    "XSD-UNKNOWN": Sentence(
        "{name} is unknown in {parent}{hint}.",
        "{name} er ukendt i {parent}{hint}.",
        "{name} is onbekend in {parent}{hint}.",
    ),
    "XSD-VALUE": Sentence(
        "{value} is not a possible value of {name}.",
        "{value} er ikke en mulig værdi for {name}.",
        "{value} is geen mogelijke waarde van {name}.",
    ),
}
"""Every kind of schema finding."""

HINT: Final = Sentence("; did you mean {near}?", "; mente du {near}?", "; bedoelde u {near}?")
NAMESPACE_HINT: Final = Sentence(
    "; its namespace is wrong", "; dets navnerum er forkert", "; de namespace is onjuist"
)
LIST_NAMES: Final[dict[str, Sentence]] = {
    "UnitCodeContentType": Sentence("a UN/ECE unit", "en UN/ECE-enhed", "UN/ECE-eenheid"),
    "CurrencyCodeContentType": Sentence("an ISO currency", "en ISO-valuta", "ISO-valuta"),
    "LanguageCodeContentType": Sentence("an ISO language", "et ISO-sprog", "ISO-taal"),
    "BinaryObjectMimeCodeContentType": Sentence(
        "an IANA media type", "en IANA-medietype", "IANA-mediatype"
    ),
    "": Sentence(
        "in the list of allowed values", "på listen over tilladte værdier", "toegestane waarde"
    ),
}
"""A code list by the name of its type; the empty name stands for all others."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def say(rule: str, **fills: str | Sentence) -> Sentence:
    """Return a rule's sentence; what fills it may itself differ by language."""
    spoken = {}
    for language in LANGUAGES:
        words = {
            key: fill.speak(language) if isinstance(fill, Sentence) else fill
            for key, fill in fills.items()
        }
        text = SENTENCES[rule].speak(language).format(**words).replace("?.", "?")
        if text.startswith(words.get("name", " ")):
            text = text[:1].upper() + text[1:]
        spoken[language] = shorten(text, LENGTH)
    return Sentence(**spoken)


def plain(tag: str) -> Sentence:
    """Return an element or attribute in plain words: ``issue date (cbc:IssueDate)``."""
    above, _, attribute = tag.rpartition("/@")
    local = (above or tag).rpartition(":")[2]
    words = " ".join(word if word.isupper() else word.lower() for word in _HUMP.split(local))
    english, danish, dutch = words, *(element_words(local) or (words, words))
    if attribute and above:
        english = f"attribute {attribute} of {english}"
        danish = f"attributten {attribute} på {danish}"
        dutch = f"attribuut {attribute} van {dutch}"
    return Sentence(f"{english} ({tag})", f"{danish} ({tag})", f"{dutch} ({tag})")


def shorten(text: str, length: int = _VALUE_LENGTH) -> str:
    """Return a text cut to a length, with an ellipsis where something was cut off."""
    return text if len(text) <= length else text[: length - 1] + "…"
