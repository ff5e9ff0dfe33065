"""The words of pages and sheets, in the languages of their readers."""

from functools import cache
from importlib.resources import as_file, files
from pathlib import PurePath

from hub.errors import Defect
from hub.model.finding import Place
from hub.model.sentence import Language, Sentence
from hub.rules.fieldwords import path_words
from hub.rules.speech import Speech, load_speech

__all__ = ["Wording"]

TEXTS = (".csv", ".txt", ".tsv")
"""Ends of names that are files of rows, which have no sheets."""


class Wording:
    """Speaks the sentences of ``sentences.toml`` beside this module in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._speech = _own()

    def say(self, key: str, **values: object) -> str:
        """Return one sentence with its places filled; of one thing it speaks in the singular."""
        if (
            1 in (values.get("count"), values.get("lines"))
            and f"{key}-one" in self._speech.templates
        ):
            key = f"{key}-one"
        said = self.speak(self._speech.templates[key])
        return said.format(**values) if values else said

    def place(self, place: Place) -> str:
        """Return a place as a person looks it up."""
        sheet, kind = place.sheet, "place-sheet"
        if sheet is not None and sheet.lower().endswith(TEXTS):
            sheet, kind = PurePath(sheet).name, "place-file"
        parts = {
            kind: sheet,
            "place-row": place.row,
            "place-column": place.column,
            "place-line": place.line,
        }
        said = [self.say(key, value=value) for key, value in parts.items() if value is not None]
        if place.path is not None:
            said.append(place.path)
        return ", ".join(said) or self.say("place-nowhere")

    def speak(self, sentence: Sentence) -> str:
        """Return a sentence of somebody else's in this language."""
        return sentence.speak(self.language)

    def field(self, path: str) -> str:
        """Return a field's path as a person reads it: ``item › brand name``.

        A column keeps the name it has in the file.
        """
        return self.speak(path_words(path))


@cache
def _own() -> Speech:
    mistakes: list[str] = []
    with as_file(files("hub.render").joinpath("sentences.toml")) as path:
        speech = load_speech(path, "hub/render/sentences.toml", mistakes)
    if mistakes:
        raise Defect("; ".join(mistakes))
    return speech
